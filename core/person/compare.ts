import type { Document, DocumentKind } from '../credential/credential.ts';
import { birthFact, meetBirths, NO_BIRTH_FITS } from './birth.ts';
import { soleKindOf } from './claim.ts';
import { foldName } from './fold.ts';

/** What two cards can be compared by. */
export interface CardFacts {
  readonly name: string | null;
  readonly birth: string | null;
  readonly sex: string | null;
  readonly address: string | null;
  readonly phones: readonly string[];
  readonly documents: readonly Document[];
}

/** Whether two cards agree on something. `unclear` where one does not say it, or one human can have both. */
export type Agreement = 'same' | 'different' | 'unclear';

/** What is compared: a trait of the person, or his number of a kind. */
export type ComparedField = 'name' | 'birth' | 'sex' | 'address' | DocumentKind;

/** One line of a comparison. Several values where a card has several numbers of a kind; none where it says nothing. */
export interface ComparedRow {
  readonly field: ComparedField;
  readonly one: readonly string[];
  readonly other: readonly string[];
  readonly agreement: Agreement;
}

/** Order of the lines: what tells most first. Texts name nobody and stand in none. */
const NUMBERS: readonly DocumentKind[] = [
  'cccd',
  'cmnd',
  'bhyt',
  'passport',
  'qid',
  'certificate',
  'badge',
  'phone',
];

/** Compares two cards line by line; what neither says is left out. */
export function compareCards(one: CardFacts, other: CardFacts): readonly ComparedRow[] {
  const rows: ComparedRow[] = [
    row('name', listOf(one.name), listOf(other.name), agreementOf(one.name, other.name, foldName)),
    row('birth', listOf(one.birth), listOf(other.birth), birthsAgree(one.birth, other.birth)),
    ...NUMBERS.map((kind) => numbers(kind, numbersOf(one, kind), numbersOf(other, kind))),
    row('sex', listOf(one.sex), listOf(other.sex), agreementOf(one.sex, other.sex, foldName)),
    row(
      'address',
      listOf(one.address),
      listOf(other.address),
      agreementOf(one.address, other.address, foldName),
    ),
  ];
  return rows.filter((each) => each.one.length > 0 || each.other.length > 0);
}

const row = (
  field: ComparedField,
  one: readonly string[],
  other: readonly string[],
  agreement: Agreement,
): ComparedRow => ({ field, one, other, agreement });

const listOf = (value: string | null): readonly string[] => (value === null ? [] : [value]);

const numbersOf = ({ documents, phones }: CardFacts, kind: DocumentKind): readonly string[] => [
  ...documents.filter((document) => document.kind === kind).map(({ number }) => number),
  ...(kind === 'phone' ? phones : []),
];

/** One shared number is enough; else two numbers differ only where one human has one. */
function numbers(kind: DocumentKind, one: readonly string[], other: readonly string[]): ComparedRow {
  const sole = (all: readonly string[]): boolean =>
    all.some((number) => soleKindOf({ kind, number }) !== null);
  if (one.some((number) => other.includes(number))) return row(kind, one, other, 'same');
  return row(kind, one, other, sole(one) && sole(other) ? 'different' : 'unclear');
}

function agreementOf(one: string | null, other: string | null, fold: (text: string) => string): Agreement {
  if (one === null || other === null) return 'unclear';
  return fold(one) === fold(other) ? 'same' : 'different';
}

function birthsAgree(one: string | null, other: string | null): Agreement {
  const [here, there] = [birthFact(one), birthFact(other)];
  if (here === null || there === null) return 'unclear';
  if (meetBirths(here, there) === NO_BIRTH_FITS) return 'different';
  // A year within a date says nothing against it, and not much for it.
  return here === there && here.length > 4 ? 'same' : 'unclear';
}
