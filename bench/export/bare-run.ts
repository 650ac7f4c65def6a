import { join } from 'node:path';
import { timestampMs } from '../../core/units.ts';
import { openLog } from '../../main/log/index.ts';
import { logKey } from '../../main/log/key.ts';
import { BENCH_GATE } from '../long-log.ts';
import { bareLibraries } from './bare.ts';

/**
 * Entry of the process in which the bare libraries write: `bare-run.ts <data folder> <rows> <folder>`. It is started by
 * the runtime that seals, whose V8 is not Node's (pointer compression, memory sandbox). Answers with what was written.
 */
const [dataFolder = '', rows = '', folder = ''] = process.argv.slice(2);
const path = join(dataFolder, 'gate.db');
const log = openLog({
  path,
  key: logKey(join(dataFolder, 'log.key'), path),
  gateId: BENCH_GATE,
  newLogId: () => '',
  nowMs: () => timestampMs(Date.now()),
});
const written = await bareLibraries([...log.rows(1, Number(rows))], folder);
log.close();
process.send?.(written);
