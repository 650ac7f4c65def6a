/** What main shows of how long personal data are kept. Nothing personal. Times in ms since the epoch. */

/** Days, or for ever. */
export type KeepDaysView = number | 'never';

/** What would be deleted by a rule: about how many events lose their personal part, and before when they happened. */
export interface RetentionPreviewView {
  readonly days: KeepDaysView;
  readonly events: number;
  readonly beforeMs: number | null;
}

export interface RetentionView {
  readonly days: KeepDaysView;
  /** Key under `retentionPhases` in the locales. */
  readonly phase: 'resting' | 'looking' | 'making' | 'deleting' | 'wiping';
  /** Why nothing is deleted: key under `retentionHolds`, or the code of an error; null: nothing is in the way. */
  readonly heldBy: string | null;
  readonly pausedUntilMs: number | null;
  /** When it looks next; null where it never does. */
  readonly nextAtMs: number | null;
  /** When it ended last; null: never yet. */
  readonly lastAtMs: number | null;
  /** Of the last deletion that found something. */
  readonly lastEvents: number | null;
  readonly lastPeople: number | null;
  /** Personal parts that the deletion under way has deleted; null: none is. */
  readonly deletedNow: number | null;
  /** Events up to here have no personal part any more: batches of them cannot be made whole again. */
  readonly forgottenUpTo: number;
  /** Events that have one. */
  readonly keptEvents: number;
  /** About how many of them are due by the rule now, and before when they happened. */
  readonly dueEvents: number;
  readonly beforeMs: number | null;
}

/** What the gate's screen knows of it. */
export interface RetentionStateView {
  readonly days: KeepDaysView;
  readonly phase: RetentionView['phase'];
  readonly heldBy: string | null;
  readonly lastAtMs: number | null;
}
