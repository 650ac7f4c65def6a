import { CP437_BYTES, fromCp437 } from './codepages.ts';
import { hasOneCase, isVietnameseLetter, VIETNAMESE_LETTERS } from './letters.ts';
import { isSyllable } from './syllable.ts';

/*
 * A scanner in ALT mode types the code point in decimal, ư as ALT+432. Windows keeps one byte of it
 * (432 mod 256 = 0xB0) and shows that byte in code page 437: ░. So 134 letters land on 100 bytes, 34 of which
 * stand for two letters, and four stand for plain ASCII: Ĩ ĩ Ũ ũ become `(`, `)`, `h`, `i`.
 * `Tr░íng` is Trương (432, 417); Trường (432, 7901) becomes `Tr░▌ng`.
 */

/** What Windows shows for a text typed by ALT + decimal code point: what the repair undoes. */
export function reduceToCp437(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 0x80 ? character : fromCp437(code % 256);
    })
    .join('');
}

/** byte -> the Vietnamese letters that land on it, at most two. */
const LETTERS_OF_BYTE: ReadonlyMap<number, readonly string[]> = Map.groupBy(
  VIETNAMESE_LETTERS,
  (letter) => (letter.codePointAt(0) ?? 0) % 256,
);

/** Letters that a delivered character can stand for; empty where it is no image of a Vietnamese letter. */
export function lettersBehind(character: string): readonly string[] {
  const byte = CP437_BYTES.get(character);
  return byte === undefined ? [] : (LETTERS_OF_BYTE.get(byte) ?? []);
}

/** A character that Vietnamese text does not have and that is the image of a letter: the sign of the damage. */
const isForeign = (character: string): boolean =>
  !/[\x20-\x7e]/.test(character) && !isVietnameseLetter(character) && lettersBehind(character).length > 0;

const isWordCharacter = (character: string): boolean =>
  /[A-Za-z()]/.test(character) || lettersBehind(character).length > 0;

/** The longest syllable has seven letters, nghiêng; with parentheses around it, nine. */
const LONGEST_WORD = 10;
/** No syllable has more letters beyond ASCII than được. */
const MOST_ACCENTS = 3;
/** Readings tried in one text, so that a hostile one costs milliseconds; a real card has a few hundred. */
const MOST_READINGS = 8192;

function readingsOf(word: string): readonly string[] {
  const accents = [...word].filter((character) => !/[\x20-\x7e]/.test(character)).length;
  if (word.length > LONGEST_WORD || accents > MOST_ACCENTS) return [];
  let readings = [''];
  for (const character of word) {
    const choices = [...(/[\x20-\x7e]/.test(character) ? [character] : []), ...lettersBehind(character)];
    readings = readings.flatMap((start) => choices.map((choice) => start + choice));
  }
  return readings;
}

/** Words between the parentheses of a reading are all syllables. */
const isReadable = (reading: string): boolean => {
  const parts = reading.split(/[()]+/).filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => hasOneCase(part) && isSyllable(part));
};

interface WordRepair {
  readonly text: string;
  readonly ambiguous: boolean;
}

/** Reads words until the readings of one text are used up; what comes after stands as delivered. */
function createWordRepair(): (word: string) => WordRepair {
  let left = MOST_READINGS;
  return (word) => {
    const all = readingsOf(word);
    const foreign = [...word].some((character) => !/[\x20-\x7e]/.test(character));
    left -= all.length;
    if (left < 0) return { text: word, ambiguous: foreign };
    const readings = all.filter(isReadable);
    const [only] = readings;
    if (readings.length === 1 && only !== undefined) return { text: only, ambiguous: false };
    // A plain word without a reading, such as Pleiku, is simply that word.
    return { text: word, ambiguous: foreign || readings.length > 1 };
  };
}

/**
 * A word that shows the damage: it has a foreign character beside another letter. A symbol that plain text uses
 * too, as in `36.5°C`, shows it only where the word could be read.
 */
const isSign = (word: string, repair: WordRepair): boolean =>
  word.length > 1 &&
  [...word].some((one) => isForeign(one) && (repair.text !== word || !/[\u00a0-\u00bf÷∙]/.test(one)));

/** Outcome of looking for CP437 damage: null where there is no sign of it. */
export interface Cp437Repair {
  readonly text: string;
  /** At least one word was put back. */
  readonly repaired: boolean;
  /** At least one word has several readings or none, and stands as delivered. */
  readonly ambiguous: boolean;
}

/**
 * Puts back each word that has exactly one Vietnamese reading; leaves the others as delivered. Text that holds
 * Vietnamese letters which are no image of others is not damaged this way. Text whose only accents are á í ó ú is
 * taken as it stands: `Phúc` is far likelier than a lone damaged word without any other sign.
 */
export function repairCp437(text: string): Cp437Repair | null {
  const characters = [...text];
  if (characters.some((one) => isVietnameseLetter(one) && lettersBehind(one).length === 0)) return null;
  let repaired = false;
  let ambiguous = false;
  let signs = 0;
  const repairWord = createWordRepair();
  const put = words(characters).map((word) => {
    if (!isWordCharacter(word[0] ?? '')) return word;
    const repair = repairWord(word);
    if (isSign(word, repair)) signs += 1;
    if (repair.text !== word) repaired = true;
    if (repair.ambiguous) ambiguous = true;
    return repair.text;
  });
  return signs === 0 ? null : { text: put.join(''), repaired, ambiguous };
}

/** Cuts into runs of word characters and runs of others. */
function words(characters: readonly string[]): readonly string[] {
  const cut: string[] = [];
  let inWord: boolean | null = null;
  let run = '';
  for (const character of characters) {
    const now = isWordCharacter(character);
    if (now !== inWord && run !== '') {
      cut.push(run);
      run = '';
    }
    inWord = now;
    run += character;
  }
  if (run !== '') cut.push(run);
  return cut;
}
