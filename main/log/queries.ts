import type { EventRow } from '../../core/batch/event.ts';
import { decodePayload } from '../../core/batch/payload.ts';
import { timestampMs } from '../../core/units.ts';
import { KEPT } from './kept-part.ts';
import type { Counts, Log, RecentEvent } from './log.ts';
import type { Db } from './open.ts';
import type { Persons } from './persons.ts';

const COLUMNS = `e.seq, e.at_ms AS atMs, e.offset_min AS offsetMin, e.boot_id AS bootId, e.uptime_ms AS uptimeMs,
  e.clock, e.gate_id AS gateId, e.lane, e.kind, e.reason, e.credential_kind AS credentialKind, e.checks, e.source,
  e.voids_seq AS voidsSeq, e.answers_seq AS answersSeq, e.person_key AS personKey, e.commitment, e.chain,
  p.salt, p.payload`;
const FROM = `FROM event e LEFT JOIN event_personal p ON p.seq = e.seq AND ${KEPT}`;
/** Events of the gate that a guard sees; the kiosk's own are left out. */
const SEEN = "('in','out','refused','repeat','unreadable','asked')";

/** Every column of an event and its personal part, under the names of EventRow, and where they come from. */
export { COLUMNS as EVENT_COLUMNS, FROM as EVENT_FROM };

/** The questions of the log, prepared once on a connection. */
export function createQueries(
  db: Db,
  persons: Pick<Persons, 'keysFor'>,
): Pick<Log, 'history' | 'counts' | 'recent' | 'event' | 'last' | 'voidOf' | 'answerOf'> {
  const bySeq = db.prepare<[number], EventRow>(`SELECT ${COLUMNS} ${FROM} WHERE e.seq = ?`);
  const newest = db.prepare<[], EventRow>(`SELECT ${COLUMNS} ${FROM} ORDER BY e.seq DESC LIMIT 1`);
  const passage = db.prepare<
    [string],
    { seq: number; kind: 'in' | 'out'; atMs: number; bootId: string; uptimeMs: number }
  >(`
    SELECT seq, kind, at_ms AS atMs, boot_id AS bootId, uptime_ms AS uptimeMs FROM event e WHERE person_key = ? AND kind IN ('in','out')
      AND NOT EXISTS (SELECT 1 FROM event v WHERE v.voids_seq = e.seq) ORDER BY seq DESC LIMIT 1`);
  const inside = db
    .prepare<[number], number>('SELECT count(*) FROM visit WHERE end_seq IS NULL AND begin_ms >= ?')
    .pluck();
  const today = db.prepare<[number, number], { kind: string; count: number }>(`
    SELECT kind, count(*) AS count FROM event e WHERE at_ms >= ? AND at_ms <= ? AND kind IN ('in','out')
      AND NOT EXISTS (SELECT 1 FROM event v WHERE v.voids_seq = e.seq) GROUP BY kind`);
  const seen = db.prepare<[number], EventRow & { voided: number }>(`
    SELECT ${COLUMNS}, EXISTS (SELECT 1 FROM event v WHERE v.voids_seq = e.seq) AS voided ${FROM}
      WHERE e.kind IN ${SEEN} ORDER BY e.seq DESC LIMIT ?`);
  const voidOf = db.prepare<[number], number>('SELECT seq FROM event WHERE voids_seq = ?').pluck();
  const answerOf = db.prepare<[number], number>('SELECT seq FROM event WHERE answers_seq = ?').pluck();

  return {
    history: (who) => {
      const keys = who === null ? [] : persons.keysFor(who);
      const [personKey = null] = keys;
      const [last] = keys.flatMap((key) => passage.get(key) ?? []).sort((a, b) => b.seq - a.seq);
      return {
        personKey,
        lastPassage:
          last === undefined
            ? null
            : {
                seq: last.seq,
                kind: last.kind,
                atMs: timestampMs(last.atMs),
                monotonic: { bootId: last.bootId, uptimeMs: last.uptimeMs },
              },
      };
    },
    counts: (nowMs, startOfDayMs, longestStayMs): Counts => {
      const passed = new Map(today.all(startOfDayMs, nowMs).map((row) => [row.kind, row.count]));
      return {
        inside: inside.get(nowMs - longestStayMs) ?? 0,
        inToday: passed.get('in') ?? 0,
        outToday: passed.get('out') ?? 0,
      };
    },
    recent: (limit) =>
      seen.all(limit).map(
        (row): RecentEvent => ({
          seq: row.seq,
          atMs: row.atMs,
          kind: row.kind,
          reason: row.reason,
          lane: row.lane,
          name: row.payload === null ? null : decodePayload(row.payload).name,
          voided: row.voided === 1,
        }),
      ),
    event: (seq) => bySeq.get(seq) ?? null,
    last: () => newest.get() ?? null,
    voidOf: (seq) => voidOf.get(seq) ?? null,
    answerOf: (seq) => answerOf.get(seq) ?? null,
  };
}

/** Rows firstSeq..lastSeq in order, a page at a time, so that appends go on meanwhile and memory stays flat. */
export function* streamRows(db: Db, firstSeq: number, lastSeq: number): IterableIterator<EventRow> {
  const page = db.prepare<[number, number], EventRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE e.seq >= ? AND e.seq <= ? ORDER BY e.seq LIMIT 1000`,
  );
  let next = firstSeq;
  while (next <= lastSeq) {
    const rows = page.all(next, lastSeq);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    next = last.seq + 1;
  }
}
