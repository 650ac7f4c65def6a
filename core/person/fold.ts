/**
 * Folds a name or search text so that `NGUYEN VAN THU`, `Nguyễn Văn Thử` and `nguyễn  văn thử` (composed or not)
 * are one: accents and tone marks off, đ to d, lower case, everything that is no letter or digit to one space.
 */
export function foldName(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** One space between words, none around, composed letters; case and accents stay. For names as they are kept. */
export function tidyName(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(/\s+/gu, ' ').trim();
}
