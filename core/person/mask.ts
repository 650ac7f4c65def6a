const DOT = '•';
/** Longest word of a name that is shown, in characters: a hostile code must not fill the screen. */
const LONGEST_WORD = 16;

/** How many characters stay readable before and after the dots, by length of the number. */
function shown(length: number): readonly [before: number, after: number] {
  if (length >= 12) return [3, 4];
  if (length >= 8) return [0, 3];
  if (length >= 5) return [0, 2];
  return [0, 0];
}

/**
 * Masks a document or phone number: `001099000001` -> `001•••••0001`, `123456789` -> `••••••789`. The guard can
 * compare it with the card in his hand; a bystander cannot use it. `*` of a masked number becomes a dot too.
 */
export function maskDocument(number: string): string {
  const characters = [...number];
  const [before, after] = shown(characters.length);
  return characters
    .map((character, index) =>
      character !== '*' && (index < before || index >= characters.length - after) ? character : DOT,
    )
    .join('');
}

/**
 * Masks a name to initials and the given name, which in Vietnam comes last: `Nguyễn Văn Thử` -> `N. V. Thử`.
 * A name of one word keeps its first letter only.
 */
export function maskName(name: string): string {
  const words = name
    .normalize('NFC')
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const last = words.at(-1);
  if (last === undefined) return '';
  if (words.length === 1) return `${[...last][0] ?? ''}${DOT.repeat(3)}`;
  const initials = words
    .slice(0, -1)
    .slice(0, 4)
    .map((word) => `${[...word][0] ?? ''}.`);
  return [...initials, [...last].slice(0, LONGEST_WORD).join('')].join(' ');
}

/** Year of a birth given as `YYYY-MM-DD`, `YYYY-**-**` or `YYYY`; null where there is none. */
export function birthYear(birth: string): string | null {
  return /^(\d{4})(-|$)/.exec(birth)?.[1] ?? null;
}
