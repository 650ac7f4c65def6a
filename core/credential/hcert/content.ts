import type { HealthStatement } from '../../trust/trust.ts';
import type { Check } from '../credential.ts';
import type { Json } from './cbor.ts';

/** What the content of a certificate says, in the words of a credential. */
export interface HealthContent {
  readonly fields: Readonly<Record<string, string | null>>;
  /** Names in `fields` that tell of vaccine, test or disease. */
  readonly healthFields: readonly string[];
  readonly name: string | null;
  /** `YYYY-MM-DD` or `YYYY`, or null. */
  readonly birth: string | null;
  /** The certificate's own identifier, or null. */
  readonly identifier: string | null;
  /** Country of the statement, or null. */
  readonly country: string | null;
  readonly statements: readonly HealthStatement[];
  readonly schema: Check;
  /** First and last day that the content names for itself, `YYYY-MM-DD`, or null. */
  readonly from: string | null;
  readonly until: string | null;
  readonly notes: readonly string[];
}

/** An object of names and values. */
export type JsonObject = { readonly [name: string]: Json };

/** Longest text of a field, in characters; the schema allows 80. */
const LONGEST_TEXT = 400;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object; one without names where it is none. */
export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** A value as one line of text: null where there is none, JSON where it is more than a word. */
export function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const line = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return line === '' ? null : line.slice(0, LONGEST_TEXT).toWellFormed();
}

/** The day or the year of a date of birth; a month alone says no more than its year. Null where there is none. */
export function birthOf(text: string | null): string | null {
  const [day, year] = /^((?:18|19|20|21)\d{2})(?:-\d{2}){0,2}/.exec(text ?? '') ?? [];
  return day?.length === 10 ? day : (year ?? null);
}

/** The day at the beginning of a date or moment, or null. */
export const dayIn = (text: string | null): string | null =>
  /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0] ?? null;

/** Family name and given names in this order, as the certificate writes them; null where it has neither. */
export function fullName(family: string | null, given: string | null): string | null {
  const parts = [family, given].filter((one) => one !== null);
  return parts.length === 0 ? null : parts.join(' ');
}
