/** What main shows of batches that are delivered by hand: before, meanwhile and afterwards. Nothing personal. */

export type DeliveryPhase =
  | 'sealing'
  | 'rendering'
  | 'writing'
  | 'verifying'
  | 'closing'
  | 'rereading'
  | 'done'
  | 'failed';

export interface DeliveryProgressView {
  readonly phase: DeliveryPhase;
  readonly batch: string | null;
  readonly done: number;
  readonly total: number;
  readonly unit: 'events' | 'bytes';
  readonly errorCode: string | null;
}

export interface DeliveredView {
  readonly batches: readonly {
    readonly name: string;
    readonly folder: string;
    readonly firstSeq: number;
    readonly lastSeq: number;
    readonly events: number;
  }[];
  /** `medium` when re-read after unmount and mount, `cache` when read back without. */
  readonly checked: 'medium' | 'cache';
}

/** One batch that was sealed before. */
export interface PastBatchView {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly events: number;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  readonly sealedAtMs: number;
  /** What it takes on the target; reckoned for `anew`. */
  readonly bytes: number;
  /**
   * How it can be delivered again: the very bytes that the spool keeps; rendered again to the same bytes; the same record
   * in other bytes; or no more, since retention deleted what it told.
   */
  readonly again: 'kept' | 'same' | 'anew' | 'lost';
  /** Confirmed copies in all. */
  readonly copies: number;
  /** The newest of them: a target by its name, a stick by its label, else a folder; a text from elsewhere. */
  readonly places: readonly {
    /** `removed`: a target that was removed. */
    readonly kind: 'target' | 'removed' | 'stick' | 'folder';
    readonly name: string;
    readonly atMs: number;
    readonly checked: 'medium' | 'cache';
  }[];
}

/** Batches that can be delivered again, newest first. */
export interface PastBatchesView {
  readonly batches: readonly PastBatchView[];
  /** Sealed earlier than was asked for. */
  readonly older: number;
  /** Asked for, and too many to be shown at once. */
  readonly notShown: number;
}

/** What the next delivery would write. */
export interface DeliveryPlanView {
  readonly events: number;
  readonly batches: number;
  readonly files: number;
  /** Reckoned, where something is not sealed yet. */
  readonly bytes: number;
  /** Null where there is nothing to write. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
}
