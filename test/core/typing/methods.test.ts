import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TypingMethod, typeKey, typeWord } from '../../../core/typing/methods.ts';
import { takeApart } from '../../../core/typing/word.ts';

/** Words with what is typed for them in either way. */
const WORDS: readonly (readonly [word: string, telex: string, vni: string])[] = [
  ['Nguyễn', 'Nguyeenx', 'Nguye6n4'],
  ['Nguyễn', 'Nguyeexn', 'Nguye64n'],
  ['Trần', 'Traanf', 'Tra6n2'],
  ['Đặng', 'Ddawngj', 'D9a8ng5'],
  ['Đặng', 'Dangdwj', 'Dang985'],
  ['Phạm', 'Phamj', 'Pham5'],
  ['Hoàng', 'Hoangf', 'Hoang2'],
  ['Huỳnh', 'Huynhf', 'Huynh2'],
  ['Trương', 'Truowng', 'Truo7ng'],
  ['Trương', 'Truongw', 'Truong7'],
  ['Dương', 'Duowng', 'Duo7ng'],
  ['Lương', 'Luwowng', 'Lu7o7ng'],
  ['Hòa', 'Hoaf', 'Hoa2'],
  ['Thúy', 'Thuys', 'Thuy1'],
  ['Quý', 'Quys', 'Quy1'],
  ['Quân', 'Quaan', 'Qua6n'],
  ['Quốc', 'Quoocs', 'Quo6c1'],
  ['Giàu', 'Giauf', 'Giau2'],
  ['Gì', 'Gif', 'Gi2'],
  ['Mưa', 'Muaw', 'Mua7'],
  ['Khuê', 'Khuee', 'Khue6'],
  ['Khuyến', 'Khuyeens', 'Khuye6n1'],
  ['Hoài', 'Hoaif', 'Hoai2'],
  ['Nghĩa', 'Nghiax', 'Nghia4'],
  ['Yến', 'Yeens', 'Ye6n1'],
  ['Oanh', 'Oanh', 'Oanh'],
  ['ĐỖ', 'DDOOX', 'D9O64'],
  ['ƯNG', 'UWNG', 'U7NG'],
  ['Bình', 'Binhf', 'Binh2'],
  ['Thơ', 'Thow', 'Tho7'],
  ['Hằng', 'Hawngf', 'Ha8ng2'],
  ["H'Bia", "H'Bia", "H'Bia"],
  ['Niê', 'Niee', 'Nie6'],
];

describe('typing by Telex', () => {
  it.each(WORDS)('gives %s for %s', (word, telex) => {
    expect(typeWord('telex', telex)).toBe(word);
  });
});

describe('typing by VNI', () => {
  it.each(WORDS)('gives %s, %s, for %s', (word, _telex, vni) => {
    expect(typeWord('vni', vni)).toBe(word);
  });
});

describe('a key that is pressed once more', () => {
  it.each<[TypingMethod, string, string]>([
    ['telex', 'aaa', 'aa'],
    ['telex', 'aaaa', 'aaa'],
    ['telex', 'xooong', 'xoong'],
    ['telex', 'ass', 'as'],
    ['telex', 'ddd', 'dd'],
    ['telex', 'aww', 'aw'],
    ['telex', 'uoww', 'uow'],
    ['telex', 'tass', 'tas'],
    ['telex', 'Tasf', 'Tà'],
    ['telex', 'Tasz', 'Ta'],
    ['vni', 'a66', 'a6'],
    ['vni', 'a11', 'a1'],
    ['vni', 'd99', 'd9'],
    ['vni', '066', '066'],
    ['vni', '1990', '1990'],
  ])('by %s, %s gives %s', (method, keys, word) => {
    expect(typeWord(method, keys)).toBe(word);
  });
});

describe('any typing', () => {
  const method = fc.constantFrom<TypingMethod>('telex', 'vni');
  const word = fc.string({
    unit: fc.constantFrom(..."abcdeghiklmnopqrstuvxyzwfjđêôơưăâáàảãạ0123456789 '-"),
    maxLength: 12,
  });

  it('is left as it is where typing is off', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aadeowsfx19 '), maxLength: 12 }),
        (keys) => typeWord('off', keys) === keys,
      ),
    );
  });

  it('never loses a word: at most one letter more, and never two tones', () => {
    fc.assert(
      fc.property(
        method,
        word,
        fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
        (how, before, key) => {
          const plain = (text: string): number => takeApart(text).letters.length;
          const after = typeKey(how, before, key);
          const tones = after.normalize('NFD').match(/[\u0300\u0301\u0303\u0309\u0323]/gu) ?? [];
          return plain(after) - plain(before) >= 0 && plain(after) - plain(before) <= 1 && tones.length <= 1;
        },
      ),
    );
  });

  it('that is taken back by the same key leaves the word with that key behind it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WORDS.map(([, telex]) => telex.replace(/[fsxrjzw]/g, ''))),
        fc.constantFrom('s', 'f', 'r', 'x', 'j'),
        (keys, key) => {
          const before = typeWord('telex', keys);
          if (takeApart(before).tone !== '' || typeKey('telex', before, key) === before + key) return;
          expect(typeKey('telex', typeKey('telex', before, key), key)).toBe(before + key);
        },
      ),
    );
  });
});
