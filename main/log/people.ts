import type { Document } from '../../core/credential/credential.ts';
import { GatelogError } from '../../core/errors.ts';
import type { KeyPair } from '../../core/person/join.ts';
import type { TimestampMs } from '../../core/units.ts';
import type { Append, NoteStamp } from './append.ts';
import type { Audit } from './audit.ts';
import { createFinding, type Finding } from './finding.ts';
import type { Db } from './open.ts';
import type { Pair, PairList } from './pairs.ts';
import type { Change } from './persons.ts';
import type { Presence } from './presence.ts';

/** What an administrator compares: everything that the log last heard under one key. Whole: mask before showing. */
export interface Card {
  readonly key: string;
  /** Its own document and those that stand on a card with it. */
  readonly documents: readonly Document[];
  readonly phones: readonly string[];
  readonly name: string | null;
  readonly birth: string | null;
  readonly sex: string | null;
  readonly address: string | null;
  readonly credentialKind: string;
  readonly firstAtMs: TimestampMs | null;
  readonly lastAtMs: TimestampMs | null;
}

/** Two cards side by side. */
export interface ComparedPair {
  readonly pair: Pair;
  readonly cards: readonly [Card, Card];
  /** True where they are one person now. */
  readonly isOne: boolean;
  /** True where they cannot be one as far as their documents tell. */
  readonly contradict: boolean;
}

/**
 * Who may be one person and who is: what an administrator sees of it and does. Every act is written into the audit in
 * its own transaction, unless it changes nothing. Every method throws `log/...`.
 */
export interface People extends Finding {
  /** A page of a list, newest first. `next` is where the next one begins, or null. */
  page(list: PairList, before: number | null, most: number): PeoplePage;
  /** How many pairs wait to be looked at, counted up to `most`. */
  open(most: number): number;
  /** Throws `person/unknown` where there is no event of a key. */
  compare(keys: KeyPair): ComparedPair;
  /** Says that two are one person. Returns the seq of the note for the office, or null where they were one already. */
  join(keys: KeyPair, at: NoteStamp): number | null;
  /** Undoes that, or says that cards which join them are wrong. The same answer. */
  part(keys: KeyPair, at: NoteStamp): number | null;
  /** Says that two who look alike are two; they are not offered again. */
  dismiss(keys: KeyPair, at: NoteStamp): void;
  /** Takes that back. */
  recall(keys: KeyPair, at: NoteStamp): void;
}

export interface PeoplePage {
  readonly pairs: readonly ComparedPair[];
  readonly next: number | null;
}

/** Numbers on a card beside its own that are shown. */
const MOST_LINKED = 8;

export function createPeople(
  db: Db,
  presence: Presence,
  append: Pick<Append, 'change'>,
  audit: Pick<Audit, 'write'>,
): People {
  const { faces, known, nodes, pairs, persons } = presence;
  const isOne = ([one, other]: KeyPair): boolean => persons.rootOf(one) === persons.rootOf(other);
  const mustBeKnown = (keys: KeyPair): void => {
    for (const key of keys) {
      if (nodes.firstSeqOf(key) === null) throw new GatelogError('person/unknown', 'there is no such person');
    }
    if (keys[0] === keys[1]) throw new GatelogError('person/unknown', 'a person is compared with himself');
  };
  const card = (key: string): Card => {
    const { personal, credentialKind, firstAtMs, lastAtMs } = faces.face(key);
    const keys = [key, ...nodes.linkedTo(key, MOST_LINKED)];
    return {
      key,
      documents: keys.flatMap((one) => {
        const document = known.documentOf(one);
        return document === null || document.kind === 'text' ? [] : [{ ...document, masked: false }];
      }),
      phones: known.phonesOf(key),
      name: personal?.name ?? null,
      birth: personal?.birth ?? null,
      sex: personal?.sex ?? null,
      address: personal?.address ?? null,
      credentialKind,
      firstAtMs,
      lastAtMs,
    };
  };
  const compared = (pair: Pair): ComparedPair => ({
    pair,
    cards: [card(pair.keys[0]), card(pair.keys[1])],
    isOne: isOne(pair.keys),
    contradict: persons.contradict(...pair.keys),
  });
  const act = (
    what: 'join' | 'part' | 'dismiss' | 'recall',
    keys: KeyPair,
    { at, unless, work }: ActParts,
  ): number | null => {
    mustBeKnown(keys);
    return append.change(at, (seq) => {
      if (unless) return NOTHING;
      const { atMs, offsetMin, clock } = at;
      const [one, other] = keys;
      audit.write({ atMs, offsetMin, clock, who: 'admin', what: `people/${what}`, details: { one, other } });
      return work(seq);
    });
  };

  return {
    ...createFinding(db, presence, card),
    page: (list, before, most) => {
      const found = pairs.page(list, before, most);
      const last = found.at(-1);
      return {
        pairs: found.map(compared),
        next: found.length < most || last === undefined ? null : last.place,
      };
    },
    open: pairs.open,
    compare: (keys) => {
      mustBeKnown(keys);
      return compared(pairs.find(keys) ?? { keys, why: 'chosen', seq: 0, place: 0 });
    },
    join: (keys, at) =>
      act('join', keys, {
        at,
        unless: isOne(keys),
        work: (seq) => {
          // Parted again, they are a question again.
          pairs.recall(keys);
          return persons.join(keys, seq);
        },
      }),
    part: (keys, at) =>
      act('part', keys, { at, unless: !isOne(keys), work: (seq) => persons.part(keys, seq) }),
    dismiss: (keys, at) => {
      const work = (seq: number): Change => {
        pairs.dismiss(keys, seq);
        return NOTHING;
      };
      act('dismiss', keys, { at, unless: isOne(keys), work });
    },
    recall: (keys, at) => {
      const work = (): Change => {
        pairs.recall(keys);
        return NOTHING;
      };
      act('recall', keys, { at, unless: pairs.find(keys) === null, work });
    },
  };
}

interface ActParts {
  readonly at: NoteStamp;
  /** True where there is nothing to do. */
  readonly unless: boolean;
  readonly work: (seq: number) => Change;
}

const NOTHING: Change = { notes: [], moved: [] };
