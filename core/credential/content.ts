import { visibleText } from '../read/clean.ts';
import { readDate } from './fields.ts';
import type { Json } from './json.ts';

/** Longest text that a field of a certificate keeps, in UTF-16 units; no name or manufacturer is longer. */
export const CONTENT_LIMIT = 300;

/** First half of a character that the cut went through. */
const HALF = /[\ud800-\udbff]$/;

/**
 * A text from inside a certificate, as a field keeps it: what cleaning does to a whole read (NFC, no unseen
 * characters), one space between words, and not longer than CONTENT_LIMIT. Numbers as they are written. Null for
 * everything else and for what is empty.
 */
export function contentText(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const text = visibleText(value.slice(0, 2 * CONTENT_LIMIT).toWellFormed())
    .replace(/\s+/gu, ' ')
    .trim();
  if (text === '') return null;
  return text.length <= CONTENT_LIMIT ? text : `${text.slice(0, CONTENT_LIMIT - 1).replace(HALF, '')}…`;
}

/** Date of FHIR and ISO 8601, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, maybe with a time behind it; null where it is none. */
export function contentDate(value: Json | undefined): string | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/.exec(value.trim());
  const [, year, month, day] = parts ?? [];
  if (year === undefined) return null;
  if (month === undefined) return readDate(year);
  const date = readDate(`${day ?? '01'}/${month}/${year}`);
  return date === null || day !== undefined ? date : date.slice(0, 7);
}

/** A birth date as `Credential.birth` has it: the day, or the year alone where the day is not given. */
export function contentBirth(value: Json | undefined): string | null {
  const date = contentDate(value);
  return date !== null && date.length === 7 ? date.slice(0, 4) : date;
}
