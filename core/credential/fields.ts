/** Splits a card's text at `|` and takes odd spaces out of every field; '' where a field is empty. */
export function splitFields(text: string): readonly string[] {
  return text.split('|').map((field) => field.replace(/\s+/gu, ' ').trim());
}

/** A field for the record: null where the card leaves it empty. */
export const orNull = (field: string | undefined): string | null =>
  field === undefined || field === '' ? null : field;

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A date as cards write it, `DDMMYYYY`, `DD/MM/YYYY` (also with - or .) or a bare year, as `YYYY-MM-DD` or `YYYY`.
 * `0000YYYY` is how a card says that only the year is known. Null where it is no date of 1850 to 2399, the
 * centuries that an identity number can name.
 */
export function readDate(field: string): string | null {
  const yearOnly = /^(?:0{4}|00[/.-]00[/.-])?(\d{4})$/.exec(field)?.[1];
  if (yearOnly !== undefined) return isYear(Number(yearOnly)) ? yearOnly : null;
  const parts = /^(\d{2})(\d{2})(\d{4})$/.exec(field) ?? /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(field);
  return parts === null ? null : calendarDay(Number(parts[3]), Number(parts[2]), Number(parts[1]));
}

/** A date `YYYY-MM-DD` as it stands; null where it is none of 1850 to 2399 or no day of the calendar. */
export function readIsoDate(field: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(field);
  return parts === null ? null : calendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

function calendarDay(year: number, month: number, day: number): string | null {
  const days = month === 2 && !isLeap(year) ? 28 : (DAYS[month - 1] ?? 0);
  if (!isYear(year) || day < 1 || day > days) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const isYear = (year: number): boolean => year >= 1850 && year < 2400;
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
