import type { Document } from '../core/credential/credential.ts';
import { type CardFacts, type ComparedRow, compareCards } from '../core/person/compare.ts';
import type { KeyPair } from '../core/person/join.ts';
import { maskDocument } from '../core/person/mask.ts';
import type {
  ComparedCardView,
  ComparedRowView,
  FoundPersonView,
  PeoplePageView,
  PeoplePairView,
  PersonDocumentView,
} from '../preload/contract/people-views.ts';
import type { Stamp } from './events.ts';
import type { AuditDetails } from './log/audit.ts';
import type { Log } from './log/log.ts';
import type { PairList } from './log/pairs.ts';
import type { Card, ComparedPair } from './log/people.ts';

export interface PeopleDeskParts {
  readonly log: Pick<Log, 'people' | 'event'>;
  readonly stamp: () => Stamp;
  readonly audit: (what: string, details: AuditDetails) => void;
  /** Who is inside may have changed. */
  readonly pushState: () => void;
}

/** What an administrator sees and says of who is one person. Acts are audited by the log itself. */
export interface PeopleDesk {
  page(list: PairList, before: number | null): PeoplePageView;
  /** Written into the audit, without what was looked for. */
  find(text: string): readonly FoundPersonView[];
  /** Throws `person/unknown`, as the acts do. */
  compare(keys: KeyPair): PeoplePairView;
  join(keys: KeyPair): void;
  part(keys: KeyPair): void;
  dismiss(keys: KeyPair): void;
  recall(keys: KeyPair): void;
}

/** Pairs on one page. Each takes some forty rows of the log to show, and the gate waits meanwhile. */
const PAGE = 10;
/** Open pairs are counted up to here: beyond it nobody cares how many. */
const COUNTED = 100;
/** People found at most: a text that finds more is to be made longer. */
const MOST_FOUND = 30;

export function createPeopleDesk({ log, stamp, audit, pushState }: PeopleDeskParts): PeopleDesk {
  const { people } = log;
  const pairView = (compared: ComparedPair): PeoplePairView => {
    const [one, other] = inOrder(compared);
    const { pair, isOne, contradict } = compared;
    return {
      keys: pair.keys,
      why: pair.why,
      atMs: pair.seq === 0 ? null : (log.event(pair.seq)?.atMs ?? null),
      cards: [cardView(one), cardView(other)],
      rows: compareCards(factsOf(one), factsOf(other)).map(rowView),
      isOne,
      contradict,
    };
  };
  return {
    page: (list, before) => {
      const { pairs, next } = people.page(list, before, PAGE);
      return { pairs: pairs.map(pairView), next, open: people.open(COUNTED) };
    },
    find: (text) => {
      const found = people.find(text, MOST_FOUND);
      audit('people/find', { found: found.length });
      return found.map(({ card, documents, phones }) => ({
        key: card.key,
        name: card.name,
        birth: card.birth,
        documents: documentViews([
          ...documents,
          ...phones.map((number) => ({ kind: 'phone' as const, number })),
        ]),
        lastAtMs: card.lastAtMs,
      }));
    },
    compare: (keys) => pairView(people.compare(keys)),
    join: (keys) => {
      people.join(keys, stamp());
      pushState();
    },
    part: (keys) => {
      people.part(keys, stamp());
      pushState();
    },
    dismiss: (keys) => people.dismiss(keys, stamp()),
    recall: (keys) => people.recall(keys, stamp()),
  };
}

/** The one that came first on the left: keys are in an order of their own. */
function inOrder({ cards: [one, other] }: ComparedPair): readonly [Card, Card] {
  return (one.firstAtMs ?? 0) <= (other.firstAtMs ?? 0) ? [one, other] : [other, one];
}

const cardView = ({ name, credentialKind, firstAtMs, lastAtMs }: Card): ComparedCardView => ({
  name,
  credentialKind,
  firstAtMs,
  lastAtMs,
});

const factsOf = ({ name, birth, sex, address, phones, documents }: Card): CardFacts => ({
  name,
  birth,
  sex,
  address,
  phones,
  documents,
});

/** Numbers that look the same once they are masked are shown once. */
const masked = (numbers: readonly string[]): readonly string[] => [...new Set(numbers.map(maskDocument))];

function documentViews(
  documents: readonly Pick<Document, 'kind' | 'number'>[],
): readonly PersonDocumentView[] {
  const views = documents.map(({ kind, number }) => ({ kind, numberMasked: maskDocument(number) }));
  return [...new Map(views.map((view) => [`${view.kind} ${view.numberMasked}`, view])).values()];
}

/** What two say of themselves is shown whole, so that it can be compared; a number never is. */
const WHOLE: ReadonlySet<ComparedRow['field']> = new Set(['name', 'birth', 'sex', 'address']);

function rowView({ field, one, other, agreement }: ComparedRow): ComparedRowView {
  const shown = (values: readonly string[]) => (WHOLE.has(field) ? values : masked(values));
  return { field, one: shown(one), other: shown(other), agreement };
}
