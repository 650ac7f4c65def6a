import { randomInt } from 'node:crypto';
import type { Damage, Read } from '../core/read/read.ts';
import { minutes, type TimestampMs } from '../core/units.ts';
import type { FoundScannerView } from '../preload/contract/scanner-views.ts';

/** Finding ends by itself, so that a forgotten screen does not swallow reads. */
const FIND_MS = minutes(3);

/** What a lane's source told beside the text. */
export interface HowRead {
  readonly terminator: string;
  readonly baudRate: number | null;
}

/** "Find my scanner": while active, reads that are no known credential answer the set-up page instead of the gate. */
export interface FindScanner {
  /** Starts; returns the text of the code to show. It holds the characters that keyboards damage first. */
  start(now: TimestampMs): string;
  stop(): void;
  active(now: TimestampMs): boolean;
  /** Explains one read of the code, or null when not active. */
  explain(read: Read, how: HowRead, known: boolean): FoundScannerView | null;
}

/** @param nameDamage core/read's comparison of the expected and the delivered text */
export function createFindScanner(
  nameDamage: (expected: string, got: string) => readonly Damage[],
): FindScanner {
  let expected: string | null = null;
  let until = 0;
  return {
    start: (now) => {
      // Letters that Telex, CP437 and foreign layouts change, and a number that tells today's code from an old print.
      expected = `GATELOG-FIND-${randomInt(1000, 10_000)} Trường Đỗ wW aa dd @"#|+-/ 0123456789 yY zZ`;
      until = now + FIND_MS;
      return expected;
    },
    stop: () => {
      expected = null;
    },
    active: (now) => expected !== null && now < until,
    explain: (read, how, known) => {
      if (expected === null || read.atMs >= until || known) return null;
      const { source } = read;
      // A scanner's own prefix comes before the code: everything in front of the first word of the code, in
      // whatever case Caps Lock left it.
      const start = read.raw.toUpperCase().indexOf('GATELOG-FIND');
      const prefix =
        source.kind === 'wedge' && source.prefix !== ''
          ? source.prefix
          : start > 0
            ? read.raw.slice(0, start)
            : '';
      const got = (start > 0 ? read.raw.slice(start) : read.raw).replace(/[\r\n\t]+$/, '');
      const damage = nameDamage(expected, got);
      return {
        source: source.kind === 'manual' ? 'wedge' : source.kind,
        where:
          source.kind === 'serial' ? source.port : source.kind === 'wedge' ? prefix.slice(0, 16) : 'camera',
        baudRate: how.baudRate,
        terminator: how.terminator,
        prefix: prefix.slice(0, 16),
        matches: damage.length === 0,
        damage,
        expected,
        got: got.slice(0, 400),
        atMs: read.atMs,
      };
    },
  };
}
