import { GatelogError } from '../errors.ts';
import type { TimestampMs } from '../units.ts';
import { canonicalEntries, type TrustEntry } from './entry.ts';
import {
  LIST_LIMITS,
  type ListSignature,
  type SkipReason,
  type TrustList,
  type TrustListKind,
} from './list.ts';

/** Gathers the entries of one list while it is read, and counts what was left out. */
export interface Gathered {
  /** Takes an entry, or counts a reason. */
  take(found: TrustEntry | SkipReason): void;
  /**
   * The list, in its one order.
   * @throws GatelogError `trust/empty` where nothing was usable, `trust/too-large`
   */
  list(head: {
    readonly kind: TrustListKind;
    readonly name: string;
    readonly listedAtMs: TimestampMs | null;
    readonly signature: ListSignature;
  }): TrustList;
}

export function gather(): Gathered {
  const entries: TrustEntry[] = [];
  const skipped: Partial<Record<SkipReason, number>> = {};
  return {
    take: (found) => {
      if (typeof found === 'string') {
        skipped[found] = (skipped[found] ?? 0) + 1;
        return;
      }
      if (entries.length >= LIST_LIMITS.entries) {
        throw new GatelogError('trust/too-large', 'the list has too many entries', {
          most: LIST_LIMITS.entries,
        });
      }
      entries.push(found);
    },
    list: (head) => {
      if (entries.length === 0) {
        throw new GatelogError('trust/empty', 'no usable entry', { ...skipped });
      }
      return { ...head, entries: canonicalEntries(entries), skipped };
    },
  };
}
