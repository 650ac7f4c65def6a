import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto';
import { CERTIFICATE_MAX_BYTES, type TrustEntry } from './entry.ts';
import type { SkipReason } from './list.ts';
import { bytesOf, countryOf, nameOf } from './parse-text.ts';
import { bareHcertSigner, kidText, readHcertSigner } from './signer.ts';
import type { HealthStatement } from './trust.ts';

/** What a list says of one signer beside its certificate or key. */
export interface Stated {
  /** As the list has it; undefined: the certificate's own. */
  readonly kid?: unknown;
  readonly country?: unknown;
  /** Null or absent: what the certificate says. */
  readonly usages?: readonly HealthStatement[] | null;
}

/** A kid in its one form, or null: base64 or base64url of 1 to 64 bytes. */
export function kidFrom(value: unknown): string | null {
  const bytes = bytesOf(value, 64);
  return bytes === null ? null : kidText(bytes);
}

/** DER of a certificate that a list holds: base64 of DER, PEM, or base64 of PEM (as the French list has it). */
export function certificateBytes(value: unknown): Buffer | null {
  if (typeof value !== 'string' || value.length > CERTIFICATE_MAX_BYTES * 2) return null;
  const inner = pemBody(value);
  if (inner !== null) return inner;
  const bytes = bytesOf(value, CERTIFICATE_MAX_BYTES * 1.5);
  if (bytes === null) return null;
  return pemBody(bytes.toString('latin1')) ?? bytes;
}

const pemBody = (text: string): Buffer | null => {
  const found = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/.exec(text);
  return found === null ? null : bytesOf(found[1], CERTIFICATE_MAX_BYTES);
};

/** The entry of a signer's certificate in DER form, or why there is none. */
export function certificateEntry(der: Uint8Array, stated: Stated = {}): TrustEntry | SkipReason {
  if (der.length > CERTIFICATE_MAX_BYTES) return 'not-a-certificate';
  const kid = stated.kid === undefined ? null : kidFrom(stated.kid);
  if (stated.kid !== undefined && kid === null) return 'bad-kid';
  const reading = readHcertSigner(der, { kid, country: countryOf(stated.country) });
  if (!reading.ok) return reading.problem;
  const { certificate, country } = reading.signer;
  if (certificate === null) return 'not-a-certificate';
  return {
    type: 'hcert-certificate',
    kid: reading.signer.kid,
    certificate: certificate.raw.toString('base64'),
    country,
    usages: stated.usages == null ? null : [...stated.usages],
    name: subjectName(certificate),
  };
}

/** The entry of an authority's certificate. Its key may be of a curve that this PC cannot check: that shows later. */
export function authorityEntry(certificate: X509Certificate): TrustEntry | SkipReason {
  if (certificate.raw.length > CERTIFICATE_MAX_BYTES) return 'not-a-certificate';
  return {
    type: 'csca',
    certificate: certificate.raw.toString('base64'),
    country: countryOf(/^C=([A-Za-z]{2,3})$/m.exec(certificate.subject ?? '')?.[1]),
    name: subjectName(certificate),
  };
}

/** The entry of a bare public key; its list has to name the kid. */
export function keyEntry(key: KeyObject, stated: Stated): TrustEntry | SkipReason {
  const kid = kidFrom(stated.kid);
  if (kid === null) return 'bad-kid';
  const signer = bareHcertSigner(key, { kid, country: countryOf(stated.country) });
  if (signer === null) return 'unusable-key';
  return {
    type: 'hcert-key',
    kid,
    spki: signer.key.export({ type: 'spki', format: 'der' }).toString('base64'),
    country: signer.country,
    usages: stated.usages == null ? null : [...stated.usages],
  };
}

/** The entry of a key as SubjectPublicKeyInfo, base64. */
export function spkiEntry(value: unknown, stated: Stated): TrustEntry | SkipReason {
  const der = bytesOf(value, 3_000);
  if (der === null) return 'bad-shape';
  const key = publicKey(() => createPublicKey({ key: der, type: 'spki', format: 'der' }));
  return key === null ? 'unusable-key' : keyEntry(key, stated);
}

/** The entry of a key as JSON Web Key (RFC 7517), of its certificate where it brings one (`x5c`). */
export function jwkEntry(jwk: Readonly<Record<string, unknown>>, stated: Stated): TrustEntry | SkipReason {
  if (jwk['d'] !== undefined) return 'private-key';
  if (jwk['use'] === 'enc') return 'other-use';
  const chain = jwk['x5c'];
  if (Array.isArray(chain) && chain.length > 0) {
    const der = certificateBytes(chain[0]);
    return der === null ? 'not-a-certificate' : certificateEntry(der, stated);
  }
  const key = keyOfJwk(jwk);
  return key === null ? 'unusable-key' : keyEntry(key, stated);
}

/** The public key of a JWK, or null. Only its public parts are handed on. */
export function keyOfJwk(jwk: Readonly<Record<string, unknown>>): KeyObject | null {
  const part = (name: string): string | null => bytesOf(jwk[name], 1_100)?.toString('base64url') ?? null;
  const [x, y, n, e] = [part('x'), part('y'), part('n'), part('e')];
  const crv = jwk['crv'];
  const wanted: JsonWebKey | null =
    n !== null && e !== null
      ? { kty: 'RSA', n, e }
      : x !== null && y !== null && typeof crv === 'string'
        ? { kty: 'EC', crv, x, y }
        : null;
  if (wanted === null) return null;
  return publicKey(() => createPublicKey({ key: wanted, format: 'jwk' }));
}

/** Common name of the subject, or its organisation, or the whole of it. */
export function subjectName(certificate: X509Certificate): string | null {
  const subject = certificate.subject ?? '';
  const part = (name: string): string | undefined =>
    subject
      .split('\n')
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  return nameOf(part('CN') ?? part('O') ?? subject);
}

/** A certificate, or null where the bytes are none. */
export function certificateOf(bytes: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(bytes);
  } catch {
    return null;
  }
}

function publicKey(make: () => KeyObject): KeyObject | null {
  try {
    return make();
  } catch {
    return null;
  }
}
