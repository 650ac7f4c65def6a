import { createHash } from 'node:crypto';
import { saysProduct } from '../read/aim.ts';
import type { CleanRead } from '../read/read.ts';
import { readNumber } from './cccd-number.ts';
import type { Credential } from './credential.ts';

/** What a text of no known kind looks like, for a kind word on the screen. First that fits; keys of the locales' notes. */
const LOOKS: readonly (readonly [note: string, shape: RegExp])[] = [
  ['looks-like-payment', /^000201(?=.*6304[0-9A-F]{4})/is],
  // Mobile and fixed lines of Vietnam (Circular 22/2014/TT-BTTTT), however the number was written.
  ['looks-like-phone', /^(tel:)?(\+84|0084|0)[ .-]?([35789](?:[ .-]?\d){8}|2(?:[ .-]?\d){9})$/i],
  ['looks-like-control', /^GATELOG:/],
];

/**
 * Key of a text: the same text is the same thing within the repeat window, and nobody is ever recognised by it.
 * Runs of space count as one. 128 bits of SHA-256, as 32 hex characters, so that no payload stands in an index.
 */
export function textKey(text: string): string {
  const folded = text.toWellFormed().normalize('NFC').replace(/\s+/gu, ' ').trim();
  return createHash('sha256').update(folded, 'utf8').digest('hex').slice(0, 32);
}

/** How a text came, as far as it tells what it may be. */
export type HowItCame = Pick<CleanRead, 'aim' | 'elements'>;

/** Text that is no credential. It is still logged; an empty text has no document, so nothing is joined on it. */
export function readUnknown(text: string, how: HowItCame = { aim: null }): Credential {
  const look = lookOf(text, how);
  return {
    kind: 'unknown-text',
    fields: { text: text === '' ? null : text },
    documents: text === '' ? [] : [{ kind: 'text', number: textKey(text), masked: false }],
    name: null,
    birth: null,
    checks: [],
    notes: look === null ? [] : [look],
  };
}

/** Elements of goods: number of a trade item, of what a parcel holds, of the parcel. */
const OF_GOODS: ReadonlySet<string> = new Set(['00', '01', '02']);

function lookOf(text: string, { aim, elements }: HowItCame): string | null {
  if (saysProduct(aim) || elements?.some(({ ai }) => OF_GOODS.has(ai))) return 'looks-like-product';
  const look = LOOKS.find(([, shape]) => shape.test(text))?.[0];
  if (look !== undefined) return look;
  // Twelve digits alone are a product's number too (UPC), so the guard is told and nobody is recognised.
  return readNumber(text)?.placeKnown ? 'looks-like-identity-number' : null;
}
