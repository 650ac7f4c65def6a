/** What two births come to that cannot be of one human. No birth is written so. */
export const NO_BIRTH_FITS = '!';

/**
 * What a birth on a card says for sure: the whole date `YYYY-MM-DD`, or the year where the rest is hidden or unknown,
 * or null. `1987-**-**` and `1987-01` say the year.
 */
export function birthFact(birth: string | null): string | null {
  if (birth === null) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(birth)) return birth;
  return /^(\d{4})(?![^-])/.exec(birth)?.[1] ?? null;
}

/**
 * What two facts about one human's birth say together: the more exact one, or `NO_BIRTH_FITS`. The order in which
 * facts come does not matter, and once nothing fits, nothing ever does again.
 */
export function meetBirths(one: string | null, other: string | null): string | null {
  if (one === null || one === other) return other;
  if (other === null) return one;
  if (one.length === 4 && other.startsWith(`${one}-`)) return other;
  if (other.length === 4 && one.startsWith(`${other}-`)) return one;
  return NO_BIRTH_FITS;
}
