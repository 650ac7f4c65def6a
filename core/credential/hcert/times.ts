import type { HcertSigner } from '../../trust/trust.ts';
import { minutes, type TimestampMs } from '../../units.ts';
import type { Check } from '../credential.ts';
import type { Claims } from './claims.ts';

/** How far a kiosk without a network may lag behind an issuer's clock. */
export const CLOCK_LEEWAY_MS = minutes(5);

/** A day of UTC, `YYYY-MM-DD`; null where the moment is beyond the years that this form can write. */
export function dayOf(atMs: TimestampMs): string | null {
  const iso = new Date(atMs).toISOString();
  return /^\d{4}-/.test(iso) ? iso.slice(0, 10) : null;
}

/**
 * Not before its time: the time of issue or, where claimed, the later "not before". A certificate of a moment ago
 * passes on a clock that lags by up to five minutes.
 */
export function checkNotBefore(claims: Claims, nowMs: TimestampMs | null): Check {
  const moments = [claims.issuedAtMs, claims.notBeforeMs].filter((one) => one !== null);
  if (moments.length === 0) return noTime('notBefore', 'the certificate does not say when it was issued');
  const fromMs = Math.max(...moments) as TimestampMs;
  if (nowMs === null) return noTime('notBefore', NO_CLOCK, fromMs);
  return nowMs + CLOCK_LEEWAY_MS >= fromMs
    ? dated({ name: 'notBefore', outcome: 'pass', why: 'issued before now' }, fromMs)
    : dated({ name: 'notBefore', outcome: 'fail', why: 'its time has not begun yet' }, fromMs);
}

/**
 * Not after its time, the last moment included. A certificate ends with the certificate of the key that signed it
 * where that ends first.
 */
export function checkNotExpired(
  claims: Claims,
  signer: HcertSigner | null,
  nowMs: TimestampMs | null,
): Check {
  const own = claims.expiresAtMs;
  const keys = signer?.notAfterMs ?? null;
  if (own === null) return noTime('notExpired', 'the certificate does not say when it expires');
  const byKey = keys !== null && keys < own;
  const untilMs = byKey ? keys : own;
  if (nowMs === null) return noTime('notExpired', NO_CLOCK, untilMs);
  if (nowMs <= untilMs) return dated({ name: 'notExpired', outcome: 'pass', why: 'not expired' }, untilMs);
  const why = byKey ? "the key's own certificate has ended" : 'expired';
  return dated({ name: 'notExpired', outcome: 'fail', why }, untilMs);
}

/**
 * The days that the content itself names (recovery from/until, validity of a WHO data set), compared as days of
 * UTC. No check where it names none.
 */
export function checkInDate(
  from: string | null,
  until: string | null,
  nowMs: TimestampMs | null,
): readonly Check[] {
  if (from === null && until === null) return [];
  const name = 'cardInDate';
  const date = until ?? from ?? '';
  if (nowMs === null) return [{ name, outcome: 'unknown', why: NO_CLOCK, date }];
  const today = dayOf(nowMs) ?? '';
  if (from !== null && today < from) {
    return [{ name, outcome: 'fail', why: 'the days that it names have not begun', date: from }];
  }
  return until !== null && today > until
    ? [{ name, outcome: 'fail', why: 'the days that it names are over', date }]
    : [{ name, outcome: 'pass', why: 'within the days that it names', date }];
}

const NO_CLOCK = 'the clock of this kiosk is not trusted';

const noTime = (name: 'notBefore' | 'notExpired', why: string, atMs: TimestampMs | null = null): Check =>
  dated({ name, outcome: 'unknown', why }, atMs);

function dated(check: Check, atMs: TimestampMs | null): Check {
  const date = atMs === null ? null : dayOf(atMs);
  return date === null ? check : { ...check, date };
}
