import type { HcertSigner } from '../../trust/trust.ts';
import type { TimestampMs } from '../../units.ts';
import type { Check } from '../credential.ts';
import { checkNotBefore, checkNotExpired } from '../life.ts';
import type { Claims } from './claims.ts';

/** Not before its time: the time of issue or, where claimed, the later "not before". */
export function checkBegun(claims: Claims, nowMs: TimestampMs | null): Check {
  const moments = [claims.issuedAtMs, claims.notBeforeMs].filter((one) => one !== null);
  return checkNotBefore(moments.length === 0 ? null : Math.max(...moments), nowMs);
}

/**
 * Not after its time, the last moment included: of the public vectors three ask at that very moment and expect it to
 * hold. A certificate ends with the certificate of the key that signed it where that ends first.
 */
export function checkNotOver(claims: Claims, signer: HcertSigner | null, nowMs: TimestampMs | null): Check {
  const own = claims.expiresAtMs;
  const keys = signer?.notAfterMs ?? null;
  if (own === null || keys === null || own <= keys) return checkNotExpired(own, nowMs, 'last moment counts');
  const check = checkNotExpired(keys, nowMs, 'last moment counts');
  return check.outcome === 'fail' ? { ...check, why: "the key's own certificate has ended" } : check;
}
