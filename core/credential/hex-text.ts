import { visibleText } from '../read/clean.ts';

/** Stateless as it is used here: no streaming. Refuses what is no UTF-8. */
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a field in hex came to. */
export interface HexText {
  /** The words; null where the field is empty or could not be read. */
  readonly text: string | null;
  /** True where the field was meant as hex and is broken. */
  readonly damaged: boolean;
}

const EMPTY: HexText = { text: null, damaged: false };
const DAMAGED: HexText = { text: null, damaged: true };

/**
 * Hex digits of UTF-8, in either case, as words with the same cleaning that every read gets: what a hex field says
 * must not bring in unseen characters by a back door. Null where it is no hex of UTF-8.
 */
export function decodeHex(field: string): string | null {
  if (field.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(field)) return null;
  let text: string;
  try {
    text = STRICT.decode(Buffer.from(field, 'hex'));
  } catch {
    return null;
  }
  // "123A" is a house number sooner than the byte 0x12 and a colon.
  return /[^\P{Cc}\s]/u.test(text) ? null : visibleText(text).replace(/\s+/gu, ' ').trim();
}

/**
 * A field that health-insurance cards write in hex and some printers in plain letters. `-` is how such a card says
 * that there is nothing. A broken hex is never guessed at: digits stand in it, and in no name or address of letters.
 */
export function readHexText(field: string): HexText {
  if (field === '' || field === '-') return EMPTY;
  const decoded = decodeHex(field);
  if (decoded !== null) return decoded === '' ? EMPTY : { text: decoded, damaged: false };
  return isMeantAsHex(field) ? DAMAGED : { text: field, damaged: false };
}

/**
 * True where nearly all of a field are hex digits and at least a third decimal ones, as in the UTF-8 of any
 * Latin text: 0x41 to 0x7A all begin with a decimal digit. Spaces tell an address with many numbers from it.
 */
function isMeantAsHex(field: string): boolean {
  if (field.includes(' ')) return false;
  const digits = field.match(/[0-9]/g)?.length ?? 0;
  const hex = field.match(/[0-9a-f]/gi)?.length ?? 0;
  return digits * 3 >= field.length && hex * 10 >= field.length * 6;
}
