import {
  type ClockMoment,
  type ClockTrust,
  confirmClock,
  judgeStart,
  jumpOf,
  type StartDoubt,
  startTrust,
  watch,
} from '../../core/gate/clock.ts';
import { type TimestampMs, timestampMs } from '../../core/units.ts';
import type { Stamp } from '../events.ts';
import type { Clock } from './clock.ts';

/** Why the clock is doubted. */
export type ClockDoubt = StartDoubt['why'];

/** The clock together with how far it is believed. Every event takes its time from here. */
export interface TrustedClock {
  /** Both clocks now and whether they can be trusted; notices a jump. */
  readonly stamp: () => Stamp;
  readonly doubt: () => ClockDoubt | null;
  /**
   * An administrator says that the clock is right now.
   * @returns the reason of the `clock` event to write, `confirmed:<offsetMs>`: add the offset to the times of the
   *   suspect events before it
   */
  readonly confirm: () => string;
}

export interface TrustParts {
  readonly clock: Clock;
  /** Both clocks at the newest event, or null for an empty log. */
  readonly last: ClockMoment | null;
  readonly builtAtMs: TimestampMs;
  /** Told once each time that a running clock begins to be doubted. */
  readonly onDoubt: (why: ClockDoubt) => void;
}

/**
 * Watches the machine's clock from the start of the kiosk on. The monotonic clock of the systems that Gatelog runs
 * on counts sleep (Linux CLOCK_BOOTTIME, Windows GetTickCount64), so a machine that slept has not jumped.
 */
export function createTrustedClock(parts: TrustParts): TrustedClock {
  const { clock } = parts;
  const begun = clock.read();
  const atStart = judgeStart(begun, parts.last, parts.builtAtMs);
  let doubt: ClockDoubt | null = atStart?.why ?? null;
  let trust: ClockTrust = startTrust(begun, atStart);
  /** The first look at the clock that is doubted: what suspect events were stamped with. */
  let doubtedFrom: ClockMoment = begun;
  return {
    stamp: () => {
      const now = clock.read();
      const before = trust.state;
      trust = watch(trust, now);
      if (before === 'ok' && trust.state === 'suspect') {
        doubt = 'jumped';
        doubtedFrom = now;
        parts.onDoubt(doubt);
      }
      return { ...now, clock: trust.state };
    },
    doubt: () => doubt,
    confirm: () => {
      const now = clock.read();
      // How far the clock was set since it was first doubted is how wrong it was.
      const offsetMs = doubt === null ? 0 : (jumpOf(doubtedFrom, now) ?? 0);
      const confirmed = confirmClock({ ...now, atMs: timestampMs(now.atMs - offsetMs) }, now.atMs, now);
      trust = confirmed.trust;
      doubt = null;
      return confirmed.reason;
    },
  };
}
