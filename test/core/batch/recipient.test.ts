import { generateHybridIdentity, generateIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseRecipient, parseRecipients } from '../../../core/batch/recipient.ts';
import { isGatelogError } from '../../../core/errors.ts';

let secret: string;
let one: string;
let other: string;
beforeAll(async () => {
  secret = await generateIdentity();
  one = await identityToRecipient(secret);
  other = await identityToRecipient(await generateIdentity());
});

/** What is said of a text that is no key, or the key. */
function said(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    if (isGatelogError(error, 'key/invalid')) return error.context.why;
    throw error;
  }
}

describe('a public key of an office', () => {
  it('is taken as age-keygen writes it, and in capitals as a QR code may carry it', () => {
    expect([parseRecipient(one), parseRecipient(one.toUpperCase()), parseRecipient(` ${one}\n`)]).toEqual([
      one,
      one,
      one,
    ]);
  });

  it('is refused with any one character changed, left out or doubled', () => {
    const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l1bio-é';
    fc.assert(
      fc.property(fc.nat({ max: 61 }), fc.constantFrom(...letters), (at, letter) => {
        const changed = `${one.slice(0, at)}${letter}${one.slice(at + 1)}`;
        expect(said(() => parseRecipient(changed)) === one).toBe(changed === one);
        expect(said(() => parseRecipient(one.slice(0, at) + one.slice(at + 1)))).not.toBe(one);
        expect(said(() => parseRecipient(one.slice(0, at + 1) + one.slice(at)))).not.toBe(one);
      }),
    );
  });

  it('is told from a secret key, from other kinds of keys and from a mixture of letters', async () => {
    const hybrid = await identityToRecipient(await generateHybridIdentity());
    const found = [secret, hybrid, 'ssh-ed25519 AAAAC3Nza', 'hello', `A${one.slice(1)}`, ''].map((text) =>
      said(() => parseRecipient(text)),
    );
    expect(found).toEqual(['secret', 'kind', 'kind', 'kind', 'damaged', 'kind']);
  });

  it('is refused where it would keep no secret', () => {
    // Bech32 of the points 0 and 1, which everything turns into the same.
    for (const known of [
      'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z',
      'age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya',
    ])
      expect(() => parseRecipient(known)).toThrow('keeps no secret');
  });

  it('is one of several in a file with comments, sorted and each once', () => {
    const text = `\uFEFF# office of the ward\r\n${other}\r\n\n${one}\n${other}\n`;
    expect(parseRecipients(text)).toEqual([one, other].sort());
  });

  it('is asked for where a file holds none, and a wrong line is named', () => {
    expect(said(() => parseRecipients('# nothing\n'))).toBe('damaged');
    expect(() => parseRecipients(`${one}\n# a comment\nhello\n`)).toThrow('line 3');
    expect(() => parseRecipients(secret)).toThrow('line 1: this is a secret key');
  });

  it('is parsed or refused, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (any) => {
        expect(said(() => parseRecipients(any))).not.toBe(undefined);
      }),
    );
  });
});
