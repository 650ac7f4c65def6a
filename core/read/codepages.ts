/** Upper half of code page 437, bytes 0x80 to 0xFF, which Windows shows for ALT + digits without a leading zero. */
const CP437_HIGH =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
/** Pictures that CP437 has for bytes 0x01 to 0x1F. */
const CP437_LOW = '☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼';
/** windows-1252, bytes 0x80 to 0x9F; the five that it leaves open are the C1 controls, as browsers do (WHATWG Encoding). */
const CP1252_80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Character that Windows shows for a byte in CP437; control bytes stay controls, since that is what a scanner means. */
export function fromCp437(byte: number): string {
  return byte < 0x80 ? String.fromCharCode(byte) : (CP437_HIGH[byte - 0x80] ?? '\ufffd');
}

/** Character of a byte in windows-1252. */
export function fromCp1252(byte: number): string {
  if (byte >= 0x80 && byte < 0xa0) return CP1252_80[byte - 0x80] ?? '\ufffd';
  return String.fromCharCode(byte);
}

function inverse(low: string, high: string, highFrom: number): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (let byte = 0; byte < 0x80; byte += 1) bytes.set(String.fromCharCode(byte), byte);
  for (const [index, character] of [...low].entries()) bytes.set(character, index + 1);
  for (const [index, character] of [...high].entries()) bytes.set(character, highFrom + index);
  return bytes;
}

/** Byte of a character in CP437, control pictures included. */
export const CP437_BYTES = inverse(CP437_LOW, CP437_HIGH, 0x80);

/** Byte of a character in windows-1252. */
export const CP1252_BYTES: ReadonlyMap<string, number> = inverse(
  '',
  CP1252_80 + Array.from({ length: 96 }, (_, index) => String.fromCharCode(0xa0 + index)).join(''),
  0x80,
);

/** The text's bytes in a code page, or null where a character is not in it. */
export function encodeIn(page: ReadonlyMap<string, number>, text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (const character of text) {
    const byte = page.get(character);
    if (byte === undefined) return null;
    bytes[length] = byte;
    length += 1;
  }
  return bytes.subarray(0, length);
}

/** Strict UTF-8, or null. A leading U+FEFF is kept. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
