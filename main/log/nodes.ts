import type { SoleKind } from '../../core/person/claim.ts';
import type { JoinNode, KeyPair } from '../../core/person/join.ts';
import type { Db } from './open.ts';

/** A key with the group that cards make of it and the person that it belongs to, both by their roots. */
export interface PersonNode extends JoinNode {
  readonly cardRoot: string;
  readonly root: string;
  /** Seq at which cards joined it to an older key, or null where they did not. */
  readonly cardSeq: number | null;
}

/** What administrators say now of a pair of keys. */
export interface Decision {
  readonly pair: KeyPair;
  readonly what: 'join' | 'apart';
}

/** The graph of who is one person, as rows. */
export interface Nodes {
  node(key: string): PersonNode | null;
  /** All nodes of the person that is called by this key; none where it is alone. */
  ofPerson(root: string): readonly PersonNode[];
  /** Keys that stand on a card with this one; `most` of them at most. */
  linkedTo(key: string, most: number): readonly string[];
  areLinked(one: string, other: string): boolean;
  /** Decisions that stand and name this key. */
  decisionsOn(key: string): readonly Decision[];
  /** Seq of the first event of a key, or null. */
  firstSeqOf(key: string): number | null;
  put(node: PersonNode): void;
  link(one: string, other: string): void;
  /** Says this of the pair from now on, in the place of what was said before. */
  decide(pair: KeyPair, what: Decision['what'], seq: number): void;
  /** Takes back what was said last of the pair: what was said before that holds again. Answers what it took back. */
  takeBack(pair: KeyPair, seq: number): Decision['what'] | null;
  /** Every node, a page at a time in the order of keys. */
  after(key: string, most: number): readonly PersonNode[];
}

interface Row {
  readonly key: string;
  readonly soleKind: SoleKind | null;
  readonly birth: string | null;
  readonly firstSeq: number | null;
  readonly cardRoot: string;
  readonly root: string;
  readonly cardSeq: number | null;
}

const COLUMNS = `person_key AS key, sole_kind AS soleKind, birth, first_seq AS firstSeq, card_root AS cardRoot, root,
  card_seq AS cardSeq`;

/** The pair as its row has it. */
export const inOrder = ([one, other]: KeyPair): KeyPair => (one < other ? [one, other] : [other, one]);

export function createNodes(db: Db): Nodes {
  const byKey = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM person_node WHERE person_key = ?`);
  const byRoot = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM person_node WHERE root = ?`);
  const after = db.prepare<[string, number], Row>(
    `SELECT ${COLUMNS} FROM person_node WHERE person_key > ? ORDER BY person_key LIMIT ?`,
  );
  const linked = db
    .prepare<[string, number], string>('SELECT other_key FROM person_link WHERE one_key = ? LIMIT ?')
    .pluck();
  const isLinked = db
    .prepare<[string, string], number>('SELECT 1 FROM person_link WHERE one_key = ? AND other_key = ?')
    .pluck();
  const link = db.prepare('INSERT OR IGNORE INTO person_link (one_key, other_key) VALUES (?, ?)');
  const decisions = db.prepare<[string, string], { one: string; other: string; what: Decision['what'] }>(`
    SELECT one_key AS one, other_key AS other, what FROM person_decision WHERE undone_seq IS NULL AND one_key = ?
    UNION ALL
    SELECT one_key, other_key, what FROM person_decision WHERE undone_seq IS NULL AND other_key = ?`);
  const standing = db.prepare<
    [string, string],
    { what: Decision['what']; replaced: Decision['what'] | null }
  >('SELECT what, replaced FROM person_decision WHERE undone_seq IS NULL AND one_key = ? AND other_key = ?');
  const undo = db.prepare(
    'UPDATE person_decision SET undone_seq = ? WHERE undone_seq IS NULL AND one_key = ? AND other_key = ?',
  );
  const decide = db.prepare(
    'INSERT INTO person_decision (one_key, other_key, what, replaced, seq) VALUES (?, ?, ?, ?, ?)',
  );
  const firstSeq = db
    .prepare<[string], number | null>('SELECT min(seq) FROM event WHERE person_key = ?')
    .pluck();
  const put = db.prepare(`
    INSERT INTO person_node (person_key, sole_kind, birth, first_seq, card_root, root, card_seq)
      VALUES (@key, @soleKind, @birth, @firstSeq, @cardRoot, @root, @cardSeq)
      ON CONFLICT (person_key) DO UPDATE SET sole_kind = excluded.sole_kind, birth = excluded.birth,
        first_seq = excluded.first_seq, card_root = excluded.card_root, root = excluded.root,
        card_seq = excluded.card_seq`);

  return {
    node: (key) => byKey.get(key) ?? null,
    ofPerson: (root) => byRoot.all(root),
    linkedTo: (key, most) => linked.all(key, most),
    areLinked: (one, other) => isLinked.get(one, other) !== undefined,
    decisionsOn: (key) =>
      decisions.all(key, key).map(({ one, other, what }) => ({ pair: [one, other], what })),
    firstSeqOf: (key) => firstSeq.get(key) ?? null,
    put: (node) => {
      put.run(node);
    },
    link: (one, other) => {
      link.run(one, other);
      link.run(other, one);
    },
    decide: (pair, what, seq) => {
      const ordered = inOrder(pair);
      const before = standing.get(...ordered)?.what ?? null;
      undo.run(seq, ...ordered);
      decide.run(...ordered, what, before, seq);
    },
    takeBack: (pair, seq) => {
      const ordered = inOrder(pair);
      const last = standing.get(...ordered);
      if (last === undefined) return null;
      undo.run(seq, ...ordered);
      if (last.replaced !== null) decide.run(...ordered, last.replaced, null, seq);
      return last.what;
    },
    after: (key, most) => after.all(key, most),
  };
}
