import { join } from 'node:path';
import { openDatabase } from '../../../main/log/open.ts';

/** Opens the log of the named folder twice, as a kiosk that comes back does, and writes by each in turn. */
const options = { path: join(process.argv[2] ?? '', 'gate.db'), key: Buffer.alloc(32, 1) };
const first = openDatabase(options);
first.exec('CREATE TABLE note (words TEXT)');
first.exec("INSERT INTO note VALUES ('first')");
const second = openDatabase(options);
second.exec("INSERT INTO note VALUES ('second')");
second.close();
console.log(JSON.stringify(first.prepare('SELECT words FROM note').pluck().all()));
first.close();
