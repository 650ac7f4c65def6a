import { decodeUtf8, fromCp437, fromCp1252 } from './codepages.ts';
import { isVietnameseLetter } from './letters.ts';

/*
 * Scanners write letters that no key has by holding ALT and typing a number on the keypad. Windows would reduce that
 * to one byte (cp437.ts); from the keys themselves it comes back whole. What the number means differs by scanner:
 * code point, byte of UTF-8, or byte of a code page. All numbers of one read are looked at together.
 */

/** The number of one ALT sequence as typed, with its leading zero or the `+` of hexadecimal; or a plain character. */
export type KeyPart =
  | { readonly kind: 'char'; readonly text: string }
  | { readonly kind: 'alt'; readonly digits: string };

/** More digits than any code point has are not kept. */
export const MOST_ALT_DIGITS = 8;

interface AltNumber {
  readonly value: number;
  /** A leading zero asks Windows for windows-1252 and not CP437. */
  readonly zero: boolean;
}

function readDigits(digits: string): AltNumber {
  if (digits.startsWith('+')) return { value: Number.parseInt(digits.slice(1), 16), zero: true };
  return { value: Number.parseInt(digits, 10), zero: digits.startsWith('0') };
}

function fromCodePoint(value: number): string {
  const isScalar = value >= 0 && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
  return isScalar ? String.fromCodePoint(value) : '\ufffd';
}

/**
 * One number below 256 that is no part of UTF-8. Without a zero it is CP437 as on Windows, unless as a code point it
 * is a Vietnamese letter: á is ALT+225 from a scanner that counts in code points, and its CP437 sign ß stands on no
 * card here. No Vietnamese letter of CP437 (0x82 to 0xA3) has that range's number (0xC0 to 0xFD), so both survive.
 */
function fromByte({ value, zero }: AltNumber): string {
  if (zero) return fromCp1252(value);
  const letter = String.fromCharCode(value);
  return isVietnameseLetter(letter) ? letter : fromCp437(value);
}

/** Length of the UTF-8 sequence that a byte starts, or 0 where it starts none longer than one byte. */
function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** The character that the numbers from `index` on spell in UTF-8, or null. */
function utf8At(run: readonly AltNumber[], index: number): string | null {
  const length = sequenceLength(run[index]?.value ?? 0);
  const bytes = run.slice(index, index + length).map(({ value }) => value);
  if (length === 0 || bytes.length < length || bytes.some((byte) => byte > 0xff)) return null;
  return decodeUtf8(Uint8Array.from(bytes));
}

/** A run of ALT numbers with nothing between them. */
function decodeRun(run: readonly AltNumber[], countsInCodePoints: boolean): string {
  if (countsInCodePoints) return run.map(({ value }) => fromCodePoint(value)).join('');
  let text = '';
  for (let index = 0; index < run.length; ) {
    const joined = utf8At(run, index);
    const number = run[index];
    text += joined ?? (number === undefined ? '' : fromByte(number));
    index += joined === null ? 1 : sequenceLength(number?.value ?? 0);
  }
  return text;
}

/**
 * Puts the parts of one read together. Numbers above 255 are code points, and then all numbers of the read are;
 * neighbouring bytes that are strict UTF-8 are read as that; what is left is windows-1252 (leading zero) or CP437.
 */
export function assembleKeys(parts: readonly KeyPart[]): string {
  const countsInCodePoints = parts.some(
    (part) => part.kind === 'alt' && readDigits(part.digits).value > 0xff,
  );
  let text = '';
  let run: AltNumber[] = [];
  const close = (): void => {
    text += decodeRun(run, countsInCodePoints);
    run = [];
  };
  for (const part of parts) {
    if (part.kind === 'alt') {
      run.push(readDigits(part.digits));
      continue;
    }
    close();
    text += part.text;
  }
  close();
  return text;
}
