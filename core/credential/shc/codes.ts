import type { Part } from '../credential.ts';

/*
 * How a SMART Health Card stands in QR codes (SMART Health Cards Framework 1.4, "Health Cards are Encoded as QR Codes"):
 * `shc:/` and the JWS, each character as two digits, its code less 45. A JWS that is too long for one code of version
 * 22 comes in chunks, `shc:/C/N/` and the digits of chunk C of N. Here the chunks of one card stand in one text, one
 * space between them, in any order (`collectPart`).
 */

/** One code: its place in a set, or null where it is alone, and the characters of the JWS that it carries. */
export interface ShcCode {
  readonly part: Part | null;
  readonly characters: string;
  /** False where the code carries more than one of version 22 can. */
  readonly fits: boolean;
}

/** True for anything that wants to be a SMART Health Card. A keyboard with caps lock on writes the prefix in capitals. */
export const looksLikeShc = (text: string): boolean => /^(?:shc|SHC):\//.test(text);

const CODE = /^((?:shc|SHC):\/(?:([1-9]\d?)\/([1-9]\d?)\/)?)(\d+)$/;

/** Reads one code. Null where the digits are no whole number of characters, or characters that no JWS has. */
export function readCode(text: string): ShcCode | null {
  const [, prefix, index, count, digits] = CODE.exec(text) ?? [];
  if (prefix === undefined || digits === undefined) return null;
  const characters = charactersOf(digits);
  if (characters === null) return null;
  const fits = characters.length <= longestIn(prefix);
  if (index === undefined || count === undefined) return { part: null, characters, fits };
  const part = { index: Number(index), count: Number(count) };
  return part.index > part.count ? null : { part, characters, fits };
}

/** The JWS of a card from all its codes; null where they are not the codes 1 to N of one set. */
export function joinCodes(codes: readonly ShcCode[]): string | null {
  const [first] = codes;
  if (first === undefined) return null;
  if (first.part === null) return codes.length === 1 ? first.characters : null;
  const chunks = new Map(codes.map((code) => [code.part?.index, code.characters]));
  const isSet = codes.every((code) => code.part?.count === codes.length) && chunks.size === codes.length;
  if (!isSet) return null;
  return codes.map((_, at) => chunks.get(at + 1) ?? '').join('');
}

const OFFSET = 45;
const isJwsCharacter = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x2d ||
  code === 0x2e ||
  code === 0x5f;

function charactersOf(digits: string): string | null {
  if (digits.length % 2 !== 0) return null;
  const codes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < codes.length; at += 1) {
    const code = (digits.charCodeAt(2 * at) - 0x30) * 10 + digits.charCodeAt(2 * at + 1) - 0x30 + OFFSET;
    if (!isJwsCharacter(code)) return null;
    codes[at] = code;
  }
  return Buffer.from(codes.buffer).toString('latin1');
}

/** Bits for data in a QR code of version 22 with error correction L (ISO/IEC 18004, table 7). */
const DATA_BITS = 8048;
/** Mode and count of a byte segment and of a numeric segment, versions 10 to 26 (tables 2 and 3). */
const HEAD_BITS = 4 + 16 + (4 + 12);

/**
 * Most characters of a JWS that fit into one code behind a prefix: 1195 alone and 1191 in a set, as the specification
 * says, and a few less where the numbers of the set have two digits.
 */
function longestIn(prefix: string): number {
  const bits = DATA_BITS - HEAD_BITS - 8 * prefix.length;
  const left = bits % 10;
  return Math.floor((Math.floor(bits / 10) * 3 + (left >= 7 ? 2 : left >= 4 ? 1 : 0)) / 2);
}
