import type { TFunction } from 'i18next';
import type { SuggestionView } from '../../../preload/contract/gate-views.ts';

/** What may be shown of somebody known, in one line: `N. V. Thử · sinh năm 1999 · 001•••••0001`. */
export function personWords(t: TFunction, person: Omit<SuggestionView, 'ref' | 'nameDiffers'>): string {
  return [
    person.nameMasked,
    person.birthYear === null ? '' : t('verdict.born', { year: person.birthYear }),
    person.documentMasked ?? '',
  ]
    .filter((word) => word !== '')
    .join(' · ');
}
