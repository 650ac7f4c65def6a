import { zipText } from '../../core/read/binary.ts';

/** Speeds that scanners leave their factory with: 9600 8N1 (most), 115200 8N1 (Honeywell). FORMATS section 6. */
export type BaudRate = 9600 | 115200;
export const BAUD_RATES: readonly BaudRate[] = [9600, 115200];

/** How far the search for a port's speed has come. */
export interface BaudSearch {
  /** The speed in use now. */
  readonly baudRate: BaudRate;
  /** True once a read looked right at it, or if it was set by hand. */
  readonly sure: boolean;
  /** Reads in a row that did not look right since the search began or the speed was sure. */
  readonly misses: number;
}

/** Reads in a row that may look wrong before a sure speed is doubted: a scanner may have been swapped. */
const MISSES_UNTIL_DOUBT = 3;

/** Starts at the given speed, or at 9600 to be found out. A USB scanner ignores it and is right at once. */
export function beginSearch(setting: BaudRate | 'auto'): BaudSearch {
  return setting === 'auto'
    ? { baudRate: 9600, sure: false, misses: 0 }
    : { baudRate: setting, sure: true, misses: 0 };
}

/**
 * After a reopen: begins with the speed that was right last time, and doubts it at the first odd read, for another
 * scanner may have been plugged in.
 */
export function resumeSearch(search: BaudSearch, setting: BaudRate | 'auto'): BaudSearch {
  return setting === 'auto' && search.sure ? { ...search, misses: MISSES_UNTIL_DOUBT - 1 } : search;
}

/**
 * The next step of the search after something came in.
 * `deliver` false: throw it away, the speed was wrong and is now another. It is true again for the last speed to
 * try, so that a read that looks right at no speed still reaches the guard (as unreadable) instead of vanishing.
 * @param looksRight whether what came in is a read as a scanner would send it
 */
export function searchBaud(
  search: BaudSearch,
  setting: BaudRate | 'auto',
  looksRight: boolean,
): { readonly search: BaudSearch; readonly deliver: boolean } {
  if (setting !== 'auto') return { search, deliver: true };
  if (looksRight) return { search: { baudRate: search.baudRate, sure: true, misses: 0 }, deliver: true };
  const misses = search.misses + 1;
  if (search.sure) {
    // Odd texts exist; only a row of them makes the speed doubtful.
    if (misses < MISSES_UNTIL_DOUBT) return { search: { ...search, misses }, deliver: true };
    return { search: { baudRate: other(search.baudRate), sure: false, misses: 0 }, deliver: true };
  }
  const allTried = misses % BAUD_RATES.length === 0;
  return { search: { baudRate: other(search.baudRate), sure: false, misses }, deliver: allTried };
}

function other(baudRate: BaudRate): BaudRate {
  return baudRate === 9600 ? 115200 : 9600;
}

/** Control bytes that real codes hold: TAB LF CR, and EOT FS GS RS US of ISO/IEC 15434 and GS1. */
const EXPECTED_CONTROLS: ReadonlySet<number> = new Set([0x04, 0x09, 0x0a, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f]);

/**
 * The usual `looksRight`: a zip, or no control bytes that no code holds, and UTF-8, or (a scanner with an old code page)
 * mostly ASCII. Sampled at the wrong speed a read becomes control bytes and broken UTF-8.
 */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (bytes.length < 2) return false;
  // A zip (a DIVOC certificate) is no text, and no line noise begins like one.
  if (zipText(bytes) !== null) return true;
  let printable = 0;
  for (const byte of bytes) {
    if ((byte < 0x20 || byte === 0x7f) && !EXPECTED_CONTROLS.has(byte)) return false;
    if (byte >= 0x20 && byte < 0x7f) printable += 1;
  }
  try {
    return /[\p{L}\p{N}]/u.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return bytes.length >= 8 && printable / bytes.length >= 0.7;
  }
}
