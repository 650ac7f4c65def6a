/**
 * Folds a name or search text so that `NGUYEN VAN THU`, `Nguyễn Văn Thử` and `nguyễn  văn thử` (composed or not, wide or
 * narrow letters) are one: accents and tone marks off, đ to d, one case, everything that is no letter or digit to one
 * space.
 */
export function foldName(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFKD')
      // Both ways: letters such as ß have an upper case that comes back as others.
      .toUpperCase()
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/đ/g, 'd')
      // A sigma is written otherwise at the end of a word, and where that is changes when marks go.
      .replace(/ς/g, 'σ')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

/** One space between words, none around, composed letters; case and accents stay. For names as they are kept. */
export function tidyName(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** True unless two names, both known, each have a word that the other has not: `Lan` and `Nguyễn Thị Lan` agree. */
export function namesAgree(one: string | null, other: string | null): boolean {
  const words = wordsOf(one);
  const others = wordsOf(other);
  return words.every((word) => others.includes(word)) || others.every((word) => words.includes(word));
}

/** `namesAgree` of a name that is still being typed: its last word may be the beginning of one. */
export function typedNameAgrees(typed: string, known: string): boolean {
  if (namesAgree(typed, known)) return true;
  const words = wordsOf(typed);
  const last = words.at(-1) ?? '';
  return (
    namesAgree(words.slice(0, -1).join(' '), known) && wordsOf(known).some((word) => word.startsWith(last))
  );
}

const wordsOf = (name: string | null): readonly string[] =>
  foldName(name ?? '')
    .split(' ')
    .filter((word) => word !== '');
