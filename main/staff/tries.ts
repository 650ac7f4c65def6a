import type { DurationMs } from '../../core/units.ts';
import { seconds } from '../../core/units.ts';

/** After this many wrong ones in a row every further try waits. */
const FREE_TRIES = 5;
const WAIT_MS: DurationMs = seconds(30);

/** Counts wrong passwords or codes, so that nobody can try them all. */
export interface Tries {
  /** True while the next try has to wait. */
  mustWait(): boolean;
  wrong(): void;
  right(): void;
}

/** @param uptimeMs monotonic ms: a wall clock that is set on would end the wait */
export function createTries(uptimeMs: () => number): Tries {
  let failures = 0;
  let waitUntil = Number.NEGATIVE_INFINITY;
  return {
    mustWait: () => uptimeMs() < waitUntil,
    wrong: () => {
      failures += 1;
      if (failures >= FREE_TRIES) waitUntil = uptimeMs() + WAIT_MS;
    },
    right: () => {
      failures = 0;
    },
  };
}
