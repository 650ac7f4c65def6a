import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { CHAIN_START } from '../../core/batch/chain.ts';
import type { EventPublic } from '../../core/batch/event.ts';
import { type RestoredFrom, restoredReason } from '../../core/batch/restored.ts';
import { GatelogError } from '../../core/errors.ts';
import { newEvent, type Stamp } from '../events.ts';
import { renamePatientlySync } from '../rename.ts';
import { syncFolder } from '../secret-file.ts';
import { openLog } from './index.ts';
import { openDatabase } from './open.ts';

export interface RestoreOptions {
  /** The backup, or the log of the old PC. Nothing is written to it. */
  readonly from: { readonly path: string; readonly key: Uint8Array };
  /** The log to make; there must be none yet. */
  readonly to: { readonly path: string; readonly key: Uint8Array };
  readonly gateId: string;
  readonly newLogId: () => string;
  readonly stamp: Stamp;
}

/**
 * After a restore or a move to a new PC the gate goes on with a new log, whose first event names the log before it,
 * its last event known here and that event's chain (DESIGN.md, The log). To go on with a copy would give one log two
 * histories as soon as the other copy wrote an event too. The old events stay in the backup; the new log appears with
 * its first event or not at all.
 * @returns the first event
 * @throws GatelogError `log/not-found`, `log/exists` and what opening and appending throw
 */
export function restoreLog({ from, to, gateId, newLogId, stamp }: RestoreOptions): EventPublic {
  if (!existsSync(from.path)) throw new GatelogError('log/not-found', 'there is no log to go on from');
  if (existsSync(to.path)) throw new GatelogError('log/exists', 'there is a log already');
  // What the log before it wrote last would be read as if it were of this one.
  if (existsSync(`${to.path}-wal`))
    throw new GatelogError('log/exists', 'the -wal file of a log that is gone stands there: put it by first');
  const reason = restoredReason(endOf(from));
  const path = `${to.path}.restoring`;
  const clear = (): void => {
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
  };
  // A crash left it; nobody has written to it.
  clear();
  let first: EventPublic | undefined;
  try {
    const log = openLog({ path, key: to.key, gateId, newLogId, nowMs: () => stamp.atMs });
    try {
      [first] = log.append([
        newEvent({ stamp, lane: '', kind: 'opened', reason, source: null, guard: null }),
      ]);
    } finally {
      // The last connection moves the WAL into the database: the file is whole by itself.
      log.close();
    }
  } catch (error) {
    clear();
    throw error;
  }
  renamePatientlySync(path, to.path);
  syncFolder(dirname(to.path));
  if (first === undefined) throw new GatelogError('internal', 'append returned no event');
  return first;
}

/** Identity and end of a log that is only read. */
function endOf(from: RestoreOptions['from']): RestoredFrom {
  const db = openDatabase({ ...from, readonly: true });
  try {
    const logId = db.prepare<[], string>('SELECT log_id FROM log').pluck().get();
    if (logId === undefined) throw new GatelogError('log/corrupt', 'the log has no identity');
    const last = db
      .prepare<[], { seq: number; chain: Buffer }>('SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1')
      .get();
    return { logId, seq: last?.seq ?? 0, chain: last?.chain ?? CHAIN_START };
  } finally {
    db.close();
  }
}
