import type { EventPublic } from '../../core/batch/event.ts';
import { type Passage, pairPassages, type Visit } from '../../core/visit/visit.ts';
import type { Db } from './open.ts';

/** Passages are fetched in pages: an open cursor would refuse the writes that go with them. */
const PAGE = 10_000;

/** An `in` or `out` of somebody that nothing voids. */
const STANDING = `SELECT seq, kind, at_ms AS atMs, person_key AS personKey FROM event e
  WHERE kind IN ('in', 'out') AND person_key IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM event v WHERE v.voids_seq = e.seq)`;

/**
 * Keeps the derived visits in step with an event that was just appended, inside its transaction. Whatever the
 * sequence of events, the table then equals what `rebuildVisits` makes of them.
 */
export function createVisits(db: Db): (event: EventPublic) => void {
  const open = db.prepare('INSERT INTO visit (in_seq, person_key, begin_ms) VALUES (?, ?, ?)');
  const close = db.prepare(
    'UPDATE visit SET end_ms = ?, end_seq = ?, inferred = ? WHERE person_key = ? AND end_seq IS NULL',
  );
  const passageAt = db.prepare<[number], { kind: string; personKey: string | null }>(
    'SELECT kind, person_key AS personKey FROM event WHERE seq = ?',
  );
  const visitBefore = db
    .prepare<[string, number], number | null>(
      'SELECT max(in_seq) FROM visit WHERE person_key = ? AND in_seq < ?',
    )
    .pluck();
  const forget = db.prepare('DELETE FROM visit WHERE person_key = ? AND in_seq >= ?');
  const standing = db.prepare<[string, number], Passage>(
    `${STANDING} AND person_key = ? AND seq >= ? ORDER BY seq`,
  );
  const insert = createInsert(db);

  /**
   * Pairs anew from the visit before the voided passage on. What came before that visit it closed itself, so
   * nothing earlier can change.
   */
  const takeBack = (seq: number): void => {
    const voided = passageAt.get(seq);
    if (voided === undefined || voided.personKey === null) return;
    if (voided.kind !== 'in' && voided.kind !== 'out') return;
    const fromSeq = visitBefore.get(voided.personKey, seq) ?? seq;
    forget.run(voided.personKey, fromSeq);
    for (const visit of pairPassages(standing.all(voided.personKey, fromSeq))) insert(visit);
  };

  return ({ kind, seq, atMs, personKey, voidsSeq }) => {
    if (voidsSeq !== null) takeBack(voidsSeq);
    if (personKey === null || (kind !== 'in' && kind !== 'out')) return;
    close.run(atMs, seq, kind === 'in' ? 1 : 0, personKey);
    if (kind === 'in') open.run(seq, personKey, atMs);
  };
}

/** Makes all visits anew from the events, in one transaction: they are derived and never a record of their own. */
export function rebuildVisits(db: Db): void {
  const page = db.prepare<[number], Passage>(`${STANDING} AND seq > ? ORDER BY seq LIMIT ${PAGE}`);
  const insert = createInsert(db);
  function* passages(): Generator<Passage> {
    let rows = page.all(0);
    while (rows.length > 0) {
      yield* rows;
      rows = page.all(rows.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER);
    }
  }
  db.transaction(() => {
    db.exec('DELETE FROM visit');
    for (const visit of pairPassages(passages())) insert(visit);
  }).immediate();
}

function createInsert(db: Db): (visit: Visit) => void {
  const insert = db.prepare(`
    INSERT INTO visit (in_seq, person_key, begin_ms, end_ms, end_seq, inferred)
    VALUES (@inSeq, @personKey, @beginMs, @endMs, @endSeq, @inferred)`);
  return (visit) => {
    insert.run({ ...visit, inferred: visit.inferred ? 1 : 0 });
  };
}
