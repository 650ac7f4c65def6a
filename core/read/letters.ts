/** Vowels of Vietnamese before a tone is put on them. */
const VOWELS = 'aăâeêioôơuưy';
/** The five tone marks as combining characters: huyền, sắc, ngã, hỏi, nặng. */
export const TONE_MARKS = '\u0300\u0301\u0303\u0309\u0323';

/**
 * The 134 letters that Vietnamese has beyond ASCII, composed (NFC), lower case before upper:
 * 12 vowels in 6 tones and đ, less the plain ones.
 */
export const VIETNAMESE_LETTERS: readonly string[] = [...VOWELS]
  .flatMap((vowel) => [vowel, ...[...TONE_MARKS].map((tone) => (vowel + tone).normalize('NFC'))])
  .concat('đ')
  .filter((letter) => letter.charCodeAt(0) > 127)
  .flatMap((letter) => [letter, letter.toUpperCase()]);

const LETTERS = new Set(VIETNAMESE_LETTERS);

/** True for one of the 134 composed letters. ASCII letters are not meant. */
export const isVietnameseLetter = (character: string): boolean => LETTERS.has(character);

/** All lower, ALL UPPER or Title: the ways in which a card writes a word. */
export function hasOneCase(word: string): boolean {
  const rest = word.slice(1);
  return word === word.toLowerCase() || word === word.toUpperCase() || rest === rest.toLowerCase();
}
