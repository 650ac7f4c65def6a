import { assertNever } from '../errors.ts';
import {
  type DurationMs,
  durationMs,
  hours,
  minutes,
  seconds,
  type TimestampMs,
  timestampMs,
} from '../units.ts';

/**
 * How far one rendition has come at one target. `waiting` is for what passes by itself, `blocked` for what wants a
 * hand; both are tried again, since nobody may be looking when the hand has done its work.
 */
export type Progress =
  | { readonly state: 'pending' }
  | { readonly state: 'writing'; readonly sinceMs: TimestampMs; readonly failures: number }
  | { readonly state: 'verifying'; readonly sinceMs: TimestampMs; readonly failures: number }
  | {
      readonly state: 'waiting' | 'blocked';
      /** Code of what went wrong last, such as `delivery/gone`. */
      readonly why: string;
      /** Tries that failed one after the other. [1...] */
      readonly failures: number;
      readonly nextTryAtMs: TimestampMs;
    }
  | {
      readonly state: 'delivered';
      readonly atMs: TimestampMs;
      /** How the copy was read back: `medium` after unmount and mount, `cache` without. */
      readonly checked: 'medium' | 'cache';
    };

/** What can happen to it. Every input carries the time at which it happened. */
export type ProgressInput =
  /** A try begins. */
  | { readonly type: 'begin'; readonly atMs: TimestampMs }
  /** Everything is written; it is read back. */
  | { readonly type: 'read-back'; readonly atMs: TimestampMs }
  | { readonly type: 'confirmed'; readonly atMs: TimestampMs; readonly checked: 'medium' | 'cache' }
  | { readonly type: 'failed'; readonly atMs: TimestampMs; readonly why: string }
  /** The kiosk was ended, or killed, while a try was under way: what became of it nobody knows. */
  | { readonly type: 'lost'; readonly atMs: TimestampMs }
  /** Somebody asked for it: no more waiting. */
  | { readonly type: 'hurry'; readonly atMs: TimestampMs };

export const PENDING: Progress = { state: 'pending' };

/**
 * Faults that pass by themselves: a share that is off, a line that breaks, a process that packs and was ended. Every
 * other one wants a hand.
 */
const PASSING: ReadonlySet<string> = new Set([
  'delivery/gone',
  'delivery/write-failed',
  'spool/write-failed',
]);
/** Faults of this one batch: another one may go all the same. Everything else is the target's own. */
const OF_THE_BATCH: ReadonlySet<string> = new Set(['delivery/exists-differs', 'batch/invalid']);

const FIRST_WAIT = { waiting: seconds(15), blocked: minutes(2) } as const;
const LONGEST_WAIT = { waiting: minutes(15), blocked: hours(1) } as const;

/** Whether a fault lies with one batch and not with the target. */
export const isOfTheBatch = (why: string): boolean => OF_THE_BATCH.has(why);

/**
 * How long to wait after so many failures in a row: twice as long each time. 15 s to 15 min for what passes by
 * itself, 2 min to 1 h for what wants a hand.
 */
export function backOff(state: 'waiting' | 'blocked', failures: number): DurationMs {
  const doublings = Math.min(Math.max(failures, 1) - 1, 20);
  return durationMs(Math.min(FIRST_WAIT[state] * 2 ** doublings, LONGEST_WAIT[state]));
}

/** The next state. An input that does not belong to a state changes nothing: a late word of a try that was given up. */
export function stepProgress(now: Progress, input: ProgressInput): Progress {
  switch (now.state) {
    case 'delivered':
      return now;
    case 'pending':
    case 'waiting':
    case 'blocked':
      if (input.type === 'begin') return { state: 'writing', sinceMs: input.atMs, failures: failuresOf(now) };
      // Before its first byte: no key, no room in the spool.
      if (input.type === 'failed') return failed(now, input.why, input.atMs);
      if (input.type === 'hurry' && now.state !== 'pending') return { ...now, nextTryAtMs: input.atMs };
      return now;
    case 'writing':
    case 'verifying':
      switch (input.type) {
        case 'read-back':
          return now.state === 'verifying' ? now : { ...now, state: 'verifying' };
        case 'confirmed':
          return { state: 'delivered', atMs: input.atMs, checked: input.checked };
        case 'failed':
          return failed(now, input.why, input.atMs);
        case 'lost':
          // Nobody's fault: the next try finds what lies there, and goes on at once.
          return PENDING;
        case 'begin':
        case 'hurry':
          return now;
        default:
          return assertNever(input);
      }
    default:
      return assertNever(now);
  }
}

const failuresOf = (now: Progress): number => ('failures' in now ? now.failures : 0);

function failed(now: Progress, why: string, atMs: TimestampMs): Progress {
  const failures = failuresOf(now) + 1;
  const state = PASSING.has(why) ? 'waiting' : 'blocked';
  return { state, why, failures, nextTryAtMs: timestampMs(atMs + backOff(state, failures)) };
}

/** Whether a try may begin now. A clock that was set back does not hold it up for longer than its longest wait. */
export function isDue(now: Progress, atMs: TimestampMs): boolean {
  switch (now.state) {
    case 'pending':
      return true;
    case 'waiting':
    case 'blocked':
      return atMs >= now.nextTryAtMs || now.nextTryAtMs - atMs > LONGEST_WAIT[now.state];
    case 'writing':
    case 'verifying':
    case 'delivered':
      return false;
    default:
      return assertNever(now);
  }
}
