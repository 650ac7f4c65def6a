import { TONE_MARKS } from '../read/letters.ts';

/** A written word taken apart: letters without tone (`ươ` stays `ươ`), and its one tone as a combining mark or ''. */
export interface Word {
  /** NFC letters as written, upper and lower case kept, none with a tone. */
  readonly letters: readonly string[];
  readonly tone: string;
}

const TONES = new RegExp(`[${TONE_MARKS}]`, 'gu');
const VOWEL = /^[aăâeêioôơuưy]$/i;
/** Vowels that carry the tone whatever stands around them; of `ươ` the second one does. */
const STRONG = /^[ăâêôơư]$/i;

export const isVowel = (letter: string | undefined): boolean => letter !== undefined && VOWEL.test(letter);

/** Takes a word apart. Of several tones, which no Vietnamese word has, the last one counts. */
export function takeApart(text: string): Word {
  const open = text.normalize('NFD');
  const tones = open.match(TONES) ?? [];
  return { letters: [...open.replace(TONES, '').normalize('NFC')], tone: tones.at(-1) ?? '' };
}

/** Writes a word with its tone on the letter where Vietnamese puts it: `hòa`, `thúy`, `hoàn`, `quý`, `già`. NFC. */
export function putTogether({ letters, tone }: Word): string {
  const at = tone === '' ? -1 : toneIndex(letters);
  return letters.map((letter, index) => (index === at ? (letter + tone).normalize('NFC') : letter)).join('');
}

/**
 * The letter that bears the tone, or -1 where the word has no vowel. Of two open vowels the first bears it (the
 * older style, `hòa`, which identity cards use), of a closed pair the second, of three the one in the middle.
 */
export function toneIndex(letters: readonly string[]): number {
  const [from, to] = nucleus(letters);
  if (from === to) return -1;
  for (let index = to - 1; index >= from; index -= 1) {
    if (STRONG.test(letters[index] ?? '')) return index;
  }
  const count = to - from;
  if (count === 1) return from;
  if (count === 2) return to < letters.length ? from + 1 : from;
  return from + 1;
}

/** Where the vowels of the word's last syllable begin and end. `u` of `qu` and `i` of `gi` belong to the beginning. */
function nucleus(letters: readonly string[]): readonly [from: number, to: number] {
  let to = letters.length;
  while (to > 0 && !isVowel(letters[to - 1])) to -= 1;
  let from = to;
  while (from > 0 && isVowel(letters[from - 1])) from -= 1;
  if (from === to) return [0, 0];
  const before = letters[from - 1]?.toLowerCase();
  const first = letters[from]?.toLowerCase();
  const glides = (before === 'q' && first === 'u') || (before === 'g' && first === 'i');
  return glides && to - from > 1 ? [from + 1, to] : [from, to];
}
