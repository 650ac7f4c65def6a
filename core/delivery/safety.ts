import type { Progress } from './progress.ts';

/** A target as far as a batch's safety goes. */
export interface ReceivingTarget {
  readonly id: string;
  /** Whether a batch counts as safe only once it lies there. */
  readonly required: boolean;
  /** Batches from this seq on are meant for it. */
  readonly fromSeq: number;
  /** Batches up to this seq are in its line; later ones wait for a time of day, or for somebody who asks. */
  readonly inLineUpTo: number;
}

/** A batch, with every copy of it that was confirmed and how far it is at each target. */
export interface BatchCopies {
  readonly firstSeq: number;
  /** Whether any copy was confirmed anywhere that shows as much as is asked for, a stick among it. */
  readonly anywhere: boolean;
  /** By target id; a target that has not begun is left out. */
  readonly at: ReadonlyMap<string, Progress>;
}

const isThere = (batch: BatchCopies, id: string): boolean => batch.at.get(id)?.state === 'delivered';

/** Targets that this batch is meant for. */
export const meantFor = <T extends ReceivingTarget>(
  batch: BatchCopies,
  targets: readonly T[],
): readonly T[] => targets.filter((target) => batch.firstSeq >= target.fromSeq);

/**
 * Whether a batch is safe: every required target that it is meant for has it. Where no target is required, one copy
 * anywhere will do.
 */
export function isSafe(batch: BatchCopies, targets: readonly ReceivingTarget[]): boolean {
  const required = meantFor(batch, targets).filter((target) => target.required);
  return required.length === 0 ? batch.anywhere : required.every(({ id }) => isThere(batch, id));
}

/**
 * Targets for which the spool keeps the bytes of a batch. Required ones: until they have it. Others: while it is in
 * their line and goes without a hitch; one that is off for months must not fill the disk, and gets a rendition of its
 * own later.
 */
export function spoolKeepsFor<T extends ReceivingTarget>(
  batch: BatchCopies,
  targets: readonly T[],
): readonly T[] {
  return meantFor(batch, targets).filter((target) => {
    if (isThere(batch, target.id)) return false;
    const state = batch.at.get(target.id)?.state ?? 'pending';
    const goes = state === 'writing' || state === 'verifying' || state === 'pending';
    return target.required || (goes && batch.firstSeq <= target.inLineUpTo);
  });
}
