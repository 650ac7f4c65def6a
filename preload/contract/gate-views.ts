/**
 * What main shows the page of the gate: plain data, already masked. The page never sees a whole document number unless a
 * person typed it there.
 */

import type { BatchOpenersState } from './opener-views.ts';
import type { RetentionStateView } from './retention-views.ts';
import type { ScannerView, WedgeConfigView } from './scanner-views.ts';
import type { SuddenEndView } from './start-views.ts';
import type { GateStickView } from './stick-views.ts';
import type { TargetsStateView } from './target-views.ts';
import type { TrustStateView } from './trust-views.ts';

export type Language = 'vi' | 'en';

export type LaneDirection = 'in' | 'out' | 'auto';

export interface RecentView {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly nameMasked: string | null;
  readonly voided: boolean;
}

/** Everything the idle screen shows. Pushed whole on every change. */
export interface GateStateView {
  readonly siteName: string;
  readonly gateName: string;
  readonly onlyGate: boolean;
  readonly language: Language;
  readonly lanes: readonly { readonly name: string; readonly direction: LaneDirection }[];
  readonly autoOffered: boolean;
  /** How Vietnamese is typed into the page's fields. */
  readonly typing: 'telex' | 'vni' | 'off';
  /** What people come for, as the settings or an administrator have it, in order. */
  readonly purposes: readonly string[];
  /** How loud the verdicts sound. % */
  readonly soundVolume: number;
  readonly counts: { readonly inside: number; readonly inToday: number; readonly outToday: number };
  readonly capacity: number | null;
  readonly recent: readonly RecentView[];
  readonly scanners: readonly ScannerView[];
  readonly log: { readonly ok: boolean; readonly errorCode: string | null };
  /** What the log says of a sudden end before this start, until it was read or for a while; else null. */
  readonly suddenEnd: SuddenEndView | null;
  readonly clock: 'ok' | 'suspect';
  /** Why the clock is not trusted (keys under `clockDoubts` in the locales), until an administrator confirms. */
  readonly clockDoubt: ClockDoubtView | null;
  readonly keyProtected: boolean;
  /** True where a printed recovery code opens the key of the log. */
  readonly codeOpensKey: boolean;
  readonly trust: TrustStateView;
  readonly batchOpeners: BatchOpenersState;
  /** The stick that is delivered to, or was last and is still plugged in; null where there is none. */
  readonly stick: GateStickView | null;
  readonly lastDeliveryAtMs: number | null;
  readonly undeliveredEvents: number;
  /** When the oldest of them happened, or null. */
  readonly undeliveredSinceMs: number | null;
  /** Hours after which events that lie nowhere else are worth a warning. */
  readonly deliveryWarnHours: number;
  readonly targets: TargetsStateView;
  /** Code of what is wrong with the key that signs batches, or null. */
  readonly signingProblem: string | null;
  readonly retention: RetentionStateView;
  /** The guard's own last event, while it can be undone. */
  readonly undo: {
    readonly seq: number;
    readonly untilMs: number;
    readonly nameMasked: string | null;
  } | null;
  /** The open ask, if any. */
  readonly openAskSeq: number | null;
  /** Name on the sign-in card of the guard at the gate, or null. */
  readonly guard: string | null;
  readonly camera: {
    readonly enabled: boolean;
    /** Name of the camera as the system gives it; null for the first. */
    readonly device: string | null;
    /** A code that stays in view counts again after so long. ms */
    readonly againAfterMs: number;
  };
  readonly wedge: WedgeConfigView;
  readonly nowMs: number;
}

/** Somebody whom the log knows, as one who typed the whole number may see him. */
export interface SuggestionView {
  /** Stands for him in `gate.manual`; worth nothing after the next question or entry. */
  readonly ref: string;
  readonly nameMasked: string;
  readonly birthYear: string | null;
  readonly documentMasked: string | null;
  /** A name was typed beside the number, and it is not his. */
  readonly nameDiffers: boolean;
}

/** `tooMany`: so many numbers were asked about that it waits; nothing was looked up. */
export interface SuggestionsView {
  readonly people: readonly SuggestionView[];
  readonly tooMany: boolean;
}

/** What an administrator chooses for the gate's screen. */
export interface ChoicesView {
  readonly purposes: readonly string[];
  /** Those that this kind of place starts with. */
  readonly usual: readonly string[];
  readonly soundVolume: number;
  /** False: neither a verdict nor the list of last events shows a name. */
  readonly showNames: boolean;
}

export type ClockDoubtView =
  | 'jumped'
  | 'long-after-last-event'
  | 'earlier-than-last-event'
  | 'earlier-than-build';
