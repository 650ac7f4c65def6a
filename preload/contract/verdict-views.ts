/** What main shows of a read: the full-screen answer, a card in several codes, a notice. Already masked. */

import type { LaneDirection } from './gate-views.ts';

export type ShownVerdict = 'welcome' | 'goodbye' | 'stop' | 'ask' | 'again' | 'unreadable' | 'not-recorded';

/** One fact about a credential, as the screen tells it; never with its English reason. */
export interface CheckView {
  /** A name of core/credential; its words stand under `checks` in the locales. */
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'notApplicable';
  /** Day that the outcome turns on, `YYYY-MM-DD`, or null. */
  readonly date: string | null;
}

/** The full-screen answer to one read. `welcome` and all others but `not-recorded` are sent after the commit only. */
export interface VerdictView {
  /** Counts up per start of the kiosk; the page reports painting with it. */
  readonly id: number;
  readonly verdict: ShownVerdict;
  /** Seq of the event on disk; null only for `not-recorded`. */
  readonly seq: number | null;
  /** Key under `reasons` in the locales. */
  readonly reason: string;
  readonly name: string | null;
  readonly birthYear: string | null;
  /** Such as `001•••••0001`. */
  readonly documentMasked: string | null;
  readonly credentialKind: string;
  readonly lane: string;
  readonly atMs: number;
  /** For `again`: since when. */
  readonly sinceMs: number | null;
  /** Damage words (core/read) that the guard should know of; non-empty on a repaired text. */
  readonly damage: readonly string[];
  /** Delivered text, shortened to 120 characters, shown as text only; for ask, stop and unreadable. */
  readonly rawShort: string | null;
  /** Notes (keys under `notes` in the locales). */
  readonly notes: readonly string[];
  /** Every check of the credential, in the order of core/credential. */
  readonly checks: readonly CheckView[];
  /** For the reasons `check-asks` and `check-stops`: the fact that decided. */
  readonly decidedBy: CheckView | null;
  /**
   * A card in several codes that was given up: this one, for the reason `parts-missing`; else the one before it, which
   * this card put an end to.
   */
  readonly parts: PartsProgressView | null;
  /** For `ask`: what "yes" would record. */
  readonly askedDirection: 'in' | 'out' | null;
  /** For `not-recorded`: GatelogError code. */
  readonly errorCode: string | null;
  /** How long it stays; null: until acted on or the next read. */
  readonly hideAfterMs: number | null;
  /** Main's clock (ms since epoch, fractions allowed) when the read was there as a whole; for measuring. */
  readonly readAtMs: number;
  /** The same clock when the commit returned. */
  readonly committedAtMs: number;
}

/** Which codes of a card are there, counted from 1 and ascending, and how many there have to be. */
export interface PartsProgressView {
  readonly have: readonly number[];
  readonly count: number;
}

/** A card in several codes that is being read: no verdict yet. */
export interface PartsView extends PartsProgressView {
  /** From the same count as the ids of verdicts: the later one is what the screen shows. */
  readonly id: number;
  readonly lane: string;
  /** The code that came last was there already. */
  readonly again: boolean;
  /** A card before this one that was given up by its first code. */
  readonly before: PartsProgressView | null;
}

/** What a control card did, or a read that changes nothing: a sentence that goes by itself, under `notice`. */
export interface NoticeView {
  readonly what: 'turned' | 'undone' | 'nothing-to-undo' | 'signed-in' | 'card-just-read';
  /** Lane and its new direction, for `turned`. */
  readonly lane: string;
  readonly direction: LaneDirection | null;
  /** For `signed-in`. */
  readonly guard: string | null;
}
