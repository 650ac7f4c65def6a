import type { TFunction } from 'i18next';
import type { ComparedRowView, PeoplePairView } from '../../preload/contract/people-views.ts';
import { textFor } from '../ui/texts.ts';

export type List = 'open' | 'joined' | 'dismissed';
export type Act = 'join' | 'part' | 'dismiss' | 'recall';
export type Keys = PeoplePairView['keys'];

/** What takes an act back. */
export const UNDOES: Readonly<Record<Act, Act>> = {
  join: 'part',
  part: 'join',
  dismiss: 'recall',
  recall: 'dismiss',
};

const TRAITS: ReadonlySet<string> = new Set(['name', 'birth', 'sex', 'address']);

/** Name of a line of a comparison: a trait, or a kind of document. */
export const fieldText = (t: TFunction, field: string): string =>
  textFor(t, TRAITS.has(field) ? 'peopleFields' : 'documentKinds', field, field);

/** Numbers of one side, by kind: what the compared rows say beside name, birth, sex and address. */
export function documentsOf(
  pair: PeoplePairView,
  side: 'one' | 'other',
): readonly { readonly kind: string; readonly numberMasked: string }[] {
  return pair.rows
    .filter(({ field }) => !TRAITS.has(field))
    .flatMap((row) => row[side].map((numberMasked) => ({ kind: row.field, numberMasked })));
}

/** What a line says of whether the two are one: `missing` where only one of them says anything. */
export function saidBy(row: ComparedRowView): ComparedRowView['agreement'] | 'missing' {
  if (row.agreement !== 'unclear') return row.agreement;
  return row.one.length === 0 || row.other.length === 0 ? 'missing' : 'unclear';
}

/** A day of a card, `1999-05-15`, as both languages write it: `15/05/1999`. What is no whole day stays as it is. */
export const dayOfCard = (text: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.split('-').reverse().join('/') : text;
