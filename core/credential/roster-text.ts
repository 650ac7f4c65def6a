import { GatelogError } from '../errors.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * An error of a roster: the line, counted from 1, and what is wrong there, in English and as `why`. Never a cell, and so
 * never a cause: that of a CSV parser quotes the cell that it stumbled over.
 */
export const wrongLine = (line: number, what: string, why: RosterWrong): GatelogError =>
  new GatelogError('roster/invalid', `line ${line}: ${what}`, { line, why });

/** What can be wrong in a roster, as stable words: who speaks Vietnamese of it goes by them. */
export type RosterWrong =
  | 'not-utf8'
  | 'not-csv'
  | 'no-headings'
  | 'heading-missing'
  | 'heading-twice'
  | 'too-many'
  | 'code-twice'
  | 'code-length'
  | 'code-rounded'
  | 'name-length'
  | 'department-length'
  | 'first-day'
  | 'last-day'
  | 'days-reversed';

/**
 * Bytes of a roster file to text: UTF-8 with or without mark, or UTF-16 with its mark, which is what Excel's
 * "Unicode text" is. Other code pages are not guessed: a name read wrongly is worse than a question.
 * @throws GatelogError `roster/invalid` with the first line that is no UTF-8
 */
export function decodeRoster(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return fromUtf16(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return fromUtf16(Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16());
  }
  try {
    return UTF8.decode(bytes);
  } catch {
    throw wrongLine(
      firstBadLine(bytes),
      'not UTF-8: save the file as "CSV UTF-8" or "Unicode text"',
      'not-utf8',
    );
  }
}

/** Little-endian UTF-16 with its mark; half a character at the end becomes U+FFFD. */
const fromUtf16 = (bytes: Uint8Array): string => new TextDecoder('utf-16le').decode(bytes);

/** A line feed is never part of another character in UTF-8, so lines can be tried one by one. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const feed = bytes.indexOf(0x0a, from);
    const to = feed < 0 ? bytes.length : feed;
    try {
      UTF8.decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to + 1;
  }
  return line;
}
