import { hours, type TimestampMs, timestampMs } from '../units.ts';

/** A moment with the local offset from UTC, minutes, east positive. */
export interface LocalMoment {
  readonly atMs: TimestampMs;
  readonly offsetMin: number;
}

/** A time of day, local, `HH:MM`. */
export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

const DAY_MS = hours(24);
const MINUTE_MS = 60_000;

/** Local midnight before a moment, ms since the epoch. */
function midnightMs({ atMs, offsetMin }: LocalMoment): number {
  const local = atMs + offsetMin * MINUTE_MS;
  return Math.floor(local / DAY_MS) * DAY_MS - offsetMin * MINUTE_MS;
}

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

/** The last of these times of day that has passed; null where there is none. */
export function lastTime(times: readonly string[], now: LocalMoment): TimestampMs | null {
  const today = midnightMs(now);
  const passed = times.map((time) => {
    const atMs = today + minutesOf(time) * MINUTE_MS;
    return atMs <= now.atMs ? atMs : atMs - DAY_MS;
  });
  return passed.length === 0 ? null : timestampMs(Math.max(...passed));
}

/** The next of these times of day; null where there is none. */
export function nextTime(times: readonly string[], now: LocalMoment): TimestampMs | null {
  const today = midnightMs(now);
  const ahead = times.map((time) => {
    const atMs = today + minutesOf(time) * MINUTE_MS;
    return atMs > now.atMs ? atMs : atMs + DAY_MS;
  });
  return ahead.length === 0 ? null : timestampMs(Math.min(...ahead));
}

/**
 * Whether a time of day has passed since it was last kept. A PC that was off catches up once, however many it missed.
 * One that was kept in what is now the future was kept before the clock was set back: it counts for nothing.
 * @param keptAtMs when the times were last looked at and kept, or when they were set
 */
export function isTimeDue(times: readonly string[], keptAtMs: TimestampMs, now: LocalMoment): boolean {
  const last = lastTime(times, now);
  return last !== null && (last > keptAtMs || keptAtMs > now.atMs);
}
