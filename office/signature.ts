import { flattenedVerify, importJWK } from 'jose';
import type { PublicKey } from '../core/batch/manifest.ts';

/**
 * True where `signature` is exactly what the gate writes for these bytes: a detached JWS
 * `<header>..<signature>` (RFC 7515, appendix F), header `{"alg":"EdDSA","kid":<key id>}`, nothing around it.
 * Base64url has spare bits in its last character: only the one canonical writing counts, so that a flipped
 * bit never goes unseen.
 */
export async function signatureHolds(
  manifest: Uint8Array,
  signature: string,
  key: PublicKey,
  keyId: string,
): Promise<boolean> {
  const [header, middle, value, ...more] = signature.split('.');
  const expected = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: keyId })).toString('base64url');
  if (header !== expected || middle !== '' || value === undefined || more.length > 0) return false;
  if (Buffer.from(value, 'base64url').toString('base64url') !== value) return false;
  try {
    const payload = Buffer.from(manifest).toString('base64url');
    const publicKey = await importJWK({ ...key }, 'EdDSA');
    await flattenedVerify({ protected: header, payload, signature: value }, publicKey, {
      algorithms: ['EdDSA'],
    });
    return true;
  } catch {
    // jose throws for a wrong signature and for a key that is no point of the curve alike.
    return false;
  }
}
