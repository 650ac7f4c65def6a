import { type KeyPair, MOST_DOCUMENTS } from '../../core/person/join.ts';
import { inOrder } from './nodes.ts';
import type { Db } from './open.ts';

/** Why two keys are shown to an administrator side by side. */
export type PairReason =
  /** Same folded name and birth date, and no documents that contradict each other. */
  | 'alike'
  /** Cards say that they are one, and other cards that they cannot be. */
  | 'cards-contradict'
  /** Joined by what stands on a card. */
  | 'by-card'
  /** Joined by an administrator. */
  | 'by-administrator'
  /** Put side by side by an administrator. */
  | 'chosen';

/** Two keys to be looked at. */
export interface Pair {
  readonly keys: KeyPair;
  readonly why: PairReason;
  /** Seq at which it came up. */
  readonly seq: number;
  /** Place in its list; the next page begins after it. */
  readonly place: number;
}

/** Which list: may be one person, are one person, were said not to be. */
export type PairList = 'open' | 'joined' | 'dismissed';

/** Pairs of keys for an administrator to look at. */
export interface Pairs {
  offer(keys: KeyPair, why: 'alike' | 'cards-contradict', seq: number): void;
  dismiss(keys: KeyPair, seq: number): void;
  /** Puts a dismissed pair back among the open ones. */
  recall(keys: KeyPair): void;
  /** A page of a list, newest first: `most` pairs, and of the joined ones those that one read joined with the last. */
  page(list: PairList, before: number | null, most: number): readonly Pair[];
  /** The pair of these two as it was offered, or null. */
  find(keys: KeyPair): Pair | null;
  /** How many are open, counted up to `most`. */
  open(most: number): number;
}

interface Row {
  readonly one: string;
  readonly other: string;
  readonly why: PairReason;
  readonly seq: number;
  readonly place: number;
}

export function createPairs(db: Db): Pairs {
  const offer = db.prepare(
    'INSERT OR IGNORE INTO person_pair (one_key, other_key, why, seq) VALUES (?, ?, ?, ?)',
  );
  const dismiss = db.prepare(`
    INSERT INTO person_pair (one_key, other_key, why, seq, dismissed_seq) VALUES (?, ?, 'alike', ?, ?)
      ON CONFLICT (one_key, other_key) DO UPDATE SET dismissed_seq = excluded.dismissed_seq`);
  const recall = db.prepare(
    'UPDATE person_pair SET dismissed_seq = NULL WHERE one_key = ? AND other_key = ?',
  );
  // What has become one person meanwhile is no question any more.
  const notOne = `coalesce((SELECT root FROM person_node WHERE person_key = one_key), one_key)
    <> coalesce((SELECT root FROM person_node WHERE person_key = other_key), other_key)`;
  const open = db.prepare<[number, number], Row>(`
    SELECT one_key AS one, other_key AS other, why, seq, id AS place FROM person_pair
      WHERE dismissed_seq IS NULL AND id < ? AND ${notOne} ORDER BY id DESC LIMIT ?`);
  const count = db
    .prepare<[number], number>(`
      SELECT count(*) FROM (SELECT 1 FROM person_pair WHERE dismissed_seq IS NULL AND ${notOne} LIMIT ?)`)
    .pluck();
  const dismissed = db.prepare<[number, number], Row>(`
    SELECT one_key AS one, other_key AS other, why, seq, id AS place FROM person_pair
      WHERE dismissed_seq IS NOT NULL AND id < ? AND ${notOne} ORDER BY id DESC LIMIT ?`);
  const joined = db.prepare<[number, number, number, number, number], Row>(`
    SELECT * FROM (
      SELECT one_key AS one, other_key AS other, 'by-administrator' AS why, seq, seq AS place FROM person_decision
        WHERE undone_seq IS NULL AND what = 'join' AND seq < ? ORDER BY seq DESC LIMIT ?)
    UNION ALL SELECT * FROM (
      SELECT card_root, person_key, 'by-card', card_seq, card_seq FROM person_node
        WHERE card_seq IS NOT NULL AND card_seq < ? ORDER BY card_seq DESC LIMIT ?)
    ORDER BY place DESC LIMIT ?`);

  const one = db.prepare<[string, string], Row>(`
    SELECT one_key AS one, other_key AS other, why, seq, id AS place FROM person_pair
      WHERE one_key = ? AND other_key = ?`);

  const pair = ({ one, other, why, seq, place }: Row): Pair => ({ keys: [one, other], why, seq, place });
  return {
    offer: (keys, why, seq) => {
      offer.run(...inOrder(keys), why, seq);
    },
    dismiss: (keys, seq) => {
      dismiss.run(...inOrder(keys), seq, seq);
    },
    recall: (keys) => {
      recall.run(...inOrder(keys));
    },
    page: (list, before, most) => {
      const from = before ?? Number.MAX_SAFE_INTEGER;
      if (list === 'joined') {
        // One read can join several cards: what has one place is one page's.
        const wide = most + MOST_DOCUMENTS;
        const rows = joined.all(from, wide, from, wide, wide).map(pair);
        return rows.filter(({ place }, index) => index < most || place === rows[most - 1]?.place);
      }
      return (list === 'open' ? open : dismissed).all(from, most).map(pair);
    },
    find: (keys) => {
      const row = one.get(...inOrder(keys));
      return row === undefined ? null : pair(row);
    },
    open: (most) => count.get(most) ?? 0,
  };
}
