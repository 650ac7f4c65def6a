import { READ_LIMIT_BYTES } from '../../core/read/read.ts';

/** What ended a read on the wire. `limit`: nothing did, the read was longer than READ_LIMIT_BYTES. */
export type Terminator = 'cr' | 'lf' | 'crlf' | 'tab' | 'stx-etx' | 'silence' | 'limit';
/** What a scanner is set to send. `auto` takes any of them; a silent gap ends a read in every setting. */
export type TerminatorSetting = 'auto' | Exclude<Terminator, 'limit'>;

/** Why bytes were thrown away: reported, never thrown as an error. */
export type DiscardReason =
  /** Nothing in it that could be text: a break on plugging in, a wrong baud rate. */
  | 'noise'
  /** The rest of a read that was over the limit. */
  | 'over-limit'
  /** A new STX came before the end of what was there. */
  | 'no-end'
  /** Bytes between ETX and the next STX. */
  | 'outside-frame'
  /** The port went away in the middle of a read. */
  | 'cut-off'
  /** Came in while the baud rate was being tried out. */
  | 'wrong-baud-rate';

/** One read as bytes, its terminator taken off. */
export interface Frame {
  readonly kind: 'frame';
  readonly bytes: Uint8Array;
  readonly terminator: Terminator;
  /**
   * True if the read is over READ_LIMIT_BYTES. It is then cut one letter past the limit, so that core/read sees and
   * names the cut; the rest follows as Discarded.
   */
  readonly truncated: boolean;
}

/** Bytes that are no read. `bytes` holds the first 64 at most, `sizeBytes` counts all. */
export interface Discarded {
  readonly kind: 'discarded';
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
  readonly why: DiscardReason;
}

export type Framed = Frame | Discarded;

/** Bytes in, reads out. Knows no clock: whoever holds the timer says when it was silent. */
export interface Framer {
  /** Takes a chunk of any size; gives the reads that it completed. */
  push(chunk: Uint8Array): Framed[];
  /** The line was silent for the silence gap: what is there is a read, and a new one begins. */
  silence(): Framed[];
  /** The line broke: what is there is discarded with this reason. What was learned of the scanner stays. */
  interrupt(why: DiscardReason): Framed[];
  /** True while bytes wait for their end, so that the silence has to be timed. */
  readonly waiting: boolean;
}

const [STX, ETX, TAB, LF, CR] = [0x02, 0x03, 0x09, 0x0a, 0x0d];
const SHOWN_BYTES = 64;
/** The limit and one letter of UTF-8 more. */
const HELD_BYTES = READ_LIMIT_BYTES + 4;

/** A discard report with its bytes shortened. */
export function discarded(bytes: Uint8Array, why: DiscardReason, sizeBytes = bytes.length): Discarded {
  return { kind: 'discarded', bytes: bytes.slice(0, SHOWN_BYTES), sizeBytes, why };
}

/**
 * Makes a framer for one port. It looks at one byte at a time and never ahead, so the same bytes give the same
 * reads however the driver cuts them into chunks.
 *
 * CR against CR LF: a read should leave at its CR, not wait for an LF that may never come. So the first CR on a
 * port is held until the next byte or the silence shows which it is; from then on reads leave at once under the
 * name learned, and a single LF after a CR is swallowed.
 *
 * In `auto` a TAB or line break inside a code (a vCard, say) ends the read: such sites set the scanner to STX/ETX
 * or `silence`.
 */
export function createFramer(setting: TerminatorSetting): Framer {
  const held = new Uint8Array(HELD_BYTES);
  let length = 0;
  let framed = false; // between STX and ETX
  let afterCr = false; // the last byte was a CR that ended a read
  let crHeld = false; // ... and that read waits to learn its name
  let crName: 'cr' | 'crlf' | null = null;
  let skippedBytes = 0; // of a read over the limit
  let skipping = false;
  let skipped: number[] = []; // the first of them
  let lastSkipped = 0;
  let out: Framed[] = [];

  const drop = (why: DiscardReason): void => {
    const content = held.slice(0, length);
    length = 0;
    if (content.some((byte) => byte !== CR && byte !== LF)) out.push(discarded(content, why));
  };
  const outside = (): boolean => setting === 'stx-etx' && !framed;
  const end = (terminator: Terminator): void => {
    const { noise, content } = trim(held.subarray(0, length));
    length = 0;
    if (noise.length > 0) out.push(discarded(noise, 'noise'));
    if (content.length === 0) return;
    const truncated = content.length > READ_LIMIT_BYTES;
    if (hasText(content)) out.push({ kind: 'frame', bytes: content, terminator, truncated });
    else out.push(discarded(content, 'noise'));
  };
  const endSkipping = (): void => {
    if (skippedBytes > 0) out.push(discarded(Uint8Array.from(skipped), 'over-limit', skippedBytes));
    skipping = false;
    skippedBytes = 0;
    skipped = [];
  };
  const skip = (byte: number): void => {
    skippedBytes += 1;
    lastSkipped = byte;
    if (skipped.length < SHOWN_BYTES) skipped.push(byte);
  };
  const append = (byte: number): void => {
    if (length < held.length) {
      held[length] = byte;
      length += 1;
      return;
    }
    if (outside()) {
      drop('outside-frame');
      append(byte);
      return;
    }
    // Not in the middle of a letter: the cut must not look like damage.
    const whole = wholeLetters(held, length);
    const rest = held.slice(whole, length);
    length = whole;
    end('limit');
    skipping = true;
    for (const one of rest) skip(one);
    skip(byte);
  };

  /** The name of the end that this byte is, or null. `previous` is the byte before it in the same read. */
  const endAt = (byte: number, previous: number | undefined): Terminator | null => {
    if (framed) return byte === ETX ? 'stx-etx' : null;
    const any = setting === 'auto';
    if (byte === CR && (any || setting === 'cr')) return 'cr';
    if (byte === LF && (any || setting === 'lf')) return 'lf';
    if (byte === LF && setting === 'crlf' && previous === CR) return 'crlf';
    if (byte === TAB && (any || setting === 'tab')) return 'tab';
    return null;
  };

  const settleCr = (name: 'cr' | 'crlf'): void => {
    crName = name;
    afterCr = false;
    if (crHeld) end(name);
    crHeld = false;
  };

  const take = (byte: number): void => {
    if (afterCr) {
      settleCr(byte === LF ? 'crlf' : 'cr');
      if (byte === LF) return;
    }
    const previous = skipping ? lastSkipped : held[length - 1];
    const terminator = endAt(byte, previous);
    if (skipping && terminator === null) {
      skip(byte);
      return;
    }
    if (byte === STX && (setting === 'auto' || setting === 'stx-etx')) {
      drop(framed || setting === 'auto' ? 'no-end' : 'outside-frame');
      framed = true;
      return;
    }
    if (terminator === null) {
      append(byte);
      return;
    }
    if (skipping) endSkipping();
    framed = false;
    afterCr = terminator === 'cr';
    crHeld = terminator === 'cr' && setting === 'auto' && crName === null;
    if (!crHeld) end(terminator === 'cr' && setting === 'auto' ? (crName ?? 'cr') : terminator);
  };

  const collect = (work: () => void): Framed[] => {
    out = [];
    work();
    return out;
  };

  return {
    push: (chunk) =>
      collect(() => {
        for (const byte of chunk) take(byte);
      }),
    silence: () =>
      collect(() => {
        if (afterCr) settleCr('cr');
        if (skipping) endSkipping();
        if (outside()) drop('outside-frame');
        else end('silence');
        framed = false;
      }),
    interrupt: (why) =>
      collect(() => {
        // A read held back for its LF was complete.
        if (afterCr) settleCr('cr');
        if (skipping) endSkipping();
        drop(why);
        framed = false;
      }),
    get waiting() {
      return length > 0 || skipping || framed || afterCr;
    },
  };
}

/** Takes line breaks off both ends, and the NUL and FF bytes that a break or a plugged-in cable leaves in front. */
function trim(bytes: Uint8Array): { noise: Uint8Array; content: Uint8Array } {
  let start = 0;
  let stop = bytes.length;
  while (start < stop && (bytes[start] === 0x00 || bytes[start] === 0xff)) start += 1;
  const noise = bytes.slice(0, start);
  while (start < stop && isLineBreak(bytes[start])) start += 1;
  while (stop > start && isLineBreak(bytes[stop - 1])) stop -= 1;
  return { noise, content: bytes.slice(start, stop) };
}

const isLineBreak = (byte: number | undefined): boolean => byte === CR || byte === LF;

/** Length up to which the bytes end with a whole UTF-8 letter. */
function wholeLetters(bytes: Uint8Array, length: number): number {
  let at = length - 1;
  while (at > length - 4 && at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  const lead = bytes[at] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return at + needed > length ? at : length;
}

/** True if a letter, digit or sign is in it: as UTF-8, or else as ASCII (the damage is then named by core/read). */
function hasText(bytes: Uint8Array): boolean {
  try {
    return /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return bytes.some((byte) => byte > 0x20 && byte < 0x7f);
  }
}
