import { writeSync } from 'node:fs';
import { openGateLog, passage } from './gate-log.ts';

/**
 * A log that deletes all the time, to be killed: `node forgetting-gate.ts FOLDER`. Says `began` and then each step on
 * standard output. Between two steps somebody enters, as at a real gate.
 */
const [folder = ''] = process.argv.slice(2);
const log = openGateLog(folder);
const { retention } = log;
writeSync(1, 'began\n');
while (true) {
  const upToSeq = (log.last()?.seq ?? 0) - 20;
  if (retention.record().running !== null || retention.hasPersonal(upToSeq, 0)) {
    retention.begin({ upToSeq, atMs: 1, days: 30 });
    while (retention.forget(3, Number.POSITIVE_INFINITY)) {
      writeSync(1, '.');
      log.append([passage((log.last()?.seq ?? 0) + 1)]);
    }
    for (let n = 0; retention.wipe(n); n += 1) writeSync(1, 'w');
    log.checkpoint('empty');
    retention.finish({ atMs: 1, offsetMin: 420, clock: 'ok' });
    writeSync(1, 'f');
  }
  log.append(Array.from({ length: 9 }, (_, n) => passage((log.last()?.seq ?? 0) + n)));
}
