import { CHAIN_START, chainOf } from '../../core/batch/chain.ts';
import { commitmentOf } from '../../core/batch/commitment.ts';
import type { EventRow } from '../../core/batch/event.ts';
import { GatelogError } from '../../core/errors.ts';
import type { Db } from './open.ts';
import { EVENT_COLUMNS, EVENT_FROM } from './queries.ts';

/** So many of the last events are checked: more than a gate writes between two moves of the WAL in a quiet hour. */
const MOST = 1_000;

/** The end of a log, as it stands. */
export interface LogEnd {
  /** Events in it: the seq of the last one. */
  readonly events: number;
  /** When the last one was written, ms since the epoch; null where there is none. */
  readonly lastAtMs: number | null;
}

/** The end of the log, not yet checked. */
export function endOf(db: Db): LogEnd {
  const last = db
    .prepare<[], { seq: number; atMs: number }>(
      'SELECT seq, at_ms AS atMs FROM event ORDER BY seq DESC LIMIT 1',
    )
    .get();
  return { events: last?.seq ?? 0, lastAtMs: last?.atMs ?? null };
}

/**
 * Checks the last events against their chain and their commitments: what a power cut could have torn lies there.
 * @throws GatelogError `log/corrupt` with the seq of the first event that does not fit
 */
export function checkEnd(db: Db, most = MOST): void {
  const { events } = endOf(db);
  const first = Math.max(1, events - most + 1);
  const before = db.prepare<[number], Buffer>('SELECT chain FROM event WHERE seq = ?').pluck();
  let chain: Uint8Array = first === 1 ? CHAIN_START : (before.get(first - 1) ?? new Uint8Array());
  let seq = first;
  const rows = db.prepare<[number], EventRow>(
    `SELECT ${EVENT_COLUMNS} ${EVENT_FROM} WHERE e.seq >= ? ORDER BY e.seq`,
  );
  for (const row of rows.iterate(first)) {
    const { salt, payload, commitment } = row;
    const isWhole =
      row.seq === seq &&
      Buffer.compare(chainOf(chain, row, commitment), row.chain) === 0 &&
      // Retention deletes what is personal; the commitment to it stays in the chain.
      (salt === null || payload === null || Buffer.compare(commitmentOf(salt, payload), commitment) === 0);
    if (!isWhole)
      throw new GatelogError('log/corrupt', `event ${seq} does not fit the one before it`, { seq });
    chain = row.chain;
    seq += 1;
  }
}
