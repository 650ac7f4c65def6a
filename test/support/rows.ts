import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventRow } from '../../core/batch/event.ts';
import { timestampMs } from '../../core/units.ts';
import { openLog } from '../../main/log/index.ts';

/** Every row of a kiosk's log as it lies on disk, read by a connection of its own. */
export function rowsOnDisk(dataFolder: string): EventRow[] {
  const log = openLog({
    path: join(dataFolder, 'gate.db'),
    key: Buffer.from(readFileSync(join(dataFolder, 'log.key'), 'utf8').trim(), 'hex'),
    gateId: '',
    newLogId: () => '',
    nowMs: () => timestampMs(Date.now()),
  });
  try {
    return [...log.rows(1, log.last()?.seq ?? 0)];
  } finally {
    log.close();
  }
}

/** What happened, as `kind reason` in order; the kiosk's own events are left out. */
export const story = (dataFolder: string): string[] =>
  rowsOnDisk(dataFolder)
    .filter(({ kind }) => kind !== 'opened' && kind !== 'closed' && kind !== 'alive' && kind !== 'clock')
    .map(({ kind, reason }) => `${kind} ${reason}`);
