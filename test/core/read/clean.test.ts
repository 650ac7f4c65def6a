import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanRead, decodeBytes } from '../../../core/read/clean.ts';
import { reduceToCp437 } from '../../../core/read/cp437.ts';
import { READ_LIMIT_BYTES } from '../../../core/read/read.ts';

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});

describe('cleanRead', () => {
  it.each([
    ['a plain text', 'ABC', 'ABC', null],
    ['an AIM identifier', ']Q1ABC', 'ABC', ']Q1'],
    ['an AIM identifier behind STX', '\u0002]C0ABC\u0003', 'ABC', ']C0'],
    ['an AIM identifier before U+FEFF', ']Q2\ufeffABC', 'ABC', ']Q2'],
    ['a bracket that is no AIM identifier', ']foo', ']foo', null],
    ['U+FEFF', '\ufeffABC', 'ABC', null],
    ['trailing NULs', 'ABC\u0000\u0000\u0000', 'ABC', null],
    ['CR alone', 'ABC\r', 'ABC', null],
    ['CR LF and TAB', 'ABC\t\r\n', 'ABC', null],
    ['spaces around', '  ABC  ', 'ABC', null],
    ['a no-break space', 'A\u00a0B', 'A B', null],
    ['decomposed letters', 'Nguye\u0302\u0303n', 'Nguyễn', null],
    ['control characters', 'A\u0017\u001b[2JB', 'A[2JB', null],
    ['direction marks', 'A\u202eB\u2066C\u200f', 'ABC', null],
    ['zero-width characters', 'A\u200bB\u200d\u2060C\u00ad', 'ABC', null],
    ['tags and variation selectors', 'A\ufe0f\u{e0041}B', 'AB', null],
    ['line ends inside', 'A\r\nB\rC', 'A\nB\nC', null],
    [
      'a signed seal, every character of which counts',
      '\ufeff{"data":{"hdr":{"is":"X\u00a0\u200by"}},\t"sig":"e\u0301"}\r\n',
      '{"data":{"hdr":{"is":"X\u00a0\u200by"}},\t"sig":"e\u0301"}',
      null,
    ],
    ['spaces inside base45, and not those behind it', 'HC1:6B  F \r', 'HC1:6B  F', null],
    ['nothing', '', '', null],
    ['nothing but terminators', '\r\n\u0000', '', null],
  ])('cleans %s', (_what, raw, text, aim) => {
    expect(cleanRead(raw)).toEqual({ text, raw, aim, damage: [], repaired: false });
  });

  it('cuts at 8 KiB of UTF-8 between characters and says so', () => {
    const clean = cleanRead('ế'.repeat(100_000));
    expect(new TextEncoder().encode(clean.raw).length).toBe(READ_LIMIT_BYTES - (READ_LIMIT_BYTES % 3));
    expect(clean.damage).toEqual(['truncated']);
    expect(cleanRead('x'.repeat(READ_LIMIT_BYTES)).damage).toEqual([]);
  });

  it('replaces lone surrogates in text and raw and names it', () => {
    expect(cleanRead('A\ud800B')).toMatchObject({
      text: 'A\ufffdB',
      raw: 'A\ufffdB',
      damage: ['replacement-characters'],
    });
  });

  it('repairs what a keyboard did and leaves other sources alone', () => {
    const raw = reduceToCp437('Trần Văn Thử');
    expect(cleanRead(raw, { keyboard: false }).repaired).toBe(false);
    expect(cleanRead(reduceToCp437('Trần Văn Bình'), { keyboard: true })).toMatchObject({
      text: 'Trần Văn Bình',
      damage: ['cp437-repaired'],
      repaired: true,
    });
  });

  it('never throws and always gives well-formed NFC without unseen characters', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (raw, keyboard) => {
        const { text } = cleanRead(raw, { keyboard });
        expect(text.isWellFormed()).toBe(true);
        expect(text.normalize('NFC')).toBe(text);
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
      }),
      { numRuns: 300 },
    );
  });

  it('cleans the same text to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (raw) => {
        const { text } = cleanRead(raw);
        expect(cleanRead(text).aim === null ? cleanRead(text).text : text).toBe(text);
      }),
    );
  });

  it.each([
    ['one letter with 4,000 marks', `a${'\u0301'.repeat(4000)}`],
    ['8,000 ambiguous letters in one word', 'íß'.repeat(4000)],
    ['8,000 digits behind a letter', `a${'432'.repeat(2700)}b`],
    ['many short ambiguous words', 'ßßßßßßßßßßß '.repeat(340)],
    ['100 KB of bars', '|'.repeat(100_000)],
  ])('finishes with %s', (_what, raw) => {
    expect(() => cleanRead(raw, { keyboard: true })).not.toThrow();
  });
});

describe('decodeBytes', () => {
  it('reads strict UTF-8', () => {
    expect(decodeBytes(new TextEncoder().encode('\ufeffThử'))).toEqual({ text: '\ufeffThử', damage: [] });
  });

  it('names bytes that are no UTF-8 and puts U+FFFD for them', () => {
    expect(decodeBytes(Uint8Array.from([0x41, 0xff, 0x42]))).toEqual({
      text: 'A\ufffdB',
      damage: ['invalid-utf8'],
    });
  });
});
