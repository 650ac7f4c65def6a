import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import { GatelogError } from '../errors.ts';
import type { TimestampMs } from '../units.ts';
import { CMS_OIDS, namesCertificate, type SignedData, type SignerInfo } from './cms.ts';
import { certificateOf } from './hcert-entry.ts';
import { LIST_LIMITS, type ListSignature, NOT_SIGNED } from './list.ts';
import { keyOfCertificate, NOT_SUPPORTED, passed, unknown, verifies, WRONG } from './signed.ts';

/** Hashes by object identifier (RFC 5754, section 2). SHA-1 proves nothing any more. */
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

type KeyKind = 'ec' | 'rsa' | 'pss';
/** Algorithms that sign (RFC 5754, section 3; RFC 4056); hash null: that of the digest. */
const ALGORITHMS: ReadonlyMap<string, { readonly kind: KeyKind; readonly hash: string | null }> = new Map([
  ['1.2.840.10045.4.3.2', { kind: 'ec', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { kind: 'ec', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { kind: 'ec', hash: 'sha512' }],
  ['1.2.840.113549.1.1.1', { kind: 'rsa', hash: null }],
  ['1.2.840.113549.1.1.11', { kind: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { kind: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { kind: 'rsa', hash: 'sha512' }],
  ['1.2.840.113549.1.1.10', { kind: 'pss', hash: null }],
]);

/** What is known of the signatures in signed data. */
export interface CheckedSignature {
  readonly signature: ListSignature;
  /** When the signer whose signature counts says that it signed. */
  readonly signedAtMs: TimestampMs | null;
}

/**
 * Checks the signatures in signed data (RFC 5652, section 5.4): with a given key, else with the certificate that came
 * along. Of several signatures the worst counts, since nobody here knows which one matters; one that cannot be checked
 * does not spoil one that is right, and has no say on its date either.
 * @param content what is signed, also where it lies outside
 * @throws GatelogError `trust/too-large` where there are more signatures than any list has
 */
export function checkSignatures(
  data: SignedData,
  content: Buffer,
  keys: readonly KeyObject[],
): CheckedSignature {
  // Each of them may cost a hash over the whole content and a try with every key.
  if (data.signers.length > LIST_LIMITS.signatures) {
    throw new GatelogError('trust/too-large', 'more signatures than a list has', {
      most: LIST_LIMITS.signatures,
    });
  }
  const found = data.signers.map((signer) => ({
    signature: signatureBy(signer, data, content, keys),
    signedAtMs: signer.attributes?.signingTimeMs ?? null,
  }));
  return (
    found.find(({ signature }) => signature.outcome === 'fail') ??
    found.find(({ signature }) => signature.why === 'by-given-key') ??
    found.find(({ signature }) => signature.outcome === 'pass') ??
    found[0] ?? { signature: NOT_SIGNED, signedAtMs: null }
  );
}

function signatureBy(
  signer: SignerInfo,
  data: SignedData,
  content: Buffer,
  keys: readonly KeyObject[],
): ListSignature {
  const digest = DIGESTS.get(signer.digest);
  const algorithm = ALGORITHMS.get(signer.algorithm);
  if (digest === undefined || algorithm === undefined) return NOT_SUPPORTED;
  const hash = algorithm.hash ?? digest;
  const signed = signedBytes(signer, data.contentType, content, digest);
  if (signed === null) return WRONG;
  const good = (key: KeyObject): boolean =>
    fits(algorithm.kind, key) &&
    verifies(hash, signed, key, signer.signature, algorithm.kind === 'pss' ? 'pss-any-salt' : 'der');
  const given = keys.find(good);
  if (given !== undefined) return passed('by-given-key', null, given);
  const own = ownCertificate(signer, data.certificates);
  if (own === null) return keys.length === 0 ? unknown('no-key') : WRONG;
  const key = keyOfCertificate(own);
  if (key === null) return NOT_SUPPORTED;
  return good(key) ? passed('by-own-certificate', own, key) : WRONG;
}

/** The bytes that the signature is over; null where the attributes speak of another content. */
function signedBytes(
  { attributes }: SignerInfo,
  contentType: string,
  content: Buffer,
  digest: string,
): Buffer | null {
  // Without attributes only plain data may be signed: else a set of attributes could pass for content.
  if (attributes === null) return contentType === CMS_OIDS.data ? content : null;
  const isOfContent =
    attributes.contentType === contentType &&
    attributes.messageDigest?.equals(createHash(digest).update(content).digest()) === true;
  return isOfContent ? attributes.bytes : null;
}

function fits(kind: KeyKind, key: KeyObject): boolean {
  const type = key.asymmetricKeyType ?? '';
  if (kind === 'ec') return type === 'ec';
  return (
    (type === 'rsa' || (kind === 'pss' && type === 'rsa-pss')) &&
    (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
  );
}

function ownCertificate(
  signer: SignerInfo,
  certificates: SignedData['certificates'],
): X509Certificate | null {
  const named = certificates.find((one) => namesCertificate(signer, one));
  return named === undefined ? null : certificateOf(named.der);
}
