import {
  constants,
  createHash,
  createPublicKey,
  type KeyObject,
  verify,
  type X509Certificate,
} from 'node:crypto';
import { GatelogError } from '../errors.ts';
import { certificateBytes, certificateOf } from './hcert-entry.ts';
import { type ListSignature, NOT_SIGNED } from './list.ts';
import { bytesOf, isObject, nameOf, textOf } from './parse-text.ts';

/** A list's own words and what is known of the signature over them. */
export interface SignedText {
  readonly text: string;
  readonly signature: ListSignature;
}

/** Most bytes of a signature: RSA with 8192 bits. */
const SIGNATURE_MAX_BYTES = 1_024;

/** SHA-256 of a public key (SubjectPublicKeyInfo), hex: by this a signer is recognised. */
export const keyHashOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

export const unknown = (why: 'no-key' | 'not-supported'): ListSignature => ({
  outcome: 'unknown',
  why,
  by: null,
  keyHash: null,
});
export const WRONG: ListSignature = { outcome: 'fail', why: 'wrong', by: null, keyHash: null };
export const NOT_SUPPORTED = unknown('not-supported');

/**
 * Text whose first line is a signature over all that follows, in base64: the form of the German list of signers
 * (ECDSA with SHA-256, as r and s or as DER). Text without such a line is given back as it is, not signed.
 */
export function readSignedLines(text: string, keys: readonly KeyObject[]): SignedText {
  const lineEnd = text.indexOf('\n');
  const first = text.slice(0, Math.max(lineEnd, 0)).trim();
  if (first.startsWith('{') || first.startsWith('[')) return { text, signature: NOT_SIGNED };
  const signature = first.length < 64 ? null : bytesOf(first, SIGNATURE_MAX_BYTES);
  if (signature === null) return { text, signature: NOT_SIGNED };
  const body = text.slice(lineEnd + 1);
  // Some writers end the last line and sign without its end.
  const bodies = [body, body.replace(/\r?\n$/, '')].map((one) => Buffer.from(one, 'utf8'));
  if (keys.length === 0) return { text: body, signature: unknown('no-key') };
  for (const key of keys) {
    const good = bodies.some(
      (bytes) =>
        verifies('sha256', bytes, key, signature) || verifies('sha256', bytes, key, signature, 'der'),
    );
    if (good) return { text: body, signature: passed('by-given-key', null, key) };
  }
  return { text: body, signature: WRONG };
}

/** True for what may be a JWS in compact form (RFC 7515): three parts, the first a JSON object. */
export const looksLikeJws = (text: string): boolean =>
  text.startsWith('eyJ') && /^[\w-]+\.[\w-]+\.[\w-]*\s*$/.test(text);

/** Algorithms of RFC 7518 and RFC 8037 that a list is signed with. */
const ALGORITHMS: Readonly<Record<string, string | null>> = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
  PS256: 'sha256',
  PS384: 'sha384',
  PS512: 'sha512',
  EdDSA: null,
};

/**
 * A list in a JWS: checked with a given key, else with the certificate that its header brings (`x5c`).
 * @throws GatelogError `trust/invalid` where it is no JWS
 */
export function readJws(compact: string, keys: readonly KeyObject[]): SignedText {
  const [head = '', payload = '', tail = ''] = compact.trim().split('.');
  const header = headerOf(head);
  const words = Buffer.from(payload, 'base64url');
  const text = decoded(words);
  const alg = textOf(header['alg'], 10) ?? '';
  // An unknown critical extension means that a reader which does not know it must not believe (RFC 7515, 4.1.11).
  if (!Object.hasOwn(ALGORITHMS, alg) || header['crit'] !== undefined)
    return { text, signature: NOT_SUPPORTED };
  const signed = Buffer.from(`${head}.${payload}`, 'latin1');
  const signature = Buffer.from(tail, 'base64url');
  const good = (key: KeyObject): boolean => fits(alg, key) && verifiesAs(alg, signed, key, signature);
  const given = keys.find(good);
  if (given !== undefined) return { text, signature: passed('by-given-key', null, given) };
  const own = ownCertificate(header['x5c']);
  if (own === null) return { text, signature: keys.length === 0 ? unknown('no-key') : WRONG };
  const key = keyOfCertificate(own);
  if (key === null) return { text, signature: NOT_SUPPORTED };
  return { text, signature: good(key) ? passed('by-own-certificate', own, key) : WRONG };
}

function headerOf(head: string): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'));
    if (isObject(header)) return header;
  } catch {
    // Falls to the error below.
  }
  throw new GatelogError('trust/invalid', 'not a JWS');
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new GatelogError('trust/invalid', 'the JWS does not hold text');
  }
}

function ownCertificate(x5c: unknown): X509Certificate | null {
  const der = Array.isArray(x5c) ? certificateBytes(x5c[0]) : null;
  return der === null ? null : certificateOf(der);
}

/** Null where this runtime cannot use the key. */
export function keyOfCertificate(certificate: X509Certificate): KeyObject | null {
  try {
    // Exported and read again: a curve that this runtime lacks throws here and not later.
    return createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' }));
  } catch {
    return null;
  }
}

/** The signature is right by this key; `certificate` where the list brought it along. */
export const passed = (
  why: 'by-given-key' | 'by-own-certificate',
  certificate: X509Certificate | null,
  key: KeyObject,
): ListSignature => ({
  outcome: 'pass',
  why,
  by: certificate === null ? null : nameOf((certificate.subject ?? '').replaceAll('\n', ', '), 400),
  keyHash: keyHashOf(key),
});

/** The algorithm asks for a kind of key: one that comes with another kind is an attack or a mistake. */
function fits(alg: string, key: KeyObject): boolean {
  const type = key.asymmetricKeyType ?? '';
  if (alg.startsWith('ES')) return type === 'ec';
  if (alg === 'EdDSA') return type === 'ed25519' || type === 'ed448';
  return (type === 'rsa' || type === 'rsa-pss') && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}

function verifiesAs(alg: string, signed: Buffer, key: KeyObject, signature: Buffer): boolean {
  const hash = ALGORITHMS[alg] ?? null;
  return verifies(hash, signed, key, signature, alg.startsWith('PS') ? 'pss' : 'ieee-p1363');
}

/** Never throws: a key or a signature of another kind is one that does not verify. */
export function verifies(
  hash: string | null,
  signed: Buffer,
  key: KeyObject,
  signature: Buffer,
  form: 'ieee-p1363' | 'der' | 'pss' | 'pss-any-salt' = 'ieee-p1363',
): boolean {
  try {
    const saltLength = form === 'pss' ? signatureSalt(hash) : constants.RSA_PSS_SALTLEN_AUTO;
    const how =
      form === 'pss' || form === 'pss-any-salt'
        ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
        : { key, dsaEncoding: form };
    return verify(hash, signed, how, signature);
  } catch {
    return false;
  }
}

/** The salt is as long as the hash (RFC 7518, section 3.5). */
const signatureSalt = (hash: string | null): number => (hash === 'sha256' ? 32 : hash === 'sha384' ? 48 : 64);
