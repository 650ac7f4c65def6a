/** One element string of GS1: application identifier and its value. */
export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

/** How FNC1 arrives between elements of variable length: the control character GS. */
export const GS = '\u001d';

/** More than any label holds: a hostile text gets no long list out of us. */
const MOST_ELEMENTS = 24;
const LONGEST_VALUE = 90;

/** Digits of an identifier by its first two (GS1 General Specifications, section 3.2); others have no meaning. */
function lengthOfAi(start: string): number | null {
  if (/^(0[0-4]|1[0-35-7]|2[0-2]|30|37|9\d)$/.test(start)) return 2;
  if (/^(2[345]|4[012]|71)$/.test(start)) return 3;
  return /^(3[1-69]|43|7[02]|8[0-2])$/.test(start) ? 4 : null;
}

const PREDEFINED: ReadonlyMap<string, number> = new Map([
  ['00', 18],
  ['01', 14],
  ['02', 14],
  ['03', 14],
  ['04', 16],
  ['20', 2],
]);

/**
 * Characters of a value whose length never varies: those of predefined length, which no FNC1 follows (GS1 General
 * Specifications, section 7.8), and the service relation numbers 8017 and 8018, which people's badges carry.
 */
function fixedLength(ai: string): number | null {
  if (ai === '8017' || ai === '8018') return 18;
  if (ai.startsWith('41')) return 13;
  if (/^3[1-6]/.test(ai)) return 6;
  if (/^1[1-9]$/.test(ai)) return 6;
  return PREDEFINED.get(ai) ?? null;
}

/** The modulo 10 check digit of GS1 numbers is right. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, weight = 1; index >= 0; index -= 1, weight = 4 - weight) {
    sum += Number(digits[index]) * weight;
  }
  return sum % 10 === 0;
}

/** A number with check digit first, of its whole length: nothing else looks like that by mere chance. */
function beginsLikeGs1(text: string): boolean {
  const number = /^(?:00|801[78])(\d{18})|^01(\d{14})/.exec(text);
  const digits = number?.[1] ?? number?.[2];
  return digits !== undefined && hasCheckDigit(digits);
}

/**
 * The element strings of a text, or null where it is none. Elements are told apart by GS, or stand in brackets as
 * under a printed label, which is how some decoders give them. A text that nobody announced as GS1 and that has
 * neither must begin with a number whose check digit is right.
 * @param announced the AIM identifier said GS1
 */
export function readElements(text: string, announced: boolean): readonly Gs1Element[] | null {
  if (text.startsWith('(')) return readBracketed(text);
  if (!announced && !text.includes(GS) && !beginsLikeGs1(text)) return null;
  const elements: Gs1Element[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === GS) {
      at += 1;
      continue;
    }
    const aiLength = lengthOfAi(text.slice(at, at + 2));
    const ai = text.slice(at, at + (aiLength ?? 0));
    const from = at + ai.length;
    const gs = text.indexOf(GS, from);
    const until = gs < 0 ? text.length : gs;
    const to = Math.min(until, from + (fixedLength(ai) ?? LONGEST_VALUE));
    const element = elementOf(ai, text.slice(from, to));
    if (element === null || elements.length === MOST_ELEMENTS) return null;
    elements.push(element);
    at = to;
  }
  return elements.length === 0 ? null : elements;
}

function readBracketed(text: string): readonly Gs1Element[] | null {
  const elements: Gs1Element[] = [];
  let at = 0;
  while (at < text.length) {
    const found = /^\((\d{2,4})\)([^()]*)/.exec(text.slice(at, at + LONGEST_VALUE + 6));
    const element = elementOf(found?.[1] ?? '', found?.[2] ?? '');
    if (found === null || element === null || elements.length === MOST_ELEMENTS) return null;
    elements.push(element);
    at += found[0].length;
  }
  return elements.length === 0 ? null : elements;
}

/** Null where the identifier is none, or the value is empty, too short, or of other characters than GS1 allows. */
function elementOf(ai: string, value: string): Gs1Element | null {
  if (ai.length < 2 || !/^\d+$/.test(ai) || lengthOfAi(ai.slice(0, 2)) !== ai.length) return null;
  const length = fixedLength(ai);
  const isRight =
    length === null
      ? /^[\x21-\x7e]+$/.test(value) && value.length <= LONGEST_VALUE
      : value.length === length && /^\d+$/.test(value);
  return isRight ? { ai, value } : null;
}

/** Element strings as a label shows them, `(01)09506000134352(21)A7`: the one written form. */
export const writeElements = (elements: readonly Gs1Element[]): string =>
  elements.map(({ ai, value }) => `(${ai})${value}`).join('');
