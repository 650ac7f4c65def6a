import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url } from '../../../core/credential/base64url.ts';
import {
  JSON_DEPTH_LIMIT,
  JSON_LENGTH_LIMIT,
  listOf,
  member,
  parseJson,
  stringOf,
} from '../../../core/credential/json.ts';

describe('parseJson', () => {
  it('reads what JSON.parse reads, within its limits', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 10 }), (text) => {
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('answers on any string', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '"a"', '1', ' ', '\\"', '\\u');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((some) => some.join('')),
        ),
        (text) => {
          expect(typeof parseJson(text).ok).toBe('boolean');
        },
      ),
    );
  });

  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  it.each([
    ['nothing', '', 'not-json'],
    ['half an object', '{"a":', 'not-json'],
    ['a name twice', '{"a":1,"a":2}', 'duplicate-name'],
    ['a name twice, once in disguise', '{"a":1,"\\u0061":2}', 'duplicate-name'],
    ['a name twice deep inside', '[{"b":{"a":{"c":1},"a":1}}]', 'duplicate-name'],
    ['the name of the prototype twice', '{"__proto__":1,"__proto__":2}', 'duplicate-name'],
    ['one level too many', nested(JSON_DEPTH_LIMIT + 1), 'too-deep'],
    ['a nesting bomb', '['.repeat(200_000), 'too-deep'],
    ['a character too many', `"${'a'.repeat(JSON_LENGTH_LIMIT - 1)}"`, 'too-long'],
  ])('refuses %s', (_what, text, problem) => {
    expect(parseJson(text)).toEqual({ ok: false, problem });
  });

  it.each([
    ['as deep as may be', nested(JSON_DEPTH_LIMIT)],
    ['as long as may be', `"${'a'.repeat(JSON_LENGTH_LIMIT - 2)}"`],
    ['the same name in two objects', '[{"a":1},{"a":2}]'],
    ['colons and brackets inside texts', '{"a:[{":":\\":{[","b":"\\\\"}'],
  ])('takes %s', (_what, text) => {
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });
});

it('members are those of the text and none of the language', () => {
  const reading = parseJson('{"a":"b","c":[1,"d"],"__proto__":{"e":1}}');
  const value = reading.ok ? reading.value : null;
  expect([member(value, 'a'), listOf(member(value, 'c')), stringOf(member(value, 'a'))]).toEqual([
    'b',
    [1, 'd'],
    'b',
  ]);
  expect([
    member(value, 'toString'),
    member(value, 'e'),
    member([1], 'length'),
    member('a', 'length'),
  ]).toEqual([undefined, undefined, undefined, undefined]);
  expect([stringOf(1), listOf('a'), member(null, 'a')]).toEqual([null, [], undefined]);
});

describe('decodeBase64url', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64url');
        expect(decodeBase64url(text)).toEqual(Buffer.from(bytes));
        const padded = text.padEnd(Math.ceil(text.length / 4) * 4, '=');
        expect(decodeBase64url(padded, 'optional')).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('takes one text alone for the same bytes', () => {
    const letters = fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/);
    fc.assert(
      fc.property(letters, letters, (one, other) => {
        const [a, b] = [decodeBase64url(one), decodeBase64url(other)];
        if (a !== null && b !== null && one !== other) expect(a.equals(b)).toBe(false);
      }),
    );
  });

  it.each(['A', 'AB', 'AAB', 'AA==', 'AA=', 'A+/A', 'AA A', 'AA\n', 'AAAA====', 'é'])(
    'refuses %j',
    (text) => {
      expect(decodeBase64url(text)).toBeNull();
    },
  );

  it.each(['AA=', 'A===', 'AAAA=', 'AAAA====', 'AB==', '=='])('refuses %j also with padding', (text) => {
    expect(decodeBase64url(text, 'optional')).toBeNull();
  });
});
