/** How a zip begins: the local header of its first file (PKWARE APPNOTE 4.3.7). */
const ZIP = 'PK\u0003\u0004';

/**
 * True for a code that holds a zip (a DIVOC certificate), each byte as the character of that number. Its makers write it
 * so into the QR, as a text of characters 0 to 255. Nothing in it is a word, a terminator or a space.
 */
export const isZipText = (text: string): boolean => text.startsWith(ZIP);

/** The same form of a zip that came as bytes; null where the bytes are no zip. */
export function zipText(bytes: Uint8Array): string | null {
  const starts = [...ZIP].every((character, at) => bytes[at] === character.charCodeAt(0));
  if (!starts) return null;
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
