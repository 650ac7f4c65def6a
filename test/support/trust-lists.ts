import { createHash, type KeyObject, sign } from 'node:crypto';
import { makeCertificate, OIDS, type TestCertificate, type TestKey, testKey } from './certificates.ts';

/*
 * Trust lists for tests in the forms that countries and directories publish, with keys of the test's own and countries
 * that are reserved for use of one's own (XA to XZ of ISO 3166).
 */

/** kid of a certificate: the first 8 bytes of its SHA-256, base64. */
export const kidOfDer = (der: Buffer): string =>
  createHash('sha256').update(der).digest().subarray(0, 8).toString('base64');

/** A signer of HC1 certificates that signs itself. */
export const signer = (country = 'XA', extendedKeyUsage?: readonly string[]): TestCertificate =>
  makeCertificate({
    subject: [
      ['C', country],
      ['CN', `Signer of ${country}`],
    ],
    ...(extendedKeyUsage === undefined ? {} : { extendedKeyUsage }),
  });

/** A country's signing authority. */
export const authority = (country = 'XA'): TestCertificate =>
  makeCertificate({
    subject: [
      ['C', country],
      ['CN', `Authority of ${country}`],
    ],
    authority: true,
  });

/** A signer that may sign tests alone. */
export const testSigner = (country = 'XB'): TestCertificate => signer(country, [OIDS.test]);

export const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
export const jsonBytes = (value: unknown): Buffer => utf8(JSON.stringify(value));
export const base64 = (one: TestCertificate): string => one.der.toString('base64');
export const spki = (one: TestKey): string =>
  one.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
export const publicPem = (one: TestKey): string =>
  one.publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Public P-256 key as JWK with its thumbprint (RFC 7638) as kid. */
export function shcJwk(key: TestKey = testKey()): Record<string, unknown> {
  const { x, y } = key.publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
  return { kty: 'EC', kid, use: 'sig', alg: 'ES256', crv: 'P-256', x, y };
}

/** Snapshot of a directory of SMART Health Card issuers. */
export const vciSnapshot = (
  issuers: readonly { readonly iss: string; readonly name: string; readonly keys: readonly unknown[] }[],
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  directory: 'https://directory.example/vci-issuers.json',
  time: '2026-05-01T06:00:00Z',
  participatingIssuers: issuers.map(({ iss, name }) => ({ iss, name })),
  issuerInfo: issuers.map(({ iss, name, keys }) => ({ issuer: { iss, name }, keys, crls: [] })),
  ...more,
});

/** Entry of the EU gateway's list. */
export const gatewayEntry = (one: TestCertificate, more: Record<string, unknown> = {}) => ({
  certificateType: 'DSC',
  country: 'XA',
  kid: kidOfDer(one.der),
  rawData: base64(one),
  signature: 'MIAG',
  thumbprint: createHash('sha256').update(one.der).digest('hex'),
  timestamp: '2026-04-01T08:00:00Z',
  ...more,
});

/** A body with its signature in the line before it, as the German list has it. */
export function signedLines(body: string, key: KeyObject, form: 'ieee-p1363' | 'der' = 'ieee-p1363'): Buffer {
  const signature = sign('sha256', utf8(body), { key, dsaEncoding: form });
  return utf8(`${signature.toString('base64')}\n${body}`);
}

/** A JWS in compact form by this certificate, ES256, with `x5c` in its header unless told otherwise. */
export function jws(payload: unknown, by: TestCertificate, header: Record<string, unknown> = {}): Buffer {
  const head = { alg: 'ES256', x5c: [base64(by)], ...header };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(head)}.${part(payload)}`;
  const signature = sign('sha256', utf8(signed), { key: by.privateKey, dsaEncoding: 'ieee-p1363' });
  return utf8(`${signed}.${signature.toString('base64url')}`);
}

/** A DID document of GDHCN; `place` is what follows `trustlist:` in the ids, such as `DCC:XAA:DSC`. */
export const didDocument = (
  entries: readonly { readonly place: string; readonly by: TestCertificate }[],
  more: Record<string, unknown> = {},
) => ({
  '@context': ['https://www.w3.org/ns/did/v1'],
  id: 'did:web:lists.example:v2:trustlist',
  verificationMethod: entries.map(({ place, by }) => {
    const { kty, crv, x, y } = by.publicKey.export({ format: 'jwk' });
    const kid = kidOfDer(by.der);
    const controller = `did:web:lists.example:v2:trustlist:${place}`;
    return {
      id: `${controller}#${encodeURIComponent(kid)}`,
      type: 'JsonWebKey2020',
      controller,
      publicKeyJwk: { kty, crv, x, y, kid, x5c: [base64(by)] },
    };
  }),
  ...more,
});

/** A batch of the EU's revocation lists: certificates of one signer by the hash of their identifiers. */
export const revocationBatch = (by: TestCertificate, identifiers: readonly string[]) => ({
  country: 'XA',
  expires: '2099-01-01T00:00:00Z',
  kid: kidOfDer(by.der),
  hashType: 'UCI',
  entries: identifiers.map((one) => ({
    hash: createHash('sha256').update(one).digest().subarray(0, 16).toString('base64'),
  })),
});

/** Revoked cards of one key, as an issuer of SMART Health Cards publishes them. */
export const shcRevocations = (kid: string, rids: readonly string[], ctr = 1) => ({
  kid,
  method: 'rid',
  ctr,
  rids,
});
