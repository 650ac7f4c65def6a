/** The 45 characters that an alphanumeric QR holds, in the order of their values (RFC 9285, section 4.2). */
export const BASE45_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const NONE = 255;
const VALUES = valuesOf(BASE45_ALPHABET);

function valuesOf(alphabet: string): Uint8Array {
  const values = new Uint8Array(128).fill(NONE);
  for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;
  return values;
}

const valueAt = (text: string, at: number): number => VALUES[text.charCodeAt(at)] ?? NONE;

/**
 * Base45 to bytes (RFC 9285): three characters are two bytes, a last two are one. Null where a character is none
 * of the 45, small letters included, where the length cannot be, or where three say more than 65535 or two more
 * than 255: two texts for the same bytes would be two "certificates".
 */
export function decodeBase45(text: string): Uint8Array | null {
  const rest = text.length % 3;
  if (rest === 1) return null;
  const bytes = new Uint8Array(((text.length - rest) / 3) * 2 + (rest === 2 ? 1 : 0));
  let filled = 0;
  for (let at = 0; at < text.length; at += 3) {
    const [low, middle] = [valueAt(text, at), valueAt(text, at + 1)];
    if (low === NONE || middle === NONE) return null;
    if (at + 2 >= text.length) {
      const byte = low + middle * 45;
      if (byte > 0xff) return null;
      bytes[filled] = byte;
    } else {
      const high = valueAt(text, at + 2);
      const pair = low + middle * 45 + high * 45 * 45;
      if (high === NONE || pair > 0xffff) return null;
      bytes[filled] = pair >> 8;
      bytes[filled + 1] = pair & 0xff;
    }
    filled += 2;
  }
  return bytes;
}
