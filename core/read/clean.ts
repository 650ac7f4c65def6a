import { aimOf, saysGs1, undoEci } from './aim.ts';
import { isZipText, zipText } from './binary.ts';
import { decodeUtf8 } from './codepages.ts';
import { repairKeyboard } from './damage.ts';
import { readElements } from './gs1.ts';
import { type CleanRead, type Damage, READ_LIMIT_BYTES } from './read.ts';

/** STX and SI that serial scanners frame with, NULs and U+FEFF that CCCD prints carry, and spaces. */
const BEFORE = /^[\u0000\u0002\ufeff\s]+/;
/** CR, LF, TAB, ETX, EOT and NUL, in any order. */
const TERMINATORS = '\u0000\u0003\u0004\ufeff\r\n\t';
/** Controls, bidirectional marks, zero-width characters, tags, noncharacters: nothing a card says. */
const UNSEEN = /\u034f|[\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0\ufffe\uffff]|\p{Variation_Selector}/gu;
const SPACES = /[\p{Zs}\t]/gu;

/** Where a read came from, as far as cleaning cares. */
export interface CleanOptions {
  /** True for a keyboard wedge: only there text is damaged on its way and repaired where unique. */
  readonly keyboard: boolean;
}

/**
 * Raw text to clean text: limit of 8 KiB, AIM identifier, ECI, U+FEFF, terminators, keyboard damage, GS1 element
 * strings, unseen characters, NFC. Never throws, on any string. `raw` keeps what was delivered, cut at the limit and
 * with lone surrogates replaced, so that it can always be stored.
 */
export function cleanRead(raw: string, options: CleanOptions = { keyboard: false }): CleanRead {
  const damage = new Set<Damage>();
  const cut = cutToLimit(raw);
  if (cut.length < raw.length) damage.add('truncated');
  const kept = cut.toWellFormed();

  const opened = kept.replace(BEFORE, '');
  const aim = aimOf(opened);
  const afterAim = undoEci(aim === null ? opened : opened.slice(aim.length), aim);
  const begun = afterAim.replace(BEFORE, '');
  const lost: readonly Damage[] = kept.includes('\ufffd') ? ['replacement-characters'] : [];
  if (isZipText(begun)) {
    return { text: begun, raw: kept, aim, damage: [...damage, ...lost], repaired: false };
  }
  const bare = withoutTerminators(begun);
  const exact = isSignedJson(bare);
  const body = exact ? bare : bare.normalize('NFC');

  const repair = options.keyboard ? repairKeyboard(body) : { text: body, damage: [] };
  for (const one of [...repair.damage, ...lost]) damage.add(one);
  const repaired = repair.text !== body;

  // Asked before GS, by which elements are told apart, goes the way of all unseen characters.
  const elements = readElements(repair.text.trim(), saysGs1(aim));
  return {
    text: exact ? repair.text.trim() : tidy(repair.text),
    raw: kept,
    aim,
    damage: [...damage],
    repaired,
    ...(elements === null ? {} : { elements }),
  };
}

/**
 * True for a visible digital seal (VDS-NC). Its signature covers every character as it was written, so it is not put
 * into NFC and nothing unseen is taken out: a changed seal would else be mended into the one that was signed.
 */
export const isSignedJson = (text: string): boolean =>
  /^\{\s*"(?:data|sig)"\s*:/.test(text) && text.includes('"hdr"');

/** A loop, because `[…]+$` costs the square of a hostile text's length. */
function withoutTerminators(text: string): string {
  let end = text.length;
  while (end > 0 && TERMINATORS.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Line ends become one line feed, odd spaces plain ones; unseen characters go; NFC. */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(SPACES, ' ')
    .replace(UNSEEN, (character) => (character === '\n' ? character : ''))
    .normalize('NFC');
}

/** Spaces inside count, space being a digit of base45; at the end they never do: no base45 can end with one. */
const tidy = (text: string): string => visibleText(text).trim();

/** Cuts at whole characters so that the UTF-8 form is at most READ_LIMIT_BYTES long. */
function cutToLimit(raw: string): string {
  if (raw.length * 3 <= READ_LIMIT_BYTES) return raw;
  const { read } = new TextEncoder().encodeInto(raw, new Uint8Array(READ_LIMIT_BYTES));
  return raw.slice(0, read);
}

/**
 * Bytes of a serial scanner to text. Strict UTF-8 first, then a zip as `isZipText` has it; other bytes that are no UTF-8
 * become U+FFFD and are named. Other
 * code pages are not guessed: a name read wrongly is worse than a question to the guard.
 */
export function decodeBytes(bytes: Uint8Array): {
  readonly text: string;
  readonly damage: readonly Damage[];
} {
  const text = decodeUtf8(bytes) ?? zipText(bytes);
  if (text !== null) return { text, damage: [] };
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), damage: ['invalid-utf8'] };
}
