import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE45_ALPHABET, decodeBase45 } from '../../../../core/credential/hcert/base45.ts';
import { encodeBase45 } from './make-hc1.ts';

describe('decodeBase45', () => {
  it.each([
    ['BB8', 'AB'],
    ['%69 VD92EX0', 'Hello!!'],
    ['UJCLQE7W581', 'base-45'],
    ['QED8WEX0', 'ietf!'],
    ['', ''],
  ])('reads %s as RFC 9285 does', (text, said) => {
    expect(Buffer.from(decodeBase45(text) ?? []).toString('latin1')).toBe(said);
  });

  it.each([
    ['three that say more than 65535', 'GGW'],
    ['the largest three', ':::'],
    ['two that say more than 255', 'V5'],
    ['the largest two', '::'],
    ['one left over', 'BB8B'],
    ['one alone', '0'],
    ['a small letter', 'bb8'],
    ['a comma', 'B,8'],
    ['a line feed', 'BB8\nB'],
    ['a letter beyond ASCII', 'BBÀ'],
    ['a lone surrogate', 'BB\ud800'],
    ['a space at the end of three', 'BB '],
  ])('refuses %s', (_what, text) => {
    expect(decodeBase45(text)).toBeNull();
  });

  it('takes the largest of each length', () => {
    expect(decodeBase45('FGWU5')).toEqual(Uint8Array.of(0xff, 0xff, 0xff));
  });

  it('gives back whatever was written, and has one text for each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
      }),
    );
    const text = fc.string({ unit: fc.constantFrom(...BASE45_ALPHABET), maxLength: 60 });
    fc.assert(
      fc.property(text, (one) => {
        const bytes = decodeBase45(one);
        if (bytes !== null) expect(encodeBase45(bytes)).toBe(one);
      }),
    );
  });
});
