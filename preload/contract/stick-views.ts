/** What main shows of sticks. Their labels are texts from elsewhere. */

/** How the last delivery to a stick that is still plugged in went. */
export type StickOutcomeView =
  /** It was read back from the stick itself and is unmounted. */
  | { readonly kind: 'safe'; readonly events: number; readonly batches: number }
  /** Written and not read back from the stick itself: the system's "eject" comes before pulling it out. */
  | { readonly kind: 'written'; readonly events: number; readonly batches: number }
  /** `code`: what went wrong; `safeToPull`: whether it is unmounted. */
  | { readonly kind: 'failed'; readonly code: string; readonly safeToPull: boolean };

/** What whoever stands at the gate needs to know of a stick. */
export interface GateStickView {
  readonly state: 'delivering' | StickOutcomeView['kind'];
  /** Code of what went wrong, for `failed`. */
  readonly code: string | null;
}

/** A stick that is plugged in. */
export interface StickView {
  /** What the system calls it; only for giving it back in a call. */
  readonly device: string;
  /** A text from elsewhere; empty where it has no name. */
  readonly label: string;
  /** Such as `exfat`; empty where none can be read. */
  readonly fileSystem: string;
  readonly sizeBytes: number;
  /** Null where it is not mounted. */
  readonly freeBytes: number | null;
  readonly readOnly: boolean;
  /** What was delivered to it before, or null where it is new here. */
  readonly known: { readonly lastAtMs: number; readonly deliveries: number; readonly events: number } | null;
  /** Code of why nothing can be delivered to it, or null. */
  readonly problem: string | null;
  readonly outcome: StickOutcomeView | null;
}

/** A stick that was delivered to before, wherever it is now. */
export interface KnownStickView {
  readonly id: string;
  readonly label: string;
  readonly sizeBytes: number;
  readonly lastAtMs: number;
  readonly deliveries: number;
  readonly plugged: boolean;
}

/** Everything that the page of deliveries shows of sticks. Pushed whole on every change. */
export interface SticksView {
  /** False until the system has answered for the first time. */
  readonly looked: boolean;
  readonly sticks: readonly StickView[];
  readonly known: readonly KnownStickView[];
  /** The device that is being delivered to, or null. */
  readonly delivering: string | null;
  /** What became of the stick that was delivered to last and is not there any more, where it was not done with; or null. */
  readonly lost: { readonly label: string; readonly outcome: StickOutcomeView } | null;
  /** Deliver to any stick that is plugged in without asking; `allowed` is false where whoever holds it could read it. */
  readonly withoutAsking: { readonly on: boolean; readonly allowed: boolean };
}
