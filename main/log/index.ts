import { existsSync } from 'node:fs';
import { GatelogError } from '../../core/errors.ts';
import { type TimestampMs, timestampMs } from '../../core/units.ts';
import { appendError, createAppend } from './append.ts';
import { createAudit } from './audit.ts';
import { createBatches } from './batches.ts';
import { checkEnd } from './check-end.ts';
import type { Log, LogIdentity } from './log.ts';
import { type Db, openDatabase } from './open.ts';
import { createOpenersTable } from './openers.ts';
import { createPeople } from './people.ts';
import { createPresence } from './presence.ts';
import { createProbe } from './probe.ts';
import { createQueries, streamRows } from './queries.ts';
import { createRetentionTable } from './retention.ts';
import { createLogSticks } from './sticks.ts';
import { createTargetsTable } from './targets.ts';
import { createTrustListTable } from './trust-lists.ts';
import { createWal } from './wal.ts';

export interface OpenLogOptions {
  readonly path: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly gateId: string;
  /** Id of a log that is made now: 32 hex characters. */
  readonly newLogId: () => string;
  /** The kiosk's clock. */
  readonly nowMs: () => TimestampMs;
}

/** Opens the log, or makes a new one where there is none. Throws `log/...`, `key/invalid`; `log/corrupt` where its end is torn. */
export function openLog(options: OpenLogOptions): Log {
  const db = openDatabase(options);
  try {
    const identity = identify(db, options);
    // At every start: whoever finds the end torn takes the WAL with him, and the next start sees no sudden end.
    checkEnd(db);
    const wal = createWal(db);
    const audit = createAudit(db);
    const batches = createBatches(db, options.nowMs);
    const presence = createPresence(db);
    const append = createAppend(db, identity.gateId, presence);
    const probe = createProbe(db, () => wal.checkpoint('empty'));
    return {
      identity,
      ...createQueries(db, presence.persons),
      append: (events) => {
        mustStand(db);
        return append.events(events);
      },
      batches,
      targets: createTargetsTable(db, batches),
      audit,
      retention: createRetentionTable(db, audit),
      openers: createOpenersTable(db, audit),
      sticks: createLogSticks(db),
      trustLists: createTrustListTable(db, audit),
      people: createPeople(db, presence, append, audit),
      rows: (firstSeq, lastSeq) => streamRows(db, firstSeq, lastSeq),
      probe: () => {
        mustStand(db);
        writing(probe);
      },
      rebuildVisits: () => writing(() => presence.rebuild()),
      walPages: wal.pages,
      checkpoint: (empty) => writing(() => wal.checkpoint(empty)),
      close: () => {
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Throws `log/gone` where the database or its WAL has no name any more. The system goes on writing to files that were
 * deleted or whose disk was taken away, and throws the rows away with the last handle: green would be a lie.
 */
function mustStand(db: Db): void {
  for (const path of [db.name, `${db.name}-wal`]) {
    if (!existsSync(path)) throw new GatelogError('log/gone', 'a file of the log was deleted');
  }
}

/** Gives the failure of a write its name. */
function writing<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw appendError(error);
  }
}

function identify(db: Db, options: OpenLogOptions): LogIdentity {
  db.prepare('INSERT OR IGNORE INTO log (one, log_id, gate_id, created_at_ms) VALUES (1, ?, ?, ?)').run(
    options.newLogId(),
    options.gateId,
    options.nowMs(),
  );
  const row = db
    .prepare<[], { logId: string; gateId: string; createdAtMs: number }>(
      'SELECT log_id AS logId, gate_id AS gateId, created_at_ms AS createdAtMs FROM log',
    )
    .get();
  if (row === undefined) throw new GatelogError('log/corrupt', 'the log has no identity');
  return { ...row, createdAtMs: timestampMs(row.createdAtMs) };
}
