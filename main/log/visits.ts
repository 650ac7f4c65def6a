import type { EventPublic } from '../../core/batch/event.ts';
import { type Passage, pairPassages, type Visit } from '../../core/visit/visit.ts';
import { KEPT } from './kept-part.ts';
import type { Db } from './open.ts';
import type { Persons } from './persons.ts';

/** Passages are fetched in pages: an open cursor would refuse the writes that go with them. */
const PAGE = 10_000;

/** An `in` or `out` of somebody that nothing voids. */
const STANDING = `SELECT seq, kind, at_ms AS atMs, person_key AS personKey FROM event e
  WHERE kind IN ('in', 'out') AND person_key IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM event v WHERE v.voids_seq = e.seq)`;

/** The derived visits, one person's under the key by which he is called. Both run inside a transaction of the log. */
export interface Visits {
  /**
   * Follows an event that was just appended. Whatever the sequence of events, the table then equals what `rebuild`
   * makes of them.
   */
  follow(event: EventPublic): void;
  /** Pairs the passages of these people anew: keys by which somebody was called before a change, or is since. */
  repair(roots: readonly string[]): void;
  /** Makes all visits anew from the events: they are derived and never a record of their own. */
  rebuild(): void;
}

export function createVisits(db: Db, persons: Pick<Persons, 'rootOf' | 'keysOf'>): Visits {
  const { rootOf, keysOf } = persons;
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
  const page = db.prepare<[number], Passage>(`${STANDING} AND seq > ? ORDER BY seq LIMIT ${PAGE}`);
  const insert = createInsert(db);

  const pairFrom = (root: string, seq: number): void => {
    const passages = keysOf(root)
      .flatMap((key) => standing.all(key, seq))
      .sort((a, b) => a.seq - b.seq);
    for (const visit of pairPassages(passages.map((one) => ({ ...one, personKey: root })))) insert(visit);
  };
  /**
   * Pairs anew from the visit before the voided passage on. What came before that visit it closed itself, so
   * nothing earlier can change.
   */
  const takeBack = (seq: number): void => {
    const voided = passageAt.get(seq);
    if (voided === undefined || voided.personKey === null) return;
    if (voided.kind !== 'in' && voided.kind !== 'out') return;
    const root = rootOf(voided.personKey);
    const fromSeq = visitBefore.get(root, seq) ?? seq;
    forget.run(root, fromSeq);
    pairFrom(root, fromSeq);
  };
  function* allPassages(): Generator<Passage> {
    let rows = page.all(0);
    while (rows.length > 0) {
      for (const row of rows) yield { ...row, personKey: rootOf(row.personKey) };
      rows = page.all(rows.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER);
    }
  }

  return {
    follow: ({ kind, seq, atMs, personKey, voidsSeq }) => {
      if (voidsSeq !== null) takeBack(voidsSeq);
      if (personKey === null || (kind !== 'in' && kind !== 'out')) return;
      const root = rootOf(personKey);
      close.run(atMs, seq, kind === 'in' ? 1 : 0, root);
      if (kind === 'in') open.run(seq, root, atMs);
    },
    repair: (roots) => {
      for (const root of roots) forget.run(root, 0);
      for (const root of roots) if (rootOf(root) === root) pairFrom(root, 0);
    },
    rebuild: () => {
      db.exec('DELETE FROM visit');
      for (const visit of pairPassages(allPassages())) insert(visit);
    },
  };
}

/** A visit goes with the personal part of its entry: one of which retention deleted that is not made again. */
function createInsert(db: Db): (visit: Visit) => void {
  const insert = db.prepare(`
    INSERT INTO visit (in_seq, person_key, begin_ms, end_ms, end_seq, inferred)
    SELECT @inSeq, @personKey, @beginMs, @endMs, @endSeq, @inferred
      WHERE EXISTS (SELECT 1 FROM event_personal p WHERE p.seq = @inSeq AND ${KEPT})`);
  return (visit) => {
    insert.run({ ...visit, inferred: visit.inferred ? 1 : 0 });
  };
}
