import type { EventKind, EventPublic } from '../batch/event.ts';
import { GatelogError } from '../errors.ts';
import { seconds } from '../units.ts';

/** How long a guard may undo his own last event (issue "The gate works"). */
export const UNDO_MS = seconds(60);

const UNDOABLE: readonly EventKind[] = ['in', 'out', 'refused', 'asked', 'repeat', 'unreadable'];

/**
 * Answers nothing if this event may be undone now; throws `undo/nothing` or `undo/too-late` if not. Age is taken
 * from the monotonic clock where the boot is the same, so that a corrected wall clock changes nothing.
 */
export function mayUndo(input: {
  readonly event: Pick<EventPublic, 'seq' | 'kind' | 'atMs' | 'uptimeMs' | 'bootId'> | null;
  readonly lastOwnSeq: number | null;
  readonly voided: boolean;
  readonly nowMs: number;
  readonly uptimeMs: number;
  readonly bootId: string;
}): void {
  const { event } = input;
  if (event === null || input.voided || event.seq !== input.lastOwnSeq || !UNDOABLE.includes(event.kind)) {
    throw new GatelogError('undo/nothing', 'there is nothing of yours to undo');
  }
  const age =
    event.bootId === input.bootId ? input.uptimeMs - event.uptimeMs : Math.abs(input.nowMs - event.atMs);
  if (age > UNDO_MS) throw new GatelogError('undo/too-late', 'more than a minute has passed');
}
