import { join } from 'node:path';
import { backupLog } from '../../main/log/backup.ts';
import { logKey } from '../../main/log/key.ts';
import { openDatabase } from '../../main/log/open.ts';
import { openGateLog, passage } from './gate-log.ts';

/**
 * A log at all its work, to be watched from outside: `node busy-log.ts FOLDER MEMORY|FILE`. FILE lets its connection
 * spill a sort to the disk, to show that whoever watches would see it.
 */
const [folder = '', temporary = 'MEMORY'] = process.argv.slice(2);
const log = openGateLog(folder);
for (let n = 1; n <= 200; n += 1) log.append([passage(n, 'x'.repeat(9000))]);
log.rebuildVisits();
log.checkpoint();
const path = join(folder, 'gate.db');
const key = logKey(join(folder, 'log.key'), path);
const db = openDatabase({ path, key });
db.pragma(`temp_store = ${temporary}`);
// More than the cache holds, so that the sort has to put it somewhere.
db.pragma('cache_size = 10');
db.prepare('SELECT payload FROM event_personal ORDER BY substr(payload, 40), salt').all();
db.close();
backupLog({ path, key }, join(folder, 'backup.db'));
log.close();
