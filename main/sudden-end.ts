import type { EventRow } from '../core/batch/event.ts';
import { restoredFrom } from '../core/batch/restored.ts';
import { minutes } from '../core/units.ts';
import type { SuddenEndView } from '../preload/contract/start-views.ts';
import type { Stamp } from './events.ts';

/** The guard reads it at the next look at the screen; then it has been long enough. */
const SHOWN_MS = minutes(15);

/**
 * What the log says of the end before this start. The kiosk's last event is `closed` where it was ended by hand.
 * @param last newest event of the log before this start wrote one, or null
 * @returns null where there was no start before or it ended as it should
 */
export function suddenEnd(last: EventRow | null, now: Stamp): SuddenEndView | null {
  // A log that goes on from a backup begins with an event of its own.
  if (last === null || last.kind === 'closed' || restoredFrom(last.reason) !== null) return null;
  const trusted = last.clock === 'ok' && now.clock === 'ok';
  return {
    lastSeq: last.seq,
    // A time that may be wrong would be worse than none.
    lastAtMs: trusted ? last.atMs : null,
    openedAtMs: trusted ? now.atMs : null,
    what: last.bootId === now.bootId ? 'program' : 'machine',
  };
}

/** Shown from this start on until somebody has read it, or for a while. */
export interface SuddenEndNote {
  /** What the screen says now; null where there is nothing to say or not any more. */
  view(): SuddenEndView | null;
  /** Somebody has read it. */
  seen(): void;
}

/** @param uptimeMs monotonic ms: a clock that is set right must not make the note stay or go */
export function createSuddenEndNote(end: SuddenEndView | null, uptimeMs: () => number): SuddenEndNote {
  const untilMs = uptimeMs() + SHOWN_MS;
  let isSeen = end === null;
  return {
    view: () => (isSeen || uptimeMs() >= untilMs ? null : end),
    seen: () => {
      isSeen = true;
    },
  };
}
