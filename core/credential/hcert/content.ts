import type { HealthStatement } from '../../trust/trust.ts';
import { contentDate, contentText } from '../content.ts';
import type { Check } from '../credential.ts';
import type { Validity } from '../in-date.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

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
  /** From when to when the content says that it holds; null where it says nothing of the kind. */
  readonly validity: Validity | null;
  readonly notes: readonly string[];
}

/** The value as an object; one without names where it is none. */
export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** A value as a field keeps it: null where there is none, JSON where it is more than a word or a number. */
export function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  const isPlain = typeof value === 'string' || typeof value === 'number';
  return contentText(isPlain ? value : JSON.stringify(value));
}

/** The day at the beginning of a date or moment; null where there is none or the calendar has no such day. */
function dayIn(value: Json | undefined): string | null {
  const date = contentDate(value);
  return date?.length === 10 ? date : null;
}

/** First and last day as a content states them; null where it states neither. What is no day is `unreadable`. */
export function validityOf(from: Json | undefined, to: Json | undefined): Validity | null {
  const stated = [from, to].filter((one) => one !== undefined && one !== null && one !== '');
  if (stated.length === 0) return null;
  return { from: dayIn(from), to: dayIn(to), unreadable: stated.some((one) => dayIn(one) === null) };
}

/** Family name and given names in this order, as the certificate writes them; null where it has neither. */
export function fullName(family: string | null, given: string | null): string | null {
  const parts = [family, given].filter((one) => one !== null);
  return parts.length === 0 ? null : parts.join(' ');
}
