import type { HeldBatch } from '../store/store.ts';

/** What of an export lies in batches that nobody vouches for. */
export interface Unverified {
  readonly batches: number;
  /** Of events; null of counts, since one row adds up what several batches tell. */
  readonly rows: number | null;
}

/** Notes which rows are from batches that nobody vouches for. */
export class UnverifiedRows {
  readonly #byLog = new Map<string, HeldBatch[]>();
  readonly #met = new Set<HeldBatch>();
  #rows = 0;

  constructor(batches: readonly HeldBatch[]) {
    for (const batch of batches) {
      const { log_id: logId } = batch.manifest;
      if (!batch.verified) this.#byLog.set(logId, [...(this.#byLog.get(logId) ?? []), batch]);
    }
  }

  /**
   * Notes an event that is written.
   * @returns whether somebody vouches for the batch that tells of it. Ranges of a log do not overlap in a store
   */
  event(logId: string, seq: number): boolean {
    const batch = this.#byLog
      .get(logId)
      ?.find(({ manifest }) => manifest.first_seq <= seq && seq <= manifest.last_seq);
    if (batch === undefined) return true;
    this.#met.add(batch);
    this.#rows += 1;
    return false;
  }

  /** A batch of counts of which something is written. */
  counts(batch: HeldBatch): void {
    this.#met.add(batch);
  }

  found(): { readonly batches: number; readonly rows: number } {
    return { batches: this.#met.size, rows: this.#rows };
  }
}
