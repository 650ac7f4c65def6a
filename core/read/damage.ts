import { reduceToCp437, repairCp437 } from './cp437.ts';
import { repairBareDigits, toBareDigits } from './digits.ts';
import { isVietnameseLetter } from './letters.ts';
import { repairMojibake, toMojibake } from './mojibake.ts';
import type { Damage } from './read.ts';

/** A text that came over a keyboard, with its damage named and undone where only one reading is possible. */
export interface KeyboardRepair {
  readonly text: string;
  readonly damage: readonly Damage[];
}

/**
 * Names what the keyboard path did to a text (FORMATS.md, section 6) and undoes it where that is unique. Text in
 * which nothing is found comes back as it was, with no damage named. Give it the text before control characters
 * are removed: ă and đ can arrive as the control bytes 0x03 and 0x11.
 */
export function repairKeyboard(text: string): KeyboardRepair {
  if (isTypedOver(text)) return { text, damage: ['ime'] };
  const joined = repairMojibake(text);
  if (joined !== null) return { text: joined, damage: ['mojibake-repaired'] };
  const cp437 = repairCp437(text);
  if (cp437 !== null) {
    return {
      text: cp437.text,
      damage: [
        ...(cp437.repaired ? (['cp437-repaired'] as const) : []),
        ...(cp437.ambiguous ? (['cp437-ambiguous'] as const) : []),
      ],
    };
  }
  const undigited = repairBareDigits(text);
  if (undigited !== null) return { text: undigited, damage: ['bare-digits'] };
  return { text, damage: hasLostLetters(text) ? ['replacement-characters'] : [] };
}

/**
 * True where a Vietnamese input method wrote letters into text that can hold none: the base45 of a certificate, or a
 * hex field of a health-insurance card (`ee` typed as `ê`, `W` as `Ư`). What it ate cannot be put back.
 */
const isTypedOver = (text: string): boolean =>
  /^HC1:/i.test(text) ? hasVietnamese(text) : text.includes('|') && text.split('|').some(isHexTypedOver);

/** Long, without a space, a third of it digits, the rest hex and Vietnamese letters: no word and no house number. */
function isHexTypedOver(field: string): boolean {
  if (field.length < 12 || field.includes(' ') || !hasVietnamese(field)) return false;
  const letters = [...field];
  const digits = letters.filter((one) => one >= '0' && one <= '9').length;
  return (
    digits * 3 >= letters.length && letters.every((one) => /[0-9a-f]/i.test(one) || isVietnameseLetter(one))
  );
}

const hasVietnamese = (text: string): boolean => [...text].some(isVietnameseLetter);

/** Question marks inside words, as a keyboard path writes for letters that it does not know; not in web addresses. */
const hasLostLetters = (text: string): boolean => !/:\/\/|[=&]/.test(text) && /\p{L}\?+\p{L}/u.test(text);

/** Telex as Unikey does it to letters without a tone key after them, which is what a code consists of. */
function telex(text: string): string {
  const pairs: readonly (readonly [RegExp, string])[] = [
    [/aa/gi, 'â'],
    [/ee/gi, 'ê'],
    [/oo/gi, 'ô'],
    [/dd/gi, 'đ'],
    [/aw/gi, 'ă'],
    [/ow/gi, 'ơ'],
    [/uw/gi, 'ư'],
    [/w/gi, 'ư'],
  ];
  return pairs.reduce(
    (done, [keys, letter]) =>
      done.replace(keys, (typed) => (typed[0] === typed[0]?.toUpperCase() ? letter.toUpperCase() : letter)),
    text,
  );
}

/** Characters that other layouts give for keys of the US one: UK, French, German, Windows' Vietnamese. */
const LAYOUTS: readonly (readonly [from: string, to: string])[] = [
  ['@"#~\\|', '"@£¬#~'],
  ['1234567890-=!@#$%^&*()_+[]{};:\'",.<>/?qwazmQWAZM', '&é"\'(-è_çà)=1234567890°+^$¨£mMù%;:./!§azqw,AZQW?'],
  ['yzYZ-_=+[]{};:\'"/?@#^&*()\\|', 'zyZYß?´`ü+Ü*öÖäÄ-_"§&/(=)#\''],
  ['1234567890', 'ăâêôđ₫ươ₫đ'],
  ['1234567890', 'ăâêô\u0300\u0309\u0303\u0301đ-'],
];

/** True where every character that differs is what one of the layouts gives for the expected one, or the wrong case. */
function isLayout(expected: string, got: string): boolean {
  const wanted = [...expected];
  const came = [...got];
  if (wanted.length !== came.length) return false;
  return LAYOUTS.some(([from, to]) =>
    wanted.every((character, index) => {
      const other = came[index] ?? '';
      if (other === character) return true;
      const at = from.indexOf(character);
      return (at >= 0 && to[at] === other) || to.charAt(from.indexOf(other)) === character;
    }),
  );
}

/** Names the damage of one word whose true form is known; never empty where the two differ. */
function damageOfWord(expected: string, got: string): readonly Damage[] {
  if (expected === got) return [];
  if (got.includes('\ufffd')) return ['replacement-characters'];
  if (got === reduceToCp437(expected)) {
    return [repairCp437(got)?.text === expected ? 'cp437-repaired' : 'cp437-ambiguous'];
  }
  if (got === toMojibake(expected, 'windows-1252') || got === toMojibake(expected, 'cp437')) {
    return ['mojibake-repaired'];
  }
  if (got === toBareDigits(expected, 'code-points') || got === toBareDigits(expected, 'bytes')) {
    return ['bare-digits'];
  }
  if (got === telex(expected)) return ['ime'];
  // Caps Lock is a state of the keyboard too.
  if (isLayout(expected, got) || got.toLowerCase() === expected.toLowerCase()) return ['layout'];
  if (lostLetters(expected, got)) return ['replacement-characters'];
  if (got !== '' && expected.startsWith(got)) return ['truncated'];
  const repair = repairKeyboard(got);
  if (repair.text === expected) return repair.damage;
  return /[ăâđêôơưĂÂĐÊÔƠƯ]/.test(got) && !/[ăâđêôơư]/i.test(expected) ? ['ime'] : ['layout'];
}

/** Letters beyond ASCII were dropped or became question marks, and nothing else changed. */
function lostLetters(expected: string, got: string): boolean {
  if (!/[^\x00-\x7f]/.test(expected)) return false;
  const bare = expected.replace(/[^\x00-\x7f]/gu, '');
  const unaccented = expected.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  return got.replaceAll('?', '') === bare || got === unaccented;
}

/**
 * For "find my scanner": the text is known, so the damage can be named for sure, word by word. Empty only where
 * what arrived is the expected text (after NFC and without space around it).
 */
export function expectedDamage(expected: string, got: string): readonly Damage[] {
  const wanted = expected.normalize('NFC').trim();
  const came = got.normalize('NFC').trim();
  if (wanted === came) return [];
  if (came !== '' && wanted.startsWith(came)) return ['truncated'];
  const wantedWords = wanted.split(/\s+/);
  const cameWords = came.split(/\s+/);
  if (wantedWords.length !== cameWords.length) return damageOfWord(wanted, came);
  const found = wantedWords.flatMap((word, index) => damageOfWord(word, cameWords[index] ?? ''));
  return found.length === 0 ? damageOfWord(wanted, came) : [...new Set(found)];
}
