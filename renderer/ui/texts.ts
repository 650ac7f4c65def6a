import type { TFunction } from 'i18next';

/** Text under `group` for a word that came from main; `fallback` where this build does not know the word. */
export function textFor(
  t: TFunction,
  group: string,
  word: string,
  fallback: string,
  values: Readonly<Record<string, string>> = {},
): string {
  // A word from elsewhere must not reach into other groups.
  if (word.includes('.') || word.includes(':')) return fallback;
  const text = t(`${group}.${word}`, { ...values, defaultValue: '' });
  return text === '' ? fallback : text;
}

/** What to say for an error code: what happened and what to do next. */
export const errorText = (t: TFunction, code: string): string =>
  textFor(t, 'errors', code, t('errors.internal'));
