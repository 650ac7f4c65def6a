import { assertNever, GatelogError } from '../errors.ts';
import { birthYear, maskName } from '../person/mask.ts';
import type { EventPersonal } from './event.ts';
import { PSEUDONYM_SHAPE, type Pseudonyms } from './pseudonym.ts';
import { COLUMNS, type Column, type OpenedRow } from './table.ts';

/**
 * How much of a person a rendition shows. `full`: everything, with the salts that prove it. `masked`: enough to know
 * somebody again whom one knows. `pseudonymous`: numbers as keyed hashes, no names; still personal data. `counts`: how
 * many, when and where, nobody at all.
 */
export const PROFILES = ['full', 'masked', 'pseudonymous', 'counts'] as const;
export type Profile = (typeof PROFILES)[number];
/** The profiles that hold one row for each event. */
export type RowProfile = Exclude<Profile, 'counts'>;

type PersonalField = Exclude<keyof EventPersonal, 'schema'>;

/**
 * What a profile does to one personal field: `whole` as it is; `initials` of a name with the given name; `ending` the
 * last characters of a number; `year` of a birth; `sex` only if it is a word for one, since a foreign code may write
 * anything there; `pseudonym` a keyed hash; `absent` the column does not exist.
 */
export type Rule = 'whole' | 'initials' | 'ending' | 'year' | 'sex' | 'pseudonym' | 'absent';

export const RULES: Readonly<Record<RowProfile, Readonly<Record<PersonalField, Rule>>>> = {
  full: {
    documentKind: 'whole',
    document: 'whole',
    name: 'whole',
    birth: 'whole',
    sex: 'whole',
    address: 'whole',
    phone: 'whole',
    note: 'whole',
    guard: 'whole',
    raw: 'whole',
    fields: 'whole',
  },
  masked: {
    documentKind: 'whole',
    document: 'ending',
    name: 'initials',
    birth: 'year',
    sex: 'sex',
    address: 'absent',
    phone: 'ending',
    note: 'absent',
    guard: 'initials',
    raw: 'absent',
    fields: 'absent',
  },
  pseudonymous: {
    documentKind: 'whole',
    document: 'pseudonym',
    name: 'absent',
    birth: 'year',
    sex: 'sex',
    address: 'absent',
    phone: 'pseudonym',
    note: 'absent',
    guard: 'absent',
    raw: 'absent',
    fields: 'absent',
  },
};

/** Column of the record in which a personal field stands. */
export const PERSONAL_COLUMNS: Readonly<Record<PersonalField, string>> = {
  documentKind: 'document_kind',
  document: 'document',
  name: 'name',
  birth: 'birth',
  sex: 'sex',
  address: 'address',
  phone: 'phone',
  note: 'note',
  guard: 'guard',
  raw: 'raw',
  fields: 'fields',
};
const FIELD_OF: ReadonlyMap<string, PersonalField> = new Map(
  Object.entries(PERSONAL_COLUMNS).map(([field, column]) => [column, field as PersonalField]),
);
/** Salt and payload open the commitment: they are the whole snapshot and stand in `full` only. */
const OPENING = new Set(['salt', 'payload']);

/** Columns of the record under a profile, in file order. */
export function columnsOf(profile: RowProfile): readonly Column[] {
  return COLUMNS.filter(({ name }) => {
    const field = FIELD_OF.get(name);
    if (field !== undefined) return RULES[profile][field] !== 'absent';
    return profile === 'full' || !OPENING.has(name);
  });
}

/**
 * Changes rows to what a profile shows; public fields, commitment and chain stay, so that the chain of every profile
 * can be checked row by row. Throws `batch/unknown-profile` for pseudonyms without a secret.
 */
export function profiled(
  profile: RowProfile,
  pseudonyms: Pseudonyms | null,
): (opened: OpenedRow) => OpenedRow {
  if (profile === 'full') return (opened) => opened;
  if (profile === 'pseudonymous' && pseudonyms === null)
    throw new GatelogError('batch/unknown-profile', 'pseudonyms need a secret');
  const rules = RULES[profile];
  return ({ row, personal }) => ({
    row: { ...row, salt: null, payload: null },
    personal: personal === null ? null : changed(personal, rules, pseudonyms),
  });
}

function changed(
  personal: EventPersonal,
  rules: (typeof RULES)[RowProfile],
  pseudonyms: Pseudonyms | null,
): EventPersonal {
  const text = (field: Exclude<PersonalField, 'fields'>, kind = ''): string | null => {
    const value = personal[field];
    return value === null ? null : ruled(rules[field], value, kind, pseudonyms);
  };
  return {
    schema: 1,
    documentKind: text('documentKind'),
    document: text('document', personal.documentKind ?? ''),
    name: text('name'),
    birth: text('birth'),
    sex: text('sex'),
    address: text('address'),
    phone: text('phone', 'phone'),
    note: text('note'),
    guard: text('guard'),
    raw: text('raw'),
    fields: rules.fields === 'whole' ? personal.fields : {},
  };
}

function ruled(rule: Rule, value: string, kind: string, pseudonyms: Pseudonyms | null): string | null {
  switch (rule) {
    case 'whole':
      return value;
    case 'initials':
      return initials(value);
    case 'ending':
      return ending(value);
    case 'year':
      return birthYear(value);
    case 'sex':
      return SEX.test(value) ? value : null;
    case 'pseudonym':
      return pseudonyms?.of(kind, value) ?? null;
    case 'absent':
      return null;
    default:
      return assertNever(rule);
  }
}

/** True where a column of a profile's record shows no more than its rule allows: a masked value is masked already. */
export function showsNoMore(profile: RowProfile, columnName: string, value: string): boolean {
  const field = FIELD_OF.get(columnName);
  if (field === undefined) return true;
  const rule = RULES[profile][field];
  return rule === 'pseudonym' ? PSEUDONYM_SHAPE.test(value) : ruled(rule, value, '', null) === value;
}

const DOT = '•';
/** Words that cards and forms use for a person's sex. */
const SEX = /^(nam|nữ|nu|khác|khac|male|female|other|m|f|x|u)$/iu;

/** `Nguyễn Văn Thử` -> `N. V. Thử`. A digit has no business in a name: a number typed there becomes dots. */
function initials(name: string): string {
  return maskName(name.replace(/\p{N}/gu, DOT));
}

/**
 * `001099000001` -> `•••••••••001`. Less than the guard's screen shows, because here birth year and sex stand beside
 * it, and they are five more digits of a CCCD.
 */
function ending(number: string): string {
  const characters = [...number];
  const shown = characters.length >= 8 ? 3 : characters.length >= 5 ? 2 : 0;
  return characters
    .map((character, index) => (index >= characters.length - shown && character !== '*' ? character : DOT))
    .join('');
}
