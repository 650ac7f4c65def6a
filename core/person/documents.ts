import type { Document, DocumentKind } from '../credential/credential.ts';

/** What people type between digits: spaces, dots, dashes of any kind, brackets. */
const BETWEEN_DIGITS = /[\s.()\-\u2010-\u2015]/gu;

/**
 * One written form per number, so that the same document is the same person however it was typed. Badges compare
 * without case; phone numbers of Vietnam get their `0` back from `+84` and `0084`.
 */
export function normaliseNumber(kind: DocumentKind, number: string): string {
  const plain = number.toWellFormed().normalize('NFKC');
  switch (kind) {
    case 'cccd':
    case 'cmnd':
    case 'qid':
      return plain.replace(BETWEEN_DIGITS, '');
    case 'phone':
      return plain.replace(BETWEEN_DIGITS, '').replace(/^(\+84|0084)0?/, '0');
    case 'bhyt':
    case 'passport':
      return plain.replace(BETWEEN_DIGITS, '').toUpperCase();
    case 'certificate':
      return plain.trim();
    case 'badge':
      return plain.trim().replace(/\s+/gu, ' ').toUpperCase();
    case 'text':
      return number;
  }
}

/** True where the number could be of that kind by its shape; `*` counts as a digit that was hidden. */
export function hasShape(kind: DocumentKind, number: string): boolean {
  switch (kind) {
    case 'cccd':
      return /^[\d*]{12}$/.test(number);
    case 'cmnd':
      return /^[\d*]{9}$/.test(number);
    case 'qid':
      return /^\d{10,24}$/.test(number);
    case 'phone':
      return /^0[\d*]{9,10}$/.test(number);
    case 'bhyt':
      return /^([A-Z]{2}\d{13}|\d{10})$/.test(number);
    case 'passport':
      // ICAO Doc 9303-4: up to nine letters and digits; longer ones go into the optional data.
      return /^[A-Z0-9]{5,14}$/.test(number);
    case 'certificate':
    case 'badge':
    case 'text':
      return number !== '';
  }
}

/** Kinds in whose numbers a `*` is a character like any other. */
const WITHOUT_MASK: ReadonlySet<DocumentKind> = new Set(['text', 'badge', 'certificate']);

/** A document with its number in the one written form; masked where the number hides characters behind `*`. */
export function documentOf(kind: DocumentKind, number: string): Document {
  const normal = normaliseNumber(kind, number);
  return { kind, number: normal, masked: !WITHOUT_MASK.has(kind) && normal.includes('*') };
}

/** What a typed number is by its shape: 12 digits a CCCD, 9 a CMND, health-insurance forms, else a badge; null if empty. */
export function documentFromTyped(typed: string): Document | null {
  const kinds = ['cccd', 'cmnd'] as const;
  const kind = kinds.find((one) => hasShape(one, normaliseNumber(one, typed)));
  if (kind !== undefined) return documentOf(kind, typed);
  if (/^[A-Z]{2}\d{13}$/.test(normaliseNumber('bhyt', typed))) return documentOf('bhyt', typed);
  return typed.trim() === '' ? null : documentOf('badge', typed);
}

/** Whether two documents prove one person: same kind, same number, neither masked (FORMATS.md, section 3). */
export function isSameDocument(one: Document, other: Document): boolean {
  return one.kind === other.kind && one.number === other.number && !one.masked && !other.masked;
}
