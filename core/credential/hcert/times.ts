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
 * hold. A certificate ends with the certificate of the key that signed it where that ends first, also where it names
 * no end of its own.
 */
export function checkNotOver(claims: Claims, signer: HcertSigner | null, nowMs: TimestampMs | null): Check {
  const own = checkNotExpired(claims.expiresAtMs, nowMs, 'last moment counts');
  const keysEndMs = signer?.notAfterMs ?? null;
  if (keysEndMs === null || keysEndMs >= (claims.expiresAtMs ?? Number.POSITIVE_INFINITY)) return own;
  const keys = checkNotExpired(keysEndMs, nowMs, 'last moment counts');
  if (keys.outcome === 'fail') return { ...keys, why: "the key's own certificate has ended" };
  return claims.expiresAtMs === null ? own : keys;
}
