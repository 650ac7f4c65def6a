import type { Check, Credential } from '../credential/credential.ts';
import type { Damage, SourceKind } from '../read/read.ts';
import type { DurationMs, TimestampMs } from '../units.ts';
import type { Policy } from './policy.ts';

/** Direction of a lane. `auto` is offered only where set-up says this is the site's only gate. */
export type Direction = 'in' | 'out' | 'auto';

/** What the screen shows for a read (DESIGN.md, Words), plus `not-recorded`, which is never a decision. */
export type VerdictKind = 'welcome' | 'goodbye' | 'stop' | 'ask' | 'again' | 'unreadable';

/** Stable words for why; the locales hold the sentence that a guard would say. */
export type Reason =
  | 'entered'
  | 'left'
  | 'left-without-entry'
  | 'entered-open-visit-inferred'
  | 'already-in'
  | 'already-out'
  | 'full'
  | 'damaged-text'
  | 'unknown-text'
  | 'masked-document'
  | 'control-foreign'
  | 'control-from-camera'
  | 'control-not-signed-in'
  | 'empty-read'
  | 'check-asks'
  | 'check-stops'
  | 'not-a-pass'
  | 'parts-missing'
  | 'certificate-unreadable'
  | 'names-nobody'
  | 'unanswered'
  | 'guard-admitted'
  | 'guard-refused'
  | 'manual-entry';

/** Rules of this gate; every number has unit, range and default in main/settings/schema.ts. */
export interface GateRules {
  readonly onlyGate: boolean;
  /** Repeat window, 2 s to 15 min, default 60 s. */
  readonly repeatWindowMs: DurationMs;
  /** How long an open visit counts in AUTO, default 16 h. */
  readonly longestStayMs: DurationMs;
  /** People allowed inside at once, or null for no limit. */
  readonly capacity: number | null;
  /** Last closing time that has passed before `now`, or null where the site never closes. */
  readonly lastClosingAtMs: TimestampMs | null;
  /** What outcomes of checks ask or stop here; `{}` for the defaults of policy.ts. */
  readonly policy: Policy;
}

/** A moment on the monotonic clock. Two of them compare only within one boot. */
export interface MonotonicMoment {
  readonly bootId: string;
  readonly uptimeMs: number;
}

/** The last event of a person at this gate that stands (not voided). */
export interface LastPassage {
  readonly seq: number;
  readonly kind: 'in' | 'out';
  readonly atMs: TimestampMs;
  /** Monotonic time of the event: where given and of this boot, a wall clock that was set counts for nothing. */
  readonly monotonic?: MonotonicMoment;
}

/** What the log knows about the person of this read, gathered before deciding. */
export interface PersonHistory {
  readonly personKey: string | null;
  /** Newest standing `in` or `out`. */
  readonly lastPassage: LastPassage | null;
}

/** Everything decide() looks at. Rows and `nowMs` in, a value out. */
export interface DecideInput {
  readonly credential: Credential;
  readonly damage: readonly Damage[];
  readonly repaired: boolean;
  readonly source: SourceKind;
  readonly direction: Direction;
  readonly history: PersonHistory;
  /** Open visits that began within `longestStay` (Counts.inside of main/log). */
  readonly insideCount: number;
  readonly rules: GateRules;
  readonly nowMs: TimestampMs;
  /** Monotonic time of `nowMs`. */
  readonly monotonic?: MonotonicMoment;
}

/** Event kinds that a read can become. */
export type ReadEventKind = 'in' | 'out' | 'refused' | 'repeat' | 'unreadable' | 'asked';

/** What decide() answers: the verdict, the event to append, and what to mark. */
export interface Decision {
  readonly verdict: VerdictKind;
  readonly event: ReadEventKind;
  readonly reason: Reason;
  /** For `again`: since when, so that the screen can say "already in since 08:01". */
  readonly sinceMs: TimestampMs | null;
  /** An open visit of this person that this read shows to be over unseen. */
  readonly inferVisitOfSeq: number | null;
  /** For `ask`: which passage the guard's "yes" would be. */
  readonly askedDirection: 'in' | 'out' | null;
  readonly checks: readonly Check[];
  /** For `check-asks` and `check-stops`: the fact that decided. */
  readonly decidedBy: Check | null;
}
