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

/**
 * Whether two cards agree on something. `alike` where they differ in accents and tone marks alone, as where a machine
 * left them out: `Lẫm` and `Lam` may be one name. `unclear` where one does not say it, or one human can have both.
 */
export type Agreement = 'same' | 'alike' | 'different' | 'unclear';

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
    row('name', listOf(one.name), listOf(other.name), textsAgree(one.name, other.name)),
    row('birth', listOf(one.birth), listOf(other.birth), birthsAgree(one.birth, other.birth)),
    ...NUMBERS.map((kind) => numbers(kind, numbersOf(one, kind), numbersOf(other, kind))),
    row('sex', listOf(one.sex), listOf(other.sex), sexesAgree(one.sex, other.sex)),
    row('address', listOf(one.address), listOf(other.address), textsAgree(one.address, other.address)),
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

function textsAgree(one: string | null, other: string | null): Agreement {
  if (one === null || other === null) return 'unclear';
  if (foldName(one) !== foldName(other)) return 'different';
  return withoutCase(one) === withoutCase(other) ? 'same' : 'alike';
}

/** Case, spaces and signs off, accents not: `NGUYỄN` and `Nguyễn` are written the same, composed or not. */
const withoutCase = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

function sexesAgree(one: string | null, other: string | null): Agreement {
  if (one === null || other === null) return 'unclear';
  return foldName(one) === foldName(other) ? 'same' : 'different';
}

function birthsAgree(one: string | null, other: string | null): Agreement {
  const [here, there] = [birthFact(one), birthFact(other)];
  if (here === null || there === null) return 'unclear';
  if (meetBirths(here, there) === NO_BIRTH_FITS) return 'different';
  // A year within a date says nothing against it, and not much for it.
  return here === there && here.length > 4 ? 'same' : 'unclear';
}
