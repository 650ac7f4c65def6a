import { GatelogError } from '../errors.ts';

/** Characters of Bech32 by their value (BIP 173). */
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** `age1`, 52 characters for 32 bytes, 6 of checksum. */
const LENGTH = 62;
/** Most recipients of one rendition. */
export const MOST_RECIPIENTS = 20;
/** Longest text in which recipients are looked for, characters. */
const LONGEST_TEXT = 64 * 1024;

/**
 * Points of Curve25519 that have a small order: whatever they are multiplied with, the shared secret is known to
 * everybody (RFC 7748, section 6.1; the list of cr.yp.to/ecdh.html). Little-endian hex, top bit cleared.
 */
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/**
 * An age X25519 recipient (age-encryption.org/v1, section "The X25519 recipient type"): `age1` and 58 characters of
 * Bech32, all lower case or, as a QR code may carry it, all upper case. Gives the lower-case form. Throws `key/invalid`
 * with a reason that says what was given instead.
 */
export function parseRecipient(text: string): string {
  const given = text.trim();
  if (/^AGE-SECRET-KEY-/i.test(given))
    throw invalid('this is a secret key: it stays at the office, only age1… is given to a gate', 'secret');
  if (/^ssh-|^age1(pq|tag|tagpq|yubikey)1/i.test(given))
    throw invalid('only keys of the X25519 kind are taken, as age-keygen makes them', 'kind');
  const lower = given.toLowerCase();
  if (given !== lower && given !== given.toUpperCase()) throw invalid('capital and small letters are mixed');
  if (!lower.startsWith('age1')) throw invalid('a key begins with age1', 'kind');
  if (lower.length !== LENGTH) throw invalid(`a key has ${LENGTH} characters`);
  const words = [...lower.slice(4)].map((character) => BECH32.indexOf(character));
  if (words.some((word) => word < 0) || !checksumHolds('age', words))
    throw invalid('a character is wrong: the checksum does not fit');
  const bytes = bytesOf(words.slice(0, -6));
  if (bytes === null) throw invalid('a character is wrong: the checksum does not fit');
  bytes[31] = (bytes[31] ?? 0) & 0x7f;
  if (SMALL_ORDER.has(bytes.toString('hex'))) throw invalid('this key keeps no secret');
  return lower;
}

/**
 * Recipients of a file as `age -R` reads it: one a line, empty lines and lines that begin with `#` left out. Sorted,
 * each once. Throws `key/invalid` naming the line, also where there is none, or more than 20.
 */
export function parseRecipients(text: string): readonly string[] {
  if (text.length > LONGEST_TEXT) throw invalid('this is no file of keys');
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const found = lines.flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    try {
      return [parseRecipient(line)];
    } catch (error) {
      if (!(error instanceof GatelogError)) throw error;
      const why = error.message.replace(`${error.code}: `, '');
      throw new GatelogError('key/invalid', `line ${index + 1}: ${why}`, {
        ...error.context,
        line: index + 1,
      });
    }
  });
  return tidyRecipients(found);
}

/** Sorted, each once. Throws `key/invalid` for none and for more than 20. */
export function tidyRecipients(recipients: readonly string[]): readonly string[] {
  const tidy = [...new Set(recipients)].sort();
  if (tidy.length === 0) throw invalid('no key was found: a key begins with age1');
  if (tidy.length > MOST_RECIPIENTS) throw invalid(`at most ${MOST_RECIPIENTS} keys`);
  return tidy;
}

/** @param why `secret` for a private key, `kind` for another kind of key, else `damaged` */
const invalid = (message: string, why: 'secret' | 'kind' | 'damaged' = 'damaged'): GatelogError =>
  new GatelogError('key/invalid', message, { why });

/** BIP 173, section "Checksum". */
function checksumHolds(prefix: string, words: readonly number[]): boolean {
  const codes = [...prefix].map((character) => character.charCodeAt(0));
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...words];
  let sum = 1;
  for (const word of expanded) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ word;
    GENERATOR.forEach((value, bit) => {
      if ((top >> bit) & 1) sum ^= value;
    });
  }
  return sum === 1;
}

/** 52 words of 5 bits as 32 bytes; null where the bits that are left over are not zero. */
function bytesOf(words: readonly number[]): Buffer | null {
  const bytes = Buffer.alloc(32);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const word of words) {
    held = ((held << 5) | word) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}
