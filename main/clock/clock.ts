import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { type TimestampMs, timestampMs } from '../../core/units.ts';

/** One look at the machine's clocks, taken together. */
export interface ClockReading {
  readonly atMs: TimestampMs;
  /** Local offset from UTC in minutes, east positive. */
  readonly offsetMin: number;
  readonly bootId: string;
  /** Monotonic ms since boot, suspend included where the OS counts it. */
  readonly uptimeMs: number;
}

/** Where the kiosk gets time from; a test hands in its own. */
export interface Clock {
  read(): ClockReading;
}

/**
 * The machine's clocks. The boot id is the kernel's on Linux; elsewhere a random id of this process, which
 * only means that monotonic times before and after a restart of the kiosk are never compared.
 */
export function createClock(): Clock {
  const bootId = readBootId();
  return {
    read: () => {
      const now = new Date();
      return {
        atMs: timestampMs(now.getTime()),
        offsetMin: -now.getTimezoneOffset(),
        bootId,
        uptimeMs: Math.round(uptime() * 1000),
      };
    },
  };
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}
