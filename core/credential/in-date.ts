import type { TimestampMs } from '../units.ts';
import type { Check } from './credential.ts';

/** Vietnam keeps UTC+7 all year; what a card calls a day is a day there, whatever zone the kiosk's PC is set to. */
const VIETNAM_AHEAD_MS = 7 * 3_600_000;
/** Times that a calendar can name, ms since 1970: years 0 to 9999. */
const CALENDAR_MS = { first: -62_167_219_200_000, end: 253_402_300_800_000 } as const;

/** The day in Vietnam at a moment, `YYYY-MM-DD`; null outside the years 0 to 9999. */
export function dayInVietnam(atMs: TimestampMs): string | null {
  const localMs = atMs + VIETNAM_AHEAD_MS;
  // Written so that NaN is refused too.
  if (!(localMs >= CALENDAR_MS.first && localMs < CALENDAR_MS.end)) return null;
  return new Date(localMs).toISOString().slice(0, 10);
}

/** From when to when a card holds, both days included, `YYYY-MM-DD`; null where the card sets no limit. */
export interface Validity {
  readonly from: string | null;
  readonly to: string | null;
  /** True where the card says something there that is no date. */
  readonly unreadable?: boolean;
}

/**
 * The check `cardInDate`. `date` is the last day of a card that holds or has expired, the first day of one that has
 * not begun; absent where the card has no such day.
 */
export function cardInDate(validity: Validity, nowMs: TimestampMs | null): Check {
  const { from, to } = validity;
  const today = nowMs === null ? null : dayInVietnam(nowMs);
  const found = (outcome: Check['outcome'], why: string, date: string | null): Check => ({
    name: 'cardInDate',
    outcome,
    why,
    ...(date === null ? {} : { date }),
  });
  if (from === null && to === null) {
    return validity.unreadable === true
      ? found('unknown', 'the dates of the card could not be read', null)
      : found('notApplicable', 'the card says no date from or to which it holds', null);
  }
  if (today === null) return found('unknown', 'the clock is not trusted', to ?? from);
  if (to !== null && today > to) return found('fail', 'the last day of the card is over', to);
  if (from !== null && today < from) return found('fail', 'the first day of the card is not yet there', from);
  if (validity.unreadable === true) return found('unknown', 'one date of the card could not be read', to);
  return found('pass', 'today is between the first and the last day of the card', to);
}
