import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { NO_TRUST, type TrustStore } from '../../../../core/trust/trust.ts';

/*
 * SMART Health Cards for tests, made with keys of their own: every name and number is invented. `shcText` and
 * `shcParts` give what a scanner delivers, `directoryOf` the file by which a kiosk comes to know the issuer.
 */

/** An issuer with one key. */
export interface TestShcIssuer {
  readonly iss: string;
  readonly name: string;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A new issuer with a new key. */
export function makeShcIssuer(
  iss = 'https://suc-khoe.example.test/shc',
  name = 'Bệnh viện Thử',
): TestShcIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
  return { iss, name, kid, privateKey, publicKey };
}

/** A trust store that knows these issuers, each by its own key. */
export function trustOf(...issuers: readonly TestShcIssuer[]): TrustStore {
  return {
    ...NO_TRUST,
    namesShcIssuers: issuers.length > 0,
    shcIssuer: (iss) => {
      const found = issuers.find((one) => one.iss === iss);
      if (found === undefined) return null;
      return { iss, name: found.name, keys: [{ kid: found.kid, key: found.publicKey }] };
    },
  };
}

/** The issuers as a snapshot of the directory has them, for the import of a trust list. */
export function directoryOf(...issuers: readonly TestShcIssuer[]): string {
  return JSON.stringify({
    directory: 'https://danh-ba.example.test/',
    issuerInfo: issuers.map(({ iss, name, kid, publicKey }) => ({
      issuer: { iss, name },
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' }],
      crls: [],
    })),
  });
}

/** What a card says; anything can be changed, also to what no card should say. */
export type ShcPayload = { [name: string]: unknown };

export const PATIENT = {
  resourceType: 'Patient',
  name: [{ family: 'Nguyễn', given: ['Văn', 'Thử'] }],
  birthDate: '1999-05-15',
} as const;

/** A vaccination, the nth of a card. The lot number does not compress, so that many of them make a long card. */
export const dose = (number: number): ShcPayload => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: String(207 + (number % 20)) }] },
  patient: { reference: 'resource:0' },
  occurrenceDateTime: `2025-${String((number % 12) + 1).padStart(2, '0')}-15`,
  performer: [{ actor: { display: 'Trạm y tế Thử' } }],
  lotNumber: createHash('sha256').update(`lot ${number}`).digest('base64url').slice(0, 20),
});

export const result = (code = '94558-4'): ShcPayload => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code }] },
  subject: { reference: 'resource:0' },
  effectiveDateTime: '2026-01-14T08:30:00+07:00',
  performer: [{ display: 'Phòng xét nghiệm Thử' }],
  valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '260415000' }] },
});

/** The bundle of these resources, with short addresses. */
export const bundleOf = (...resources: readonly ShcPayload[]): ShcPayload => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource, at) => ({ fullUrl: `resource:${at}`, resource })),
});

export interface ShcWish {
  readonly bundle?: ShcPayload;
  /** Changes the payload beside the bundle. */
  readonly payload?: ShcPayload;
  readonly vc?: ShcPayload;
  readonly header?: ShcPayload;
  /** Takes the place of the deflated payload. */
  readonly bytes?: Buffer;
}

/** The payload of a card with one dose, 14 January 2026 on, unless wished otherwise. */
export const payloadOf = (issuer: TestShcIssuer, wish: ShcWish = {}): ShcPayload => ({
  iss: issuer.iss,
  nbf: Date.UTC(2026, 0, 14) / 1000,
  vc: {
    type: ['https://smarthealth.cards#health-card', 'https://smarthealth.cards#immunization'],
    credentialSubject: { fhirVersion: '4.0.1', fhirBundle: wish.bundle ?? bundleOf(PATIENT, dose(1)) },
    ...wish.vc,
  },
  ...wish.payload,
});

/** A card as its JWS. */
export function shcJws(issuer: TestShcIssuer, wish: ShcWish = {}): string {
  const header = { zip: 'DEF', alg: 'ES256', kid: issuer.kid, ...wish.header };
  const bytes =
    wish.bytes ?? deflateRawSync(Buffer.from(JSON.stringify(payloadOf(issuer, wish))), { level: 9 });
  return signJws(issuer, Buffer.from(JSON.stringify(header)), bytes);
}

/** Signs any bytes as header and payload. */
export function signJws(issuer: TestShcIssuer, header: Buffer, payload: Buffer): string {
  const signed = `${header.toString('base64url')}.${payload.toString('base64url')}`;
  const key = { key: issuer.privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

const digitsOf = (characters: string): string =>
  [...characters].map((one) => String(one.charCodeAt(0) - 45).padStart(2, '0')).join('');

/** The text of one code. */
export const shcText = (jws: string): string => `shc:/${digitsOf(jws)}`;

/** The texts of so many codes, of about one length. */
export function shcParts(jws: string, count: number): readonly string[] {
  const length = Math.ceil(jws.length / count);
  return Array.from(
    { length: count },
    (_, at) => `shc:/${at + 1}/${count}/${digitsOf(jws.slice(at * length, (at + 1) * length))}`,
  );
}

/** A card too long for two codes, as an old person with many vaccinations has it; three codes hold it. */
export const longJws = (issuer: TestShcIssuer, patient: ShcPayload = PATIENT): string =>
  shcJws(issuer, { bundle: bundleOf(patient, ...Array.from({ length: 46 }, (_, at) => dose(at))) });

/** The longest card with whole doses that one code holds: 1195 characters of JWS at most, about 2,390 digits. */
export function fullJws(issuer: TestShcIssuer): string {
  let fits = shcJws(issuer);
  for (let doses = 2; ; doses += 1) {
    const next = shcJws(issuer, {
      bundle: bundleOf(PATIENT, ...Array.from({ length: doses }, (_, at) => dose(at))),
    });
    if (next.length > 1195) return fits;
    fits = next;
  }
}
