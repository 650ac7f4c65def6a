import { isVowel, putTogether, takeApart, toneIndex, type Word } from './word.ts';

/** How Vietnamese letters are typed on a plain keyboard; `off` leaves keys as they are. */
export type TypingMethod = 'telex' | 'vni' | 'off';

/** What one key asks for. */
type Wish =
  | { readonly kind: 'tone'; readonly tone: string }
  | { readonly kind: 'no-tone' }
  /** Each letter on the left becomes the one on the right. */
  | { readonly kind: 'shape'; readonly shapes: readonly (readonly [plain: string, shaped: string])[] };

const GRAVE = '\u0300';
const ACUTE = '\u0301';
const TILDE = '\u0303';
const HOOK = '\u0309';
const DOT = '\u0323';

const tone = (mark: string): Wish => ({ kind: 'tone', tone: mark });
const shape = (...shapes: (readonly [string, string])[]): Wish => ({ kind: 'shape', shapes });

/** Telex: tones by letters behind the vowel, shapes by doubling and `w`. */
const TELEX: Readonly<Record<string, Wish>> = {
  f: tone(GRAVE),
  s: tone(ACUTE),
  x: tone(TILDE),
  r: tone(HOOK),
  j: tone(DOT),
  z: { kind: 'no-tone' },
  a: shape(['a', 'â']),
  e: shape(['e', 'ê']),
  o: shape(['o', 'ô']),
  d: shape(['d', 'đ']),
  w: shape(['a', 'ă'], ['o', 'ơ'], ['u', 'ư']),
};

/** VNI: tones by 1 to 5, shapes by 6 to 9, 0 takes the tone away. */
const VNI: Readonly<Record<string, Wish>> = {
  1: tone(ACUTE),
  2: tone(GRAVE),
  3: tone(HOOK),
  4: tone(TILDE),
  5: tone(DOT),
  0: { kind: 'no-tone' },
  6: shape(['a', 'â'], ['e', 'ê'], ['o', 'ô']),
  7: shape(['o', 'ơ'], ['u', 'ư']),
  8: shape(['a', 'ă']),
  9: shape(['d', 'đ']),
};

const KEYS: Readonly<Record<TypingMethod, Readonly<Record<string, Wish>>>> = {
  telex: TELEX,
  vni: VNI,
  off: {},
};

/**
 * The word after one more key at its end. A key that has nothing to act on is itself; the same key once more takes
 * back what it did and is then itself (`aa` gives `â`, `aaa` gives `aa`). Pure; looks at the written word alone.
 * @param word what stands before the caret since the last character that is neither letter nor digit
 * @param key one character as the keyboard gave it
 */
export function typeKey(method: TypingMethod, word: string, key: string): string {
  const wish = KEYS[method][key.toLowerCase()];
  const taken = takeApart(word);
  const done = wish === undefined ? null : grant(taken, wish, key);
  return done ?? putTogether({ letters: [...taken.letters, key], tone: taken.tone });
}

/** A whole word typed key by key. */
export const typeWord = (method: TypingMethod, keys: string): string =>
  [...keys].reduce((word, key) => typeKey(method, word, key), '');

function grant(word: Word, wish: Wish, key: string): string | null {
  switch (wish.kind) {
    case 'tone':
      if (toneIndex(word.letters) === -1) return null;
      if (word.tone === wish.tone) return putTogether({ letters: [...word.letters, key], tone: '' });
      return putTogether({ ...word, tone: wish.tone });
    case 'no-tone':
      return word.tone === '' ? null : putTogether({ ...word, tone: '' });
    case 'shape':
      return reshape(word, wish.shapes, key);
  }
}

function reshape(word: Word, shapes: readonly (readonly [string, string])[], key: string): string | null {
  const letters = [...word.letters];
  const isD = shapes[0]?.[0] === 'd';
  const at = isD ? 0 : lastVowelOf(letters, shapes);
  const letter = letters[at];
  if (letter === undefined) return null;
  const given = shapes.find(([plain]) => plain === letter.toLowerCase());
  if (given !== undefined) {
    // `oo` that somebody asked for by a third o stays: soóc, xoong.
    if (isTwin(letters, at)) return null;
    letters[at] = cased(given[1], letter);
    // Of u and o before it `uo` becomes `ươ` as one; `uơ` alone (thuở, huơ) is typed by what stands behind it.
    const before = letters[at - 1];
    if (given[1] === 'ơ' && before?.toLowerCase() === 'u' && !isGlide(letters, at - 1)) {
      letters[at - 1] = cased('ư', before);
    }
    return putTogether({ letters, tone: word.tone });
  }
  const back = shapes.find(([, shaped]) => shaped === letter.toLowerCase());
  if (back === undefined) return null;
  letters[at] = cased(back[0], letter);
  const before = letters[at - 1];
  if (back[1] === 'ơ' && before?.toLowerCase() === 'ư') letters[at - 1] = cased('u', before);
  return putTogether({ letters: [...letters, key], tone: word.tone });
}

/** The vowel that a shape is meant for: the last of the word that can take or has it; of `ua` and `ưa` the u. */
function lastVowelOf(letters: readonly string[], shapes: readonly (readonly [string, string])[]): number {
  let end = letters.length;
  while (end > 0 && !isVowel(letters[end - 1])) end -= 1;
  const can = (index: number): boolean =>
    shapes.some(([plain, shaped]) => [plain, shaped].includes(letters[index]?.toLowerCase() ?? ''));
  for (let index = end - 1; index >= 0 && isVowel(letters[index]); index -= 1) {
    if (!can(index)) continue;
    const isOpenA = letters[index]?.toLowerCase() === 'a' && index === letters.length - 1;
    if (isOpenA && can(index - 1) && !isTwin(letters, index) && !isGlide(letters, index - 1))
      return index - 1;
    return index;
  }
  return -1;
}

/** The same plain letter twice in a row: the second was typed to stay. */
const isTwin = (letters: readonly string[], at: number): boolean =>
  letters[at - 1]?.toLowerCase() === letters[at]?.toLowerCase();

const isGlide = (letters: readonly string[], at: number): boolean =>
  letters[at]?.toLowerCase() === 'u' && letters[at - 1]?.toLowerCase() === 'q';

const cased = (letter: string, like: string): string =>
  like === like.toUpperCase() ? letter.toUpperCase() : letter;
