import { GatelogError } from '../../core/errors.ts';
import { type DurationMs, durationMs } from '../../core/units.ts';

/** Why a scanner is not ready; keys of the screen's texts. */
export type ScannerProblem = 'open-failed' | 'silent-too-long' | 'closed-by-device';

/** Why an open failed, as far as retrying cares. `missing`: there is no such port now. */
export type OpenFailure = 'missing' | 'denied' | 'busy' | 'other';

/**
 * Where a port stands. In `waiting`, `unplugged` and `failed` it is tried again and again without leaving the
 * state, so that the screen does not flicker; `trying` is true while such an open is under way.
 */
export type ConnectionState =
  | { readonly name: 'closed' }
  | { readonly name: 'opening' }
  | { readonly name: 'ready' }
  | {
      /** waiting: an open failed and will be tried again. failed: so often that a person has to look. unplugged: not there. */
      readonly name: 'waiting' | 'unplugged' | 'failed';
      readonly problem: ScannerProblem;
      /** Opens that failed in a row for another reason than a missing port. */
      readonly failures: number;
      readonly trying: boolean;
    };

export type ConnectionInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'open-failed'; readonly failure: OpenFailure }
  /** The open gave no answer for openTimeoutMs. */
  | { readonly kind: 'open-overdue' }
  /** An open port closed by itself. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'retry-due' }
  | { readonly kind: 'close' };

/** What the caller has to do. At most one timer runs: starting one replaces the other. */
export type ConnectionEffect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close-port' }
  | { readonly kind: 'timer'; readonly input: 'open-overdue' | 'retry-due'; readonly afterMs: DurationMs }
  | { readonly kind: 'no-timer' };

export interface ReconnectOptions {
  /** Pause before a port that went away, or is not there, is tried. ms [100...10000], default 500. */
  readonly reopenDelayMs: DurationMs;
  /** Longest pause between opens that fail for another reason; it doubles up to here. ms [500...60000], default 5000. */
  readonly longestDelayMs: DurationMs;
  /** An open without an answer for so long is told to the guard. ms [500...60000], default 5000. */
  readonly openTimeoutMs: DurationMs;
  /** Failed opens in a row until the state is `failed`; trying goes on. [1...100], default 5. */
  readonly failuresUntilFailed: number;
}

const ranges: Record<keyof ReconnectOptions, { least: number; most: number; usual: number }> = {
  reopenDelayMs: { least: 100, most: 10_000, usual: 500 },
  longestDelayMs: { least: 500, most: 60_000, usual: 5_000 },
  openTimeoutMs: { least: 500, most: 60_000, usual: 5_000 },
  failuresUntilFailed: { least: 1, most: 100, usual: 5 },
};

/** Fills in defaults. Throws `settings/invalid` for a value outside its range. */
export function reconnectOptions(
  given: Partial<Record<keyof ReconnectOptions, number>> = {},
): ReconnectOptions {
  const pick = (name: keyof ReconnectOptions): number => {
    const { least, most, usual } = ranges[name];
    const value = given[name] ?? usual;
    if (Number.isFinite(value) && value >= least && value <= most) return value;
    throw new GatelogError('settings/invalid', `${name} has to be ${least} to ${most}`, { name, value });
  };
  return {
    reopenDelayMs: durationMs(pick('reopenDelayMs')),
    longestDelayMs: durationMs(pick('longestDelayMs')),
    openTimeoutMs: durationMs(pick('openTimeoutMs')),
    failuresUntilFailed: pick('failuresUntilFailed'),
  };
}

interface Step {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

/**
 * The next state of a port and what to do about it. Pure; an input that makes no sense in a state changes nothing.
 * A port that is missing is looked for at a steady pace (a replug is seen within a second); one that refuses is
 * asked less and less often. An open that hangs is never doubled: each would hold a thread of the pool.
 */
export function reconnect(state: ConnectionState, input: ConnectionInput, options: ReconnectOptions): Step {
  const stay: Step = { state, effects: [] };
  const tryOpen: readonly ConnectionEffect[] = [
    { kind: 'open' },
    { kind: 'timer', input: 'open-overdue', afterMs: options.openTimeoutMs },
  ];
  const opening = state.name === 'opening' || ('trying' in state && state.trying);
  switch (input.kind) {
    case 'start':
      return state.name === 'closed' ? { state: { name: 'opening' }, effects: tryOpen } : stay;
    case 'opened':
      return opening ? { state: { name: 'ready' }, effects: [{ kind: 'no-timer' }] } : stay;
    case 'open-failed':
      return opening ? afterFailedOpen(state, input.failure, options) : stay;
    case 'open-overdue':
      if (!opening) return stay;
      return {
        state: { name: 'waiting', problem: 'silent-too-long', failures: failuresOf(state), trying: true },
        effects: [],
      };
    case 'gone':
      if (state.name !== 'ready') return stay;
      return {
        state: { name: 'unplugged', problem: 'closed-by-device', failures: 0, trying: false },
        effects: [
          { kind: 'close-port' },
          { kind: 'timer', input: 'retry-due', afterMs: options.reopenDelayMs },
        ],
      };
    case 'retry-due':
      if (!('trying' in state) || state.trying) return stay;
      return { state: { ...state, trying: true }, effects: tryOpen };
    case 'close':
      return { state: { name: 'closed' }, effects: [{ kind: 'no-timer' }, { kind: 'close-port' }] };
  }
}

const failuresOf = (state: ConnectionState): number => ('failures' in state ? state.failures : 0);

function afterFailedOpen(state: ConnectionState, failure: OpenFailure, options: ReconnectOptions): Step {
  if (failure === 'missing') {
    const problem = state.name === 'unplugged' ? state.problem : 'open-failed';
    return {
      state: { name: 'unplugged', problem, failures: 0, trying: false },
      effects: [{ kind: 'timer', input: 'retry-due', afterMs: options.reopenDelayMs }],
    };
  }
  const failures = failuresOf(state) + 1;
  const afterMs = Math.min(options.longestDelayMs, options.reopenDelayMs * 2 ** Math.min(failures - 1, 16));
  return {
    state: {
      name: failures >= options.failuresUntilFailed ? 'failed' : 'waiting',
      problem: 'open-failed',
      failures,
      trying: false,
    },
    effects: [{ kind: 'timer', input: 'retry-due', afterMs: durationMs(afterMs) }],
  };
}
