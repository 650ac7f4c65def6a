import { minutes, type TimestampMs } from '../units.ts';
import type { Check } from './credential.ts';

/*
 * Checks of time, the same for every kind. They are `unknown` where the kiosk's clock is not trusted. Days are those of
 * UTC, as the certificates have them.
 */

/** How far a kiosk without a network may lag behind an issuer's clock. */
const LEEWAY_MS = minutes(5);

/** A moment as ISO 8601, UTC; null beyond the years 0 to 9999. */
export function momentText(atMs: number): string | null {
  const date = new Date(atMs);
  const iso = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return /^\d{4}-/.test(iso) ? iso : null;
}

/** The day of a moment in UTC, `YYYY-MM-DD`; null beyond the years 0 to 9999. */
export const dayOf = (atMs: number): string | null => momentText(atMs)?.slice(0, 10) ?? null;

/**
 * Not before its time. A card of a moment ago passes on a clock that lags by up to five minutes.
 * @param startMs null where the card does not say
 */
export function checkNotBefore(startMs: number | null, nowMs: TimestampMs | null): Check {
  const name = 'notBefore';
  if (startMs === null) return { name, outcome: 'notApplicable', why: 'it does not say from when it holds' };
  const dated = { name, ...dateOf(startMs) } as const;
  if (nowMs === null) return { ...dated, outcome: 'unknown', why: 'the clock of this kiosk is not sure' };
  return nowMs + LEEWAY_MS < startMs
    ? { ...dated, outcome: 'fail', why: 'it does not hold yet' }
    : { ...dated, outcome: 'pass', why: 'its time has begun' };
}

/**
 * Not after its time.
 * @param endMs null where the card has no end
 * @param end whether a card still holds at its very end: by the letter of RFC 7519 and RFC 8392 it does not
 */
export function checkNotExpired(
  endMs: number | null,
  nowMs: TimestampMs | null,
  end: 'last moment counts' | 'over at the end' = 'over at the end',
): Check {
  const name = 'notExpired';
  if (endMs === null) return { name, outcome: 'notApplicable', why: 'it has no last day' };
  const dated = { name, ...dateOf(endMs) } as const;
  if (nowMs === null) return { ...dated, outcome: 'unknown', why: 'the clock of this kiosk is not sure' };
  return nowMs > endMs || (nowMs === endMs && end === 'over at the end')
    ? { ...dated, outcome: 'fail', why: 'its time is over' }
    : { ...dated, outcome: 'pass', why: 'its time is not over' };
}

/** The day of a moment as the `date` of a check; none where there is no moment or no such day. */
export function dateOf(atMs: number | null): { readonly date?: string } {
  const date = atMs === null ? null : dayOf(atMs);
  return date === null ? {} : { date };
}
