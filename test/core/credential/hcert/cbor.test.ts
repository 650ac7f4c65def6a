import { encode, Tag } from 'cbor2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEEPEST_CBOR,
  MOST_CBOR_ITEMS,
  readCbor,
  toJson,
  untagged,
} from '../../../../core/credential/hcert/cbor.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const nested = (levels: number, open: string, close = ''): Buffer =>
  hex(`${open.repeat(levels)}00${close.repeat(levels)}`);

describe('readCbor', () => {
  it.each([
    [
      'a map of whole numbers',
      'a2 01 02 03 04',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['a map without a length', 'bf 61 61 01 ff', new Map([['a', 1]])],
    ['an array without a length', '9f 01 9f 02 ff ff', [1, [2]]],
    ['text in pieces', '7f 61 61 61 62 ff', 'ab'],
    ['a large number', '1b ffffffffffffffff', 18446744073709551615n],
    ['a float', 'fb 41d8299628ffdf3b', 1621514403.998],
    ['a float of half length', 'f9 3c00', 1],
    ['an empty array', '80', []],
    ['empty bytes', '40', Buffer.alloc(0)],
  ])('reads %s', (_what, bytes, value) => {
    expect(readCbor(hex(bytes))).toEqual({ value });
  });

  it.each([
    ['nothing', ''],
    ['something behind the item', '00 00'],
    ['a text that ends too soon', '63 61 61'],
    ['a text that is not UTF-8', '62 c328'],
    ['a map with a key twice', 'a2 01 02 01 03'],
    ['a map with a text key twice', 'a2 61 61 02 61 61 03'],
    ['a map with a key twice, once longer than it need be', 'a2 01 02 1801 03'],
    ['a map with a key twice, once as a float', 'a2 390103 02 fbc070400000000000 03'],
    ['a map with a text key twice, once in pieces', 'a2 6161 02 7f6161ff 03'],
    ['a map with a key of bytes twice', 'a2 4101 02 4101 03'],
    ['a map without its last value', 'a1 01'],
    ['a map without a length and without its last value', 'bf 01 ff'],
    ['a break that ends nothing', 'ff'],
    ['a length that is reserved', '1c'],
    ['bytes of 2^64 - 1', '5b ffffffffffffffff'],
    ['text of 4 GB', '7a ffffffff'],
    ['an array of 2^64 - 1', '9b ffffffffffffffff'],
    ['an array of 4 G', '9a ffffffff 00'],
    ['a map of 2^63', 'bb 8000000000000000'],
    ['a tag of nothing', 'd2'],
    ['a number without a length', '1f'],
  ])('refuses %s', (_what, bytes) => {
    expect(readCbor(hex(bytes))).toBeNull();
  });

  it.each([
    ['arrays', '81', ''],
    ['arrays without a length', '9f', 'ff'],
    ['maps', 'a100', ''],
    ['tags', 'd2', ''],
  ])('goes down to a depth and not deeper in %s', (_what, open, close) => {
    expect(readCbor(nested(DEEPEST_CBOR, open, close))).not.toBeNull();
    expect(readCbor(nested(DEEPEST_CBOR + 1, open, close))).toBeNull();
    expect(readCbor(nested(16_000, open, close))).toBeNull();
  });

  it('takes so many items and not more', () => {
    const array = (count: number): Buffer => Buffer.concat([hex('9f'), Buffer.alloc(count), hex('ff')]);
    expect(readCbor(array(MOST_CBOR_ITEMS - 2))).not.toBeNull();
    expect(readCbor(array(MOST_CBOR_ITEMS - 1))).toBeNull();
    expect(readCbor(array(32_000))).toBeNull();
  });

  it('acts on no tag: no date, number with a huge exponent or regular expression is made', () => {
    for (const tag of [0, 1, 2, 3, 4, 5, 24, 35, 258, 55799]) {
      const bytes = encode(new Tag(tag, [1_000_000_000, 1]));
      expect(readCbor(bytes)?.value).toEqual(new Tag(tag, [1_000_000_000, 1]));
    }
  });

  it('never throws, and agrees with what was written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const read = readCbor(bytes);
        expect(read === null || 'value' in read).toBe(true);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => {
        const value = JSON.parse(JSON.stringify(json).replaceAll('-0,', '0,'));
        expect(toJson(readCbor(encode(value))?.value)).toEqual(value);
      }),
    );
  });
});

describe('toJson', () => {
  it('says what JSON can and nothing else', () => {
    const value = new Map<unknown, unknown>([
      [1, new Tag(0, '2021-06-15T09:24:02Z')],
      ['bytes', Uint8Array.of(1, 255)],
      ['large', 2n ** 60n],
      ['not a number', Number.NaN],
      ['absent', undefined],
      ['__proto__', 'a name like any other'],
      [new Map([[1, 2]]), [null, true]],
    ]);
    expect(Object.entries(toJson(value) ?? {})).toEqual([
      ['1', '2021-06-15T09:24:02Z'],
      ['bytes', '01ff'],
      ['large', '1152921504606846976'],
      ['not a number', null],
      ['absent', null],
      ['__proto__', 'a name like any other'],
      ['{"1":2}', [null, true]],
    ]);
  });
});

describe('untagged', () => {
  it('makes a number of a bignum of up to eight bytes', () => {
    expect(untagged(new Tag(2, hex('60960f80')))).toBe(1620447104n);
    expect(untagged(new Tag(3, hex('00')))).toBe(-1n);
    expect(untagged(new Tag(1, new Tag(2, hex('01'))))).toBe(1n);
    expect(untagged(new Tag(2, Buffer.alloc(9)))).toEqual(Buffer.alloc(9));
  });
});
