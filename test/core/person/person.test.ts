import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  documentFromTyped,
  documentOf,
  isSameDocument,
  normaliseNumber,
} from '../../../core/person/documents.ts';
import { foldName, namesAgree, tidyName, typedNameAgrees } from '../../../core/person/fold.ts';
import { birthYear, maskDocument, maskName } from '../../../core/person/mask.ts';

describe('normaliseNumber', () => {
  it.each([
    ['cccd', '001 099 000 001', '001099000001'],
    ['cccd', '001.099-000001', '001099000001'],
    ['cccd', '００１099000001', '001099000001'],
    ['phone', '+84 901 234 567', '0901234567'],
    ['phone', '0084901234567', '0901234567'],
    ['phone', '(090) 123-4567', '0901234567'],
    ['badge', ' nv-0042 ', 'NV-0042'],
    ['bhyt', 'gd 1234567890123', 'GD1234567890123'],
    ['text', ' as is ', ' as is '],
  ] as const)('writes a %s number %s as %s', (kind, number, normal) => {
    expect(normaliseNumber(kind, number)).toBe(normal);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('cccd' as const, 'badge' as const, 'bhyt' as const),
        fc.string(),
        (kind, text) => {
          const once = normaliseNumber(kind, text);
          expect(normaliseNumber(kind, once)).toBe(once);
        },
      ),
    );
  });
});

describe('documents', () => {
  it.each([
    ['001099000001', 'cccd'],
    ['123 456 789', 'cmnd'],
    ['GD1234567890123', 'bhyt'],
    ['B1234567', 'badge'],
  ])('%s typed by hand is a %s', (typed, kind) => {
    expect(documentFromTyped(typed)?.kind).toBe(kind);
  });

  it('typed as nothing are none', () => {
    expect(documentFromTyped('  ')).toBeNull();
  });

  it('are the same only by kind and whole number', () => {
    const card = documentOf('cccd', '001099000001');
    const masked = documentOf('cccd', '******000001');
    expect(isSameDocument(card, documentOf('cccd', '001 099 000 001'))).toBe(true);
    expect(isSameDocument(card, documentOf('badge', '001099000001'))).toBe(false);
    expect(isSameDocument(masked, masked)).toBe(false);
  });
});

describe('foldName', () => {
  it.each([
    'Nguyễn Văn Đỗ',
    'NGUYỄN  VĂN ĐỖ',
    'Nguyễn Văn Đỗ'.normalize('NFD'),
    'nguyen-van do',
    ' nguyen van do. ',
  ])('folds %s to one form', (name) => {
    expect(foldName(name)).toBe('nguyen van do');
  });

  it('changes nothing the second time, on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldName(foldName(text))).toBe(foldName(text));
      }),
    );
  });

  it('folds every way of writing a Vietnamese name to one', () => {
    const letters =
      'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ';
    const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 });
    const name = fc.array(word, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(name, fc.constantFrom(' ', '  ', '\t', '\u00a0', '-', '.'), (words, between) => {
        const plain = words.join(' ');
        const ways = [
          plain.normalize('NFD'),
          plain.toUpperCase(),
          plain.toUpperCase().normalize('NFD'),
          ` ${words.join(between)} `,
          words.map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join(' '),
          plain.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd'),
        ];
        expect(ways.map(foldName)).toEqual(ways.map(() => foldName(plain)));
        expect(foldName(plain)).toMatch(/^[a-z]+( [a-z]+)*$/);
      }),
    );
  });

  it('folds upper and lower case of any script to one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldName(text.toUpperCase())).toBe(foldName(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('tidies a name and keeps its letters', () => {
    expect(tidyName('  Nguyễn \t Văn\nThử ')).toBe('Nguyễn Văn Thử');
  });
});

describe('names', () => {
  it.each([
    ['Nguyễn Thị Lan', 'LAN', true],
    ['Nguyễn Thị Lan', 'nguyen thi lan', true],
    ['Nguyễn Thị Lan', 'Trần Minh', false],
    ['Nguyễn Thị Lan', 'Nguyễn Minh', false],
    ['Nguyễn Thị Lan', null, true],
    [' ', 'Trần Minh', true],
  ])('%s and %s agree: %s', (one, other, agree) => {
    expect([namesAgree(one, other), namesAgree(other, one)]).toEqual([agree, agree]);
  });

  it.each([
    ['', true],
    ['Nguy', true],
    ['nguyen thi la', true],
    ['Nguyễn Thị Lam', false],
    ['Thi L', true],
    ['Trần L', false],
    ['Nguyễn Thị Lan Anh', true],
  ])('what is typed so far, %s, can still be Nguyễn Thị Lan: %s', (typed, agree) => {
    expect(typedNameAgrees(typed, 'Nguyễn Thị Lan')).toBe(agree);
  });
});

describe('masking', () => {
  it.each([
    ['001099000001', '001•••••0001'],
    ['123456789', '••••••789'],
    ['0901234567', '•••••••567'],
    ['NV-0042', '•••••42'],
    ['1234', '••••'],
    ['******029317', '••••••••9317'],
    ['', ''],
  ])('masks the number %s as %s', (number, masked) => {
    expect(maskDocument(number)).toBe(masked);
  });

  it.each([
    ['Nguyễn Văn Thử', 'N. V. Thử'],
    ['NGUYỄN THỊ ÁNH'.normalize('NFD'), 'N. T. ÁNH'],
    ['Thử', 'T•••'],
    [`A ${'x'.repeat(100)}`, `A. ${'x'.repeat(16)}`],
    ['  ', ''],
  ])('masks the name %s as %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it('never shows more than seven characters of a number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (number) => {
        expect(maskDocument(number).replaceAll('•', '').length).toBeLessThanOrEqual(2 * 7);
        expect([...maskDocument(number)].filter((character) => character !== '•').length).toBeLessThanOrEqual(
          7,
        );
      }),
    );
  });

  it.each([
    ['2002-05-15', '2002'],
    ['2002', '2002'],
    ['1987-**-**', '1987'],
    ['15/05/2002', null],
    ['', null],
  ])('takes the year of %s', (birth, year) => {
    expect(birthYear(birth)).toBe(year);
  });
});
