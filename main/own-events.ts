import { type GatelogError, toGatelogError } from '../core/errors.ts';
import { newEvent, type Stamp } from './events.ts';
import type { Log } from './log/log.ts';

export type OwnKind = 'opened' | 'closed' | 'alive' | 'clock';

export interface OwnEventsParts {
  readonly log: Log;
  readonly stamp: () => Stamp;
  readonly guard: () => string | null;
  /** Told of an event that could not be written. */
  readonly failed: (error: GatelogError) => void;
}

/** The events that the kiosk writes of itself. None of them throws: a failure shows on the screen. */
export interface OwnEvents {
  /** Writes one now; what cannot be written waits for `catchUp`, but for `alive`, which says nothing when it is late. */
  readonly write: (kind: OwnKind, reason: string) => void;
  /** Writes one at the next `catchUp`: for what is noticed in the middle of writing another. */
  readonly later: (kind: OwnKind, reason: string) => void;
  /** Writes what waits, in order; called while the log is well. What cannot be written goes on waiting. */
  readonly catchUp: () => void;
}

export function createOwnEvents({ log, stamp, guard, failed }: OwnEventsParts): OwnEvents {
  const waiting: { kind: OwnKind; reason: string }[] = [];
  const append = (kind: OwnKind, reason: string): boolean => {
    try {
      log.append([newEvent({ stamp: stamp(), lane: '', kind, reason, source: null, guard: guard() })]);
      return true;
    } catch (error) {
      failed(toGatelogError(error, 'log/append-failed'));
      return false;
    }
  };
  const catchUp = (): void => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (!append(next.kind, next.reason)) return;
      waiting.shift();
    }
  };
  return {
    write: (kind, reason) => {
      if (kind === 'alive') {
        append(kind, reason);
        return;
      }
      // A confirmed clock is what the office corrects earlier times by: lost, they stay wrong for ever.
      waiting.push({ kind, reason });
      catchUp();
    },
    later: (kind, reason) => {
      waiting.push({ kind, reason });
    },
    catchUp,
  };
}
