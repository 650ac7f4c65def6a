import { decodeUtf8 } from './codepages.ts';
import { isVietnameseLetter } from './letters.ts';
import { isSyllable } from './syllable.ts';

/*
 * ALT digits that arrive as digits because nobody held ALT down for the system: `Tr432417ng` is Trương by code
 * points (432, 417), `Tr0198017601980161ng` the same by UTF-8 bytes (C6 B0 C6 A1), four digits each.
 */

/** Forward picture of the damage, for find-my-scanner. */
export function toBareDigits(text: string, unit: 'code-points' | 'bytes'): string {
  return [...text]
    .map((character) => {
      if (character < '\u0080') return character;
      if (unit === 'code-points') return String(character.codePointAt(0));
      return [...new TextEncoder().encode(character)].map((byte) => String(byte).padStart(4, '0')).join('');
    })
    .join('');
}

/** All ways to cut a run of digits into code points of Vietnamese letters (3 or 4 digits each). */
function cutIntoLetters(run: string): readonly string[] {
  if (run === '') return [''];
  return [3, 4].flatMap((length) => {
    if (run.length < length) return [];
    const letter = String.fromCodePoint(Number(run.slice(0, length)));
    if (run.startsWith('0') || !isVietnameseLetter(letter)) return [];
    return cutIntoLetters(run.slice(length)).map((rest) => letter + rest);
  });
}

/** Groups of `0` and three digits as strict UTF-8, or null. */
function bytesToLetters(run: string): string | null {
  if (run.length % 4 !== 0 || !/^(0(1[2-9]\d|2[0-5]\d))+$/.test(run)) return null;
  const values = (run.match(/\d{4}/g) ?? []).map(Number);
  const text = values.every((value) => value <= 255) ? decodeUtf8(Uint8Array.from(values)) : null;
  return text !== null && [...text.normalize('NFC')].every(isVietnameseLetter) ? text : null;
}

/** A Vietnamese syllable has at most three vowels and đ: no more digits than this in one word. */
const LONGEST_RUN = 36;
const LONGEST_WORD = 64;

/** The one reading of a word with digits in it, or null. */
function readWord(word: string): string | null {
  if (word.length > LONGEST_WORD) return null;
  let readings = [''];
  for (const part of word.match(/\d+|\D+/g) ?? []) {
    if (part.length > LONGEST_RUN) return null;
    const byBytes = /^\d/.test(part) ? bytesToLetters(part) : null;
    const choices = !/^\d/.test(part) ? [part] : byBytes !== null ? [byBytes] : cutIntoLetters(part);
    readings = readings.flatMap((start) => choices.map((choice) => start + choice));
    if (readings.length > 256) return null;
  }
  const valid = readings.map((reading) => reading.normalize('NFC')).filter(isSyllable);
  const [only] = valid;
  return valid.length === 1 && only !== undefined ? only : null;
}

/** Bytes as digits, or two letters' digits between letters: nothing that a badge or house number looks like. */
const isStrong = (word: string): boolean =>
  /[A-Za-z]\d{6,}[A-Za-z]/.test(word) || /(^|\D)(0(1[2-9]\d|2[0-5]\d)){2,}(\D|$)/.test(word);

/**
 * Puts back words whose letters arrived as digits, or null where nothing shows that damage for sure. `T225` alone
 * may well be a badge: one word that cannot be anything else, or a card's row of fields with a word that has one
 * reading and letters on both sides, must be there before such words are read as letters.
 */
export function repairBareDigits(text: string): string | null {
  const isCard = text.split('|').length >= 6;
  let sure = false;
  const put = text.replace(/[A-Za-z0-9]+/g, (word) => {
    if (!/[A-Za-z]/.test(word) || !/\d{3}/.test(word)) return word;
    const reading = readWord(word);
    if (reading === null) return word;
    if (isStrong(word) || (isCard && /[A-Za-z]\d+[A-Za-z]/.test(word))) sure = true;
    return reading;
  });
  return sure ? put : null;
}
