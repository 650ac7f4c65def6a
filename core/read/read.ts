import type { TimestampMs } from '../units.ts';
import type { Gs1Element } from './gs1.ts';

/** Where a read came from. Serial scanners are told apart by port, wedges by their programmed prefix. */
export type ReadSource =
  | { readonly kind: 'serial'; readonly port: string }
  | { readonly kind: 'wedge'; readonly prefix: string }
  | { readonly kind: 'camera' }
  | { readonly kind: 'manual' };

export type SourceKind = ReadSource['kind'];

/**
 * What the keyboard path did to a text on its way: named so that a guard and a log reader can be told.
 * `repaired` names mean the clean text is our reading, not the scanner's: the verdict is then always ask.
 */
export type Damage =
  | 'cp437-repaired'
  | 'cp437-ambiguous'
  | 'mojibake-repaired'
  | 'bare-digits'
  | 'ime'
  | 'layout'
  | 'replacement-characters'
  | 'invalid-utf8'
  | 'truncated';

/** What a scanner, camera or keyboard delivered, before anyone understood it. */
export interface Read {
  /** The text as delivered, not yet cleaned; at most 8 KiB of UTF-8. */
  readonly raw: string;
  readonly source: ReadSource;
  /** Name of the lane it came in on. */
  readonly lane: string;
  readonly atMs: TimestampMs;
}

/** A read after core/read: AIM id and terminators taken off, NFC, keyboard damage named and where unique repaired. */
export interface CleanRead {
  readonly text: string;
  readonly raw: string;
  /** AIM identifier that came first, such as `]Q1`, or null. */
  readonly aim: string | null;
  readonly damage: readonly Damage[];
  /** True if `text` differs from what was delivered by a repair (not by mere cleaning). */
  readonly repaired: boolean;
  /** GS1 element strings where the text is such; `text` is then the same without FNC1. */
  readonly elements?: readonly Gs1Element[];
}

/** Longest read that is looked at, in bytes of UTF-8; longer ones are cut and marked `truncated`. */
export const READ_LIMIT_BYTES = 8 * 1024;
