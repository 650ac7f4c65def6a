import { type TimestampMs, timestampMs } from '../../units.ts';
import type { Json } from '../json.ts';
import { readCbor, toJson, untagged } from './cbor.ts';

/** What a certificate states, by the place in which it states it. */
export type Content =
  /** EU DCC and its likes. */
  | { readonly form: 'dcc'; readonly data: Json }
  /** WHO DDCC vaccination, DDCC test result, digital vaccination certificate, or the older form without CWT. */
  | { readonly form: 'vaccinationStatus' | 'testResult' | 'dvc' | 'dataSet'; readonly data: Json }
  /** A link to a SMART Health Card, which an offline kiosk cannot follow. */
  | { readonly form: 'link'; readonly data: Json }
  /** Signed, but nothing that is known here. */
  | { readonly form: 'other'; readonly data: Json };

/** Claims of the CWT (RFC 8392, section 3.1). Times are null where the claim is absent or says no time. */
export interface Claims {
  readonly issuer: string | null;
  readonly expiresAtMs: TimestampMs | null;
  readonly notBeforeMs: TimestampMs | null;
  readonly issuedAtMs: TimestampMs | null;
  readonly content: Content;
}

const CLAIM = { issuer: 1, expires: 4, notBefore: 5, issued: 6, health: -260 } as const;
/** Keys of claim -260 (hcert specification, section 3.3.6; WHO SMART Trust, HCERT claim keys), best first. */
const HEALTH_FORMS = [
  [1, 'dcc'],
  [3, 'vaccinationStatus'],
  [4, 'testResult'],
  [-6, 'dvc'],
  [5, 'link'],
] as const;
/** Names of which the older WHO data set has at least one. */
const DATA_SET_NAMES = ['hcid', 'birthDate', 'vaccine', 'vaccination', 'test'];

/** Reads the payload of a certificate; null where it is no CBOR map. */
export function readClaims(payload: Uint8Array): Claims | null {
  const claims = untagged(readCbor(payload)?.value);
  if (!(claims instanceof Map)) return null;
  const issuer = untagged(claims.get(CLAIM.issuer));
  return {
    issuer: typeof issuer === 'string' && issuer.trim() !== '' ? issuer.trim() : null,
    expiresAtMs: momentOf(claims.get(CLAIM.expires)),
    notBeforeMs: momentOf(claims.get(CLAIM.notBefore)),
    issuedAtMs: momentOf(claims.get(CLAIM.issued)),
    content: contentOf(claims),
  };
}

function contentOf(claims: ReadonlyMap<unknown, unknown>): Content {
  const health = untagged(claims.get(CLAIM.health));
  if (health instanceof Map) {
    const found = HEALTH_FORMS.find(([key]) => health.has(key));
    if (found !== undefined) return { form: found[1], data: toJson(health.get(found[0])) };
    return { form: 'other', data: toJson(health) };
  }
  const form = DATA_SET_NAMES.some((name) => claims.has(name)) ? 'dataSet' : 'other';
  return { form, data: toJson(claims) };
}

/** The largest number of seconds that a Date can hold. */
const LAST_SECOND = 8_640_000_000_000;

/**
 * A NumericDate (RFC 8392, section 2): seconds as a whole number of any size or a float, in the field also under
 * tag 1 (epoch) or as a bignum. Null where it is none, or beyond what a date can say.
 */
function momentOf(claim: unknown): TimestampMs | null {
  const value = untagged(claim);
  const seconds = typeof value === 'bigint' ? Number(value) : value;
  if (typeof seconds !== 'number' || !(Math.abs(seconds) <= LAST_SECOND)) return null;
  return timestampMs(Math.round(seconds * 1000));
}
