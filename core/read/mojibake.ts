import { CP437_BYTES, CP1252_BYTES, decodeUtf8, encodeIn, fromCp437, fromCp1252 } from './codepages.ts';
import { isVietnameseLetter } from './letters.ts';

/** What a byte-wise keyboard path makes of a text: its UTF-8 bytes shown one by one, `Trương` as `TrÆ°Æ¡ng`. */
export function toMojibake(text: string, page: 'windows-1252' | 'cp437'): string {
  const show = page === 'cp437' ? fromCp437 : fromCp1252;
  return [...new TextEncoder().encode(text)].map(show).join('');
}

const isPlausible = (text: string): boolean => {
  const beyond = [...text.normalize('NFC')].filter((character) => character > '\u007f');
  return beyond.length > 0 && beyond.every(isVietnameseLetter);
};

/**
 * Puts UTF-8 bytes that were shown one by one together again. Strict UTF-8 over the whole text that comes out as
 * Vietnamese letters does not happen by chance, so a result is unique; null where there is none.
 */
export function repairMojibake(text: string): string | null {
  // Without a byte that starts a two- or three-byte letter there is nothing to put together.
  if (!/[^\x00-\x7f]/.test(text)) return null;
  // à is C3 A0; the no-break space A0 often arrives as a plain one.
  for (const candidate of [text, text.replaceAll('Ã ', 'Ã\u00a0')]) {
    for (const page of [CP1252_BYTES, CP437_BYTES]) {
      const bytes = encodeIn(page, candidate);
      const decoded = bytes === null ? null : decodeUtf8(bytes);
      if (decoded !== null && isPlausible(decoded)) return decoded;
    }
  }
  return null;
}
