import type { EventKind, EventRow } from '../../core/batch/event.ts';
import { GatelogError } from '../../core/errors.ts';

/** What passed: facts that the manifest says of a range. */
export interface Tallied {
  readonly counts: Readonly<Partial<Record<EventKind, number>>>;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Events whose personal part retention had deleted. */
  readonly withoutPayload: number;
  /** Chain of the last event, 32 bytes. */
  readonly chainAfter: Uint8Array;
}

/** Counts and checks rows as they pass; what the manifest says is what went by, not what was asked for. */
export class Tally {
  readonly #firstSeq: number;
  readonly #lastSeq: number;
  readonly #counts: Partial<Record<EventKind, number>> = {};
  #first: EventRow | null = null;
  #last: EventRow | null = null;
  #withoutPayload = 0;

  constructor(firstSeq: number, lastSeq: number) {
    this.#firstSeq = firstSeq;
    this.#lastSeq = lastSeq;
  }

  /** Throws `batch/invalid` where a row does not follow the one before. */
  take(row: EventRow): EventRow {
    const expected = this.#last === null ? this.#firstSeq : this.#last.seq + 1;
    if (row.seq !== expected) {
      throw new GatelogError('batch/invalid', 'the range has a hole', { expected, got: row.seq });
    }
    this.#first ??= row;
    this.#last = row;
    this.#counts[row.kind] = (this.#counts[row.kind] ?? 0) + 1;
    if (row.payload === null) this.#withoutPayload += 1;
    return row;
  }

  /** Throws `batch/invalid` where the range ended early. */
  end(): Tallied {
    if (this.#first === null || this.#last === null || this.#last.seq !== this.#lastSeq) {
      throw new GatelogError('batch/invalid', 'the range ends early', {
        expected: this.#lastSeq,
        got: this.#last?.seq ?? 0,
      });
    }
    return {
      counts: this.#counts,
      firstAtMs: this.#first.atMs,
      lastAtMs: this.#last.atMs,
      withoutPayload: this.#withoutPayload,
      chainAfter: this.#last.chain,
    };
  }
}
