import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lettersBehind, reduceToCp437 } from '../../../core/read/cp437.ts';
import { expectedDamage, repairKeyboard } from '../../../core/read/damage.ts';
import { toBareDigits } from '../../../core/read/digits.ts';
import { VIETNAMESE_LETTERS } from '../../../core/read/letters.ts';
import { toMojibake } from '../../../core/read/mojibake.ts';
import { isSyllable } from '../../../core/read/syllable.ts';

const WORDS =
  'Nguyễn Trần Lê Phạm Huỳnh Hoàng Đặng Bùi Đỗ Hồ Ngô Dương Lý Quỳnh Nghĩa Khánh Thúy Uyên Yến Oanh Tuấn Xuân Khuê Huế Quốc Toàn Hoài Kiên Kỳ Mỹ Diễm Phượng Hưởng Thương Sương Ước Bưởi Rượu Tuệ Luyến Tuyết Nguyệt Chiêu Điểu Đắk Lắk Quảng Quận Huyện Phường Xã Tỉnh Đường Số Ấp Buôn Giếng Xoài Hiệp Chương Trịnh Cường Kiệt Thức Quý'.split(
    ' ',
  );

describe('isSyllable', () => {
  it.each([...WORDS, 'Nam', 'Nữ', 'TRƯỜNG', 'gìn', 'khuya', 'thuở', 'ngoằn', 'Ý'])('takes %s', (word) => {
    expect(isSyllable(word)).toBe(true);
  });

  it.each(['Trưạng', 'Nguyểế', 'kũ', 'Bỡo', 'tờc', 'Pleiku', 'DhNG', 'ngế', 'cê', 'bq', ''])(
    'refuses %s',
    (word) => {
      expect(isSyllable(word)).toBe(false);
    },
  );
});

describe('the CP437 table', () => {
  it('puts 134 letters on 100 bytes of which 34 stand for two', () => {
    const images = new Map(VIETNAMESE_LETTERS.map((letter) => [reduceToCp437(letter), letter]));
    expect(VIETNAMESE_LETTERS.length).toBe(134);
    expect(images.size).toBe(100);
    expect([...images.keys()].filter((image) => lettersBehind(image).length === 2).length).toBe(34);
    for (const letter of VIETNAMESE_LETTERS) expect(lettersBehind(reduceToCp437(letter))).toContain(letter);
  });
});

describe('repairKeyboard', () => {
  it.each([
    ['Tr░íng', 'Trương', ['cp437-repaired']],
    ['Tr░▌ng', 'Trường', ['cp437-repaired']],
    ['V♥n', 'Văn', ['cp437-repaired']],
    ['Tr432417ng', 'Trương', ['bare-digits']],
    ['Tr0198017601980161ng', 'Trương', ['bare-digits']],
    ['TrÆ°Æ¡ng', 'Trương', ['mojibake-repaired']],
    ['Tr╞░╞íng', 'Trương', ['mojibake-repaired']],
    ['HÃ  Ná»™i', 'Hà Nội', ['mojibake-repaired']],
    ['Thß', 'Thß', ['cp437-ambiguous']],
    ['Tr??ng', 'Tr??ng', ['replacement-characters']],
    [
      'HC1:6BFOXN*TS0BI$ZĐ4N9:9S6RCVN5+Ô30K3/XIV0ƯB23NT',
      'HC1:6BFOXN*TS0BI$ZĐ4N9:9S6RCVN5+Ô30K3/XIV0ƯB23NT',
      ['ime'],
    ],
    ['GD4|4e677579êâ5n205472|1999|1|-', 'GD4|4e677579êâ5n205472|1999|1|-', []],
    ['GD4|4e677579êâ5c205472|1999|1|-', 'GD4|4e677579êâ5c205472|1999|1|-', ['ime']],
    ['Số 12/34|Phường 5, Quận 10|1234567890', 'Số 12/34|Phường 5, Quận 10|1234567890', []],
  ])('reads %s as %s', (got, text, damage) => {
    expect(repairKeyboard(got)).toEqual({ text, damage });
  });

  it.each([
    'Trương Văn Phúc',
    'Phúc',
    'T225',
    'NV0042',
    'A1234B',
    '36.5°C',
    'https://example.test/?q=a&b=c',
    '001099000001||NGUYEN VAN THU|15052002|Nam|So 225, To 3|20042021',
    'plain ASCII',
    '',
  ])('leaves %s as it is', (text) => {
    expect(repairKeyboard(text)).toEqual({ text, damage: [] });
  });

  it('puts back the words that have one reading and names those that have several', () => {
    const got = reduceToCp437('001099000001||Nguyễn Văn Thử|15052002|Nữ|Đắk Lắk|20042021');
    expect(repairKeyboard(got)).toEqual({
      text: '001099000001||Nguyễn Văn Thφ|15052002|Nữ|Đắk Lắk|20042021',
      damage: ['cp437-repaired', 'cp437-ambiguous'],
    });
  });

  it('never reads a word as another one: every repair is the word that was sent or the text as delivered', () => {
    const sentence = fc.array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(sentence, (words) => {
        const got = repairKeyboard(reduceToCp437(words.join(' '))).text.split(' ');
        got.forEach((word, index) => {
          expect([words[index], reduceToCp437(words[index] ?? '')]).toContain(word);
        });
      }),
    );
  });

  it('undoes mojibake of any Vietnamese text in either code page', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...VIETNAMESE_LETTERS, ...'abcdeghiklmnopqrstuvxy |0123456789'),
    });
    fc.assert(
      fc.property(letters, fc.constantFrom('windows-1252' as const, 'cp437' as const), (text, page) => {
        fc.pre(/[^\x00-\x7f]/.test(text));
        expect(repairKeyboard(toMojibake(text, page))).toEqual({ text, damage: ['mojibake-repaired'] });
      }),
    );
  });
});

describe('expectedDamage', () => {
  const shown = 'GATELOG-FIND-1234 Trường Đỗ wW aa dd @"#|+-/ 0123456789 yY zZ';
  it.each([
    ['nothing', shown, []],
    ['CP437', reduceToCp437(shown), ['cp437-repaired']],
    ['mojibake', toMojibake(shown, 'windows-1252'), ['mojibake-repaired']],
    ['bare digits', toBareDigits(shown, 'code-points'), ['bare-digits']],
    ['bytes as digits', toBareDigits(shown, 'bytes'), ['bare-digits']],
    ['Telex', shown.replace('wW aa dd', 'ưƯ â đ'), ['ime']],
    ['a UK layout', shown.replace('@"#|', '"@£~'), ['layout']],
    ['a French layout', shown.replace('0123456789', 'à&é"\'(-è_ç'), ['layout']],
    ['a German layout', shown.replace('yY zZ', 'zZ yY'), ['layout']],
    ['the wrong case', shown.toUpperCase(), ['layout']],
    ['question marks', shown.replace('ườ', '??'), ['replacement-characters']],
    ['dropped letters', shown.replace('ườ', ''), ['replacement-characters']],
    ['a cut', shown.slice(0, 25), ['truncated']],
  ])('names %s', (_what, got, damage) => {
    expect(expectedDamage(shown, got)).toEqual(damage);
  });

  it('always names something where the texts differ', () => {
    fc.assert(
      fc.property(fc.string(), (got) => {
        fc.pre(got.normalize('NFC').trim() !== shown);
        expect(expectedDamage(shown, got).length).toBeGreaterThan(0);
      }),
    );
  });
});
