import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defuse, undefuse } from '../../../core/batch/cell.ts';

/** Texts that a spreadsheet might run, with and without quotes that were there before. */
const hostile = fc
  .tuple(fc.stringMatching(/^'{0,3}$/), fc.constantFrom('=', '+', '-', '@', '\t', '\r', ''), fc.string())
  .map((parts) => parts.join(''));

describe('a cell', () => {
  it('never begins with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), hostile), (text) => {
        expect(defuse(text)).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  it('gives back every text exactly', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), hostile), (text) => {
        expect(undefuse(defuse(text))).toBe(text);
      }),
    );
  });

  it('leaves names, numbers and dates as they are', () => {
    const plain = ['', 'Nguyễn Thị Ánh', '001099000001', '0901234567', "H'Bia Niê", "'", '1999-02-03', 'a=b'];
    expect(plain.map(defuse)).toEqual(plain);
  });
});
