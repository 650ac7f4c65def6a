import { createHash } from 'node:crypto';
import type { Credential } from './credential.ts';

/** What a text of no known kind looks like, for a kind word on the screen. First that fits; keys of the locales' notes. */
const LOOKS: readonly (readonly [note: string, shape: RegExp])[] = [
  ['looks-like-payment', /^000201.*6304[0-9A-F]{4}$/is],
  ['looks-like-certificate', /^\{.*"hdr"/s],
  ['looks-like-contact', /^(BEGIN:VCARD|MECARD:)/i],
  ['looks-like-web-address', /^(https?:\/\/|www\.)/i],
  ['looks-like-phone', /^(tel:)?(\+84|0)\d{9,10}$/i],
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

/** Text that is no credential. It is still logged; an empty text has no document, so nothing is joined on it. */
export function readUnknown(text: string): Credential {
  const look = LOOKS.find(([, shape]) => shape.test(text))?.[0];
  return {
    kind: 'unknown-text',
    fields: { text: text === '' ? null : text },
    documents: text === '' ? [] : [{ kind: 'text', number: textKey(text), masked: false }],
    name: null,
    birth: null,
    checks: [],
    notes: look === undefined ? [] : [look],
  };
}
