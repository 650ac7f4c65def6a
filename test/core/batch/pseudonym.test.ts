import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PSEUDONYM_SHAPE, pseudonymsOf } from '../../../core/batch/pseudonym.ts';

const secret = Buffer.alloc(32, 9);
const pseudonyms = pseudonymsOf(secret);

describe('a pseudonym', () => {
  it('is HMAC-SHA-256 over kind and number, as somebody writes it anew from the page', () => {
    const words = ['gatelog-pseudonym', 'cccd', '001099000001'].map((word) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(word));
      return Buffer.concat([length, Buffer.from(word)]);
    });
    const mac = createHmac('sha256', secret).update(Buffer.concat(words)).digest('hex');
    expect(pseudonyms.of('cccd', '001099000001')).toBe(mac.slice(0, 32));
  });

  it('is the same for the same number under one secret, and another for any other', () => {
    const text = fc.string({ minLength: 1 }).filter((one) => !one.includes('*'));
    fc.assert(
      fc.property(text, text, (one, other) => {
        const found = pseudonyms.of('badge', one);
        expect(found).toMatch(PSEUDONYM_SHAPE);
        expect(pseudonymsOf(Buffer.from(secret)).of('badge', one)).toBe(found);
        expect(found === pseudonyms.of('badge', other)).toBe(one.toWellFormed() === other.toWellFormed());
        expect(found).not.toBe(pseudonyms.of('cccd', one));
        expect(found).not.toBe(pseudonymsOf(Buffer.alloc(32, 8)).of('badge', one));
      }),
    );
  });

  it('is one for a phone number however it was written', () => {
    expect(pseudonyms.of('phone', '+84 901 234 567')).toBe(pseudonyms.of('phone', '0901234567'));
  });

  it('is none for a number that hides characters: those of two people may look alike', () => {
    expect(pseudonyms.of('cccd', '0010990***01')).toBe(null);
  });

  it('comes from a secret that is named without being told', () => {
    expect(pseudonyms.keyId).toMatch(/^[0-9a-f]{32}$/);
    expect(pseudonyms.keyId).not.toBe(pseudonymsOf(Buffer.alloc(32, 8)).keyId);
  });
});
