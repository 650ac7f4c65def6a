import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/credential/json.ts';
import { canonicalJson } from '../../../../core/credential/vds-nc/canonical.ts';

describe('canonicalJson', () => {
  it('says the same as the value it was made of, and is canonical itself', () => {
    const value = fc
      .jsonValue({ maxDepth: 4, stringUnit: 'binary' })
      .map((one): Json => JSON.parse(JSON.stringify(one)));
    fc.assert(
      fc.property(value, (one) => {
        const text = canonicalJson(one);
        expect(text).not.toBeNull();
        const again: Json = JSON.parse(text ?? '');
        expect(again).toEqual(one);
        expect(canonicalJson(again)).toBe(text);
      }),
    );
  });

  it('does not depend on the order in which members were written, nor on space', () => {
    const shuffled = fc
      .uniqueArray(fc.tuple(fc.string(), fc.integer()), { selector: ([name]) => name, maxLength: 8 })
      .chain((members) =>
        fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
      );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const spaced: Json = JSON.parse(JSON.stringify(Object.fromEntries(other), null, 3));
        expect(canonicalJson(spaced)).toBe(canonicalJson(Object.fromEntries(one)));
      }),
    );
  });

  it.each([
    [
      'sorts names by UTF-16 units, not by characters',
      '{"\\ufb33":1,"\\ud83d\\ude00":2,"\\u20ac":3,"\\r":4,"1":5,"\\u0080":6,"\\u00f6":7}',
      '{"\\r":4,"1":5,"\u0080":6,"ö":7,"€":3,"😀":2,"\ufb33":1}',
    ],
    [
      'escapes controls and nothing else',
      '"\\u000f\\u0008\\u000A\\u0001\\"\\\\\\/\\u20ac\\u007f\\u2028"',
      '"\\u000f\\b\\n\\u0001\\"\\\\/€\u007f\u2028"',
    ],
    [
      'writes numbers as ECMAScript does',
      '[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0,1e21,123456789012345678901]',
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,123456789012345680000]',
    ],
    ['keeps words', '[null,true,false]', '[null,true,false]'],
    ['keeps what is empty', '{"b":{},"a":[]}', '{"a":[],"b":{}}'],
    ['keeps names of the language', '{"toString":1,"__proto__":2}', '{"__proto__":2,"toString":1}'],
  ])('%s', (_what, text, canonical) => {
    expect(canonicalJson(JSON.parse(text))).toBe(canonical);
  });

  it.each([
    ['half a character in a text', '{"a":["\\ud800"]}'],
    ['half a character in a name', '[{"\\udc00":1}]'],
    ['a number beyond all', '{"a":1e999}'],
    ['a number below all', '[-1e999]'],
  ])('has no form for %s', (_what, text) => {
    expect(canonicalJson(JSON.parse(text))).toBeNull();
  });
});
