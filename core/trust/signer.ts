import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { type TimestampMs, timestampMs } from '../units.ts';
import type { HcertSigner, HealthStatement } from './trust.ts';

/** Why a list's entry makes no signer. Texts of the trust screen are looked up by these. */
export type SignerProblem =
  /** The bytes are no X.509 certificate. */
  | 'not-a-certificate'
  /** A curve or a kind of key that no health certificate may be signed with, or that this runtime cannot use. */
  | 'unusable-key';

/** A signer, or why there is none. */
export type SignerReading =
  | { readonly ok: true; readonly signer: HcertSigner }
  | { readonly ok: false; readonly problem: SignerProblem };

/** What a trust list says beside the certificate. It goes before what the certificate says. */
export interface StatedSigner {
  /** Base64 of the key's id, any alphabet, with or without padding. */
  readonly kid?: string | null;
  /** Two or three letters. */
  readonly country?: string | null;
}

/** Bytes of a kid that a DCC carries (hcert specification, section 3.3.2: the first 8 bytes of the digest). */
export const KID_BYTES = 8;

/** The one written form of a kid: base64 with padding. */
export const kidText = (kid: Uint8Array): string => Buffer.from(kid).toString('base64');

/** The kid that a certificate has by itself: the first 8 bytes of SHA-256 over its DER form. */
export const kidOf = (der: Uint8Array): string =>
  kidText(createHash('sha256').update(der).digest().subarray(0, KID_BYTES));

/**
 * A signer from a certificate in DER (or PEM) form. Its life, country and what it may sign come from the
 * certificate; nothing is checked against a clock or an authority here. Never throws.
 */
export function readHcertSigner(bytes: Uint8Array, stated: StatedSigner = {}): SignerReading {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(bytes);
  } catch {
    return { ok: false, problem: 'not-a-certificate' };
  }
  const key = usableKey(() => certificate.publicKey);
  if (key === null) return { ok: false, problem: 'unusable-key' };
  return {
    ok: true,
    signer: {
      kid: statedKid(stated) ?? kidOf(certificate.raw),
      key,
      certificate,
      country: countryOf(stated.country) ?? certificateCountry(certificate),
      usages: usagesOf(certificate.keyUsage ?? []),
      notBeforeMs: moment(certificate.validFromDate),
      notAfterMs: moment(certificate.validToDate),
    },
  };
}

/** A signer from a bare public key, of which the list must say the kid. Null where kid or key cannot be used. */
export function bareHcertSigner(key: KeyObject, stated: StatedSigner): HcertSigner | null {
  const kid = statedKid(stated);
  const usable = usableKey(() => key);
  if (kid === null || usable === null) return null;
  return {
    kid,
    key: usable,
    certificate: null,
    country: countryOf(stated.country),
    usages: null,
    notBeforeMs: null,
    notAfterMs: null,
  };
}

/**
 * Arcs under which an extended key usage names what a key may sign (eHealth Network, Guidelines on technical
 * specifications for EU DCC, volume 5, section on the DSC profile). The second was printed with a zero too many
 * and certificates carry it as printed.
 */
const USAGE_ARCS = ['1.3.6.1.4.1.1847.2021.1.', '1.3.6.1.4.1.0.1847.2021.1.'];
const USAGE_BY_NUMBER: ReadonlyMap<string, HealthStatement> = new Map([
  ['1', 'test'],
  ['2', 'vaccination'],
  ['3', 'recovery'],
]);

/**
 * What a key may sign by the object identifiers of its extended key usage; null where none of them speaks of
 * health certificates, which means that there is no limit.
 */
export function usagesOf(identifiers: readonly string[]): readonly HealthStatement[] | null {
  const usages = identifiers.flatMap((identifier) => {
    const arc = USAGE_ARCS.find((one) => identifier.startsWith(one));
    const usage = arc === undefined ? undefined : USAGE_BY_NUMBER.get(identifier.slice(arc.length));
    return usage === undefined ? [] : [usage];
  });
  return usages.length === 0 ? null : [...new Set(usages)];
}

const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
/** Shorter keys prove nothing any more; longer ones would only cost time. */
const RSA_BITS = { least: 2048, most: 8192 } as const;

/** The key if ES256, ES384, ES512 or PS256 can be checked with it; a getter, because reading an odd key throws. */
function usableKey(take: () => KeyObject): KeyObject | null {
  try {
    const key = take();
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    switch (key.asymmetricKeyType) {
      case 'ec':
        return CURVES.has(key.asymmetricKeyDetails?.namedCurve ?? '') ? key : null;
      case 'rsa':
      case 'rsa-pss':
        return bits >= RSA_BITS.least && bits <= RSA_BITS.most ? key : null;
      default:
        return null;
    }
  } catch {
    return null;
  }
}

function statedKid(stated: StatedSigner): string | null {
  const bytes = Buffer.from(stated.kid ?? '', 'base64');
  return bytes.length === 0 ? null : kidText(bytes);
}

/** Two or three letters in capitals, or null. */
function countryOf(text: unknown): string | null {
  const country = typeof text === 'string' ? text.trim().toUpperCase() : '';
  return /^[A-Z]{2,3}$/.test(country) ? country : null;
}

/** Country of the subject (`C`); the first where a certificate names several. */
function certificateCountry(certificate: X509Certificate): string | null {
  // Declared as one text, but an attribute that stands twice comes as a list.
  const named: unknown = certificate.toLegacyObject().subject?.C;
  return countryOf(Array.isArray(named) ? named[0] : named);
}

const moment = (date: Date): TimestampMs | null => {
  const ms = date.getTime();
  return Number.isNaN(ms) ? null : timestampMs(ms);
};
