import type { Credential, CredentialContext, Part } from '../core/credential/credential.ts';
import { collectPart, type Parts } from '../core/credential/parts.ts';
import { readCredential } from '../core/credential/registry.ts';
import { readUnknown } from '../core/credential/unknown.ts';
import { cleanRead, decodeBytes } from '../core/read/clean.ts';
import { type CleanRead, type Damage, READ_LIMIT_BYTES } from '../core/read/read.ts';
import { timestampMs } from '../core/units.ts';
import { answerOf, type ReadAnswer } from './read-answer.ts';

/**
 * Understands payloads as a gate does, one after the other. Never throws, on any bytes. It remembers the codes of one
 * card that comes in several: the code that completes it is answered with the whole card.
 */
export interface PayloadReader {
  /** What a serial scanner delivers. */
  readonly bytes: (bytes: Uint8Array) => ReadAnswer;
  /** The same written as hex digits, in either case, spaces between them allowed. */
  readonly hex: (line: Uint8Array) => ReadAnswer;
  /** What a camera delivers. */
  readonly text: (text: string) => ReadAnswer;
}

/** So many bytes of a line have to be held: the limit of a read and one letter of UTF-8, so that a cut is seen. */
export const HELD_BYTES = READ_LIMIT_BYTES + 4;
/** The same for a line of hex digits, with a space between the bytes. */
export const HELD_HEX_BYTES = 3 * HELD_BYTES;

/** @param context what readers may know at this moment; asked for every payload, since time goes on */
export function createPayloadReader(context: () => CredentialContext): PayloadReader {
  let parts: Parts | null = null;

  /** The whole card where this code is the last of its set; else the code itself, with what became of it. */
  const collect = (
    code: Credential,
    part: Part,
    { clean, known }: { readonly clean: CleanRead; readonly known: CredentialContext },
  ): Credential => {
    const { text, raw } = clean;
    const step = collectPart(parts, { part, text, raw, nowMs: known.nowMs ?? timestampMs(0) });
    if (step.outcome.kind === 'complete') {
      // Codes of the same card that come once more are a new set, and its last code gets the whole card again.
      parts = null;
      return readCredential({ ...clean, text: step.outcome.text }, known);
    }
    parts = step.parts;
    return {
      ...code,
      notes: [
        ...code.notes,
        ...(step.dropped === null ? [] : ['other-codes-dropped']),
        ...(step.outcome.kind === 'refused' ? ['code-not-collected'] : []),
        ...(step.outcome.kind === 'again' ? ['code-was-there'] : []),
      ],
    };
  };

  const understand = (text: string, damage: readonly Damage[]): ReadAnswer => {
    const clean = cleanRead(text);
    const known = context();
    const credential = readCredential(clean, known);
    const { part } = credential;
    const whole = part === undefined ? credential : collect(credential, part, { clean, known });
    return answerOf(whole, clean, damage);
  };
  const bytes = (given: Uint8Array): ReadAnswer => {
    const { text, damage } = decodeBytes(given.subarray(0, wholeLetters(given, HELD_BYTES)));
    return understand(text, damage);
  };
  return {
    bytes,
    hex: (line) => {
      const given = bytesOfHex(line);
      return given === null ? notHex(line) : bytes(given);
    },
    text: (text) => understand(text, []),
  };
}

/** Up to `limit` bytes, and not in the middle of a letter of UTF-8: the cut must not look like damage. */
function wholeLetters(bytes: Uint8Array, limit: number): number {
  if (bytes.length < limit) return bytes.length;
  let at = limit - 1;
  while (at > limit - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  const lead = bytes[at] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return at + needed > limit ? at : limit;
}

function bytesOfHex(line: Uint8Array): Uint8Array | null {
  const digits = Buffer.from(line.subarray(0, HELD_HEX_BYTES)).toString('latin1').replace(/\s+/g, '');
  // A line that was cut may end within a byte.
  const whole = line.length >= HELD_HEX_BYTES ? digits.slice(0, digits.length & ~1) : digits;
  return whole.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(whole) ? Buffer.from(whole, 'hex') : null;
}

/** A line that is not hex is nobody's card: it comes back as unknown text and says what is wrong with it. */
function notHex(line: Uint8Array): ReadAnswer {
  const { text, damage } = decodeBytes(line.subarray(0, wholeLetters(line, HELD_BYTES)));
  const clean = cleanRead(text);
  const answer = answerOf(readUnknown(clean.text), clean, damage);
  return { ...answer, notes: [...answer.notes, 'not-hex'] };
}
