import { createHmac } from 'node:crypto';
import { normaliseNumber } from '../person/documents.ts';

/** Bytes of a site's secret. */
export const PSEUDONYM_SECRET_BYTES = 32;
/** What a pseudonym looks like: 32 hex characters. */
export const PSEUDONYM_SHAPE = /^[0-9a-f]{32}$/;

/** The same number gives the same word, and only who holds the site's secret can tell which. Still personal data. */
export interface Pseudonyms {
  /** Names the secret without telling it, 32 hex: two batches are comparable where this is the same. */
  readonly keyId: string;
  /** The site's secret itself: whoever has it can tell which number a pseudonym stands for. Never written down. */
  readonly secret: Uint8Array;
  /** Pseudonym of a number of this kind of document, 32 hex; null where characters of it are hidden behind `*`. */
  of(kind: string, number: string): string | null;
}

/**
 * Pseudonyms under one secret: the first 16 bytes of HMAC-SHA-256 (RFC 2104) over the length-prefixed words
 * `gatelog-pseudonym`, kind and number, the length 4 bytes big-endian. A phone number has the kind `phone` wherever it
 * stands, so that column and document match.
 */
export function pseudonymsOf(secret: Uint8Array): Pseudonyms {
  const hmac = (...words: readonly string[]): string => {
    const mac = createHmac('sha256', secret);
    for (const word of words) {
      const bytes = Buffer.from(word, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      mac.update(length).update(bytes);
    }
    return mac.digest('hex').slice(0, 32);
  };
  return {
    keyId: hmac('gatelog-pseudonym-key-id'),
    secret,
    of: (kind, number) => {
      const one = kind === 'phone' ? normaliseNumber('phone', number) : number.toWellFormed();
      return one === '' || one.includes('*') ? null : hmac('gatelog-pseudonym', kind, one);
    },
  };
}
