import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleKeys, type KeyPart } from '../../../core/read/alt.ts';
import { VIETNAMESE_LETTERS } from '../../../core/read/letters.ts';

const vietnamese = fc.string({
  unit: fc.constantFrom(...VIETNAMESE_LETTERS, ...'abcdeghiklmnopqrstuvxyABCDEGHIKLMN |0123456789'),
});
const alt = (digits: string): KeyPart => ({ kind: 'alt', digits });
const isAscii = (character: string): boolean => character < '\u0080';

function byCodePoints(text: string, zero: boolean): readonly KeyPart[] {
  return [...text].map((character) =>
    isAscii(character)
      ? { kind: 'char', text: character }
      : alt(`${zero ? '0' : ''}${String(character.codePointAt(0))}`),
  );
}

function byBytes(text: string, zero: boolean): readonly KeyPart[] {
  return [...text].flatMap((character): readonly KeyPart[] =>
    isAscii(character)
      ? [{ kind: 'char', text: character }]
      : [...new TextEncoder().encode(character)].map((byte) => alt(`${zero ? '0' : ''}${byte}`)),
  );
}

describe('assembleKeys', () => {
  it.each([
    ['a code point', ['432'], 'ư'],
    ['a code point with a zero', ['0432', '0417'], 'ươ'],
    ['UTF-8 bytes', ['198', '176'], 'ư'],
    ['UTF-8 bytes with zeros', ['0198', '0176', '0198', '0161'], 'ươ'],
    ['windows-1252', ['0128'], '€'],
    ['CP437', ['130'], 'é'],
    ['a CP437 sign', ['219'], '█'],
    ['a Vietnamese letter below 256', ['225'], 'á'],
    ['ASCII', ['065', '66'], 'AB'],
    ['a control byte', ['013'], '\r'],
    ['hexadecimal', ['+1B0'], 'ư'],
    ['a surrogate', ['55296'], '\ufffd'],
    ['more than Unicode has', ['99999999'], '\ufffd'],
  ])('reads %s', (_what, digits, text) => {
    expect(assembleKeys(digits.map(alt))).toBe(text);
  });

  it('gives back any Vietnamese text sent by code points', () => {
    fc.assert(
      fc.property(vietnamese, fc.boolean(), (text, zero) => {
        expect(assembleKeys(byCodePoints(text, zero))).toBe(text);
      }),
    );
  });

  it('gives back any Vietnamese text sent by UTF-8 bytes', () => {
    fc.assert(
      fc.property(vietnamese, fc.boolean(), (text, zero) => {
        expect(assembleKeys(byBytes(text, zero))).toBe(text);
      }),
    );
  });

  it('never throws on any digits', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\+?[0-9]{1,8}$/)), (digits) => {
        expect(typeof assembleKeys(digits.map(alt))).toBe('string');
      }),
    );
  });
});
