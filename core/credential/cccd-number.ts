import type { Check } from './credential.ts';

/*
 * The twelve digits of a personal identity number (Decree 137/2015/NĐ-CP, Circular 59/2021/TT-BCA): three for
 * province or country, one for century and sex, two for the year of birth, six serial. There is no check digit.
 */

/** Province codes run from 001 to 096; the list grew before, so an unknown one is a note and not a fault. */
const LAST_PROVINCE = 96;
/** Countries are numbered from 101 upwards for people whose birth was registered abroad. */
const COUNTRIES = { first: 101, last: 399 } as const;

/** What a number says about its holder, by its first six digits. */
export interface NumberFacts {
  readonly placeKnown: boolean;
  readonly male: boolean;
  readonly birthYear: number;
}

/** Reads twelve digits; null where the text is anything else. */
export function readNumber(number: string): NumberFacts | null {
  if (!/^\d{12}$/.test(number)) return null;
  const place = Number(number.slice(0, 3));
  const century = Number(number[3]);
  return {
    placeKnown:
      (place >= 1 && place <= LAST_PROVINCE) || (place >= COUNTRIES.first && place <= COUNTRIES.last),
    male: century % 2 === 0,
    birthYear: 1900 + Math.floor(century / 2) * 100 + Number(number.slice(4, 6)),
  };
}

/** What a card says beside the number; null where that could not be read, `male` left out where it says no sex. */
export interface BesideNumber {
  /** `YYYY-MM-DD` or `YYYY`. */
  readonly birth: string | null;
  readonly male?: boolean | null;
}

/** Compares a number with what else the card says. A mismatch is a warning for the guard, never a refusal. */
export function checkNumber(
  number: string,
  card: BesideNumber,
): { readonly checks: readonly Check[]; readonly notes: readonly string[] } {
  const facts = readNumber(number);
  if (facts === null) return { checks: [], notes: [] };
  const year = card.birth === null ? null : Number(card.birth.slice(0, 4));
  const birthDiffers = year !== null && year !== facts.birthYear;
  const saysSex = card.male !== undefined;
  const sexDiffers = saysSex && card.male !== null && card.male !== facts.male;
  return {
    checks: [
      consistent({ birthDiffers, sexDiffers, saysSex, isUnread: year === null || card.male === null }),
    ],
    notes: [
      ...(birthDiffers ? ['number-does-not-match-birth'] : []),
      ...(sexDiffers ? ['number-does-not-match-sex'] : []),
      ...(facts.placeKnown ? [] : ['unknown-province']),
    ],
  };
}

interface Compared {
  readonly birthDiffers: boolean;
  readonly sexDiffers: boolean;
  readonly saysSex: boolean;
  readonly isUnread: boolean;
}

function consistent({ birthDiffers, sexDiffers, saysSex, isUnread }: Compared): Check {
  const name = 'numberConsistent';
  if (birthDiffers || sexDiffers) {
    const what =
      birthDiffers && sexDiffers ? 'year of birth and sex' : birthDiffers ? 'year of birth' : 'sex';
    return { name, outcome: 'fail', why: `${what} in the number is not that of the card` };
  }
  if (isUnread) return { name, outcome: 'unknown', why: "the card's year of birth or sex could not be read" };
  return saysSex
    ? { name, outcome: 'pass', why: 'year of birth and sex in the number are those of the card' }
    : { name, outcome: 'pass', why: 'the year of birth in the number is that of the card' };
}
