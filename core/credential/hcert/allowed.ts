import { createHash } from 'node:crypto';
import type { HcertSigner, HealthStatement, TrustStore } from '../../trust/trust.ts';
import type { Check } from '../credential.ts';
import type { CoseSign1 } from './cose.ts';

/** The key may sign what is stated: every statement must be among its usages, where its certificate limits them. */
export function checkKeyUsage(signer: HcertSigner | null, statements: readonly HealthStatement[]): Check {
  const name = 'keyUsage';
  if (signer === null) return { name, outcome: 'unknown', why: 'the key that signed is not known' };
  const { usages } = signer;
  if (usages === null) return { name, outcome: 'pass', why: 'the key is not limited to kinds of statements' };
  if (statements.length === 0) {
    return { name, outcome: 'unknown', why: 'what is stated is not known, and the key is limited' };
  }
  return statements.every((one) => usages.includes(one))
    ? { name, outcome: 'pass', why: 'the key may sign this kind of statement' }
    : { name, outcome: 'fail', why: 'the key may not sign this kind of statement' };
}

/** What a revocation list may name a certificate by. */
export interface Revocable {
  /** Identifier of the certificate, as it stands there; null where it has none. */
  readonly uvci: string | null;
  /** Countries that may stand before the identifier: of the issuer and of the statement. */
  readonly countries: readonly (string | null)[];
}

/**
 * Not on an imported revocation list. A list holds the first 16 bytes of SHA-256 over the identifier, over country
 * and identifier, and over the signature, of ECDSA its first half (eHealth Network, EU DCC revocation, section on
 * hash types).
 */
export function checkRevocation(cose: CoseSign1, revocable: Revocable, trust: TrustStore): Check {
  const name = 'notRevoked';
  const found =
    cose.kid === null ? 'no-list' : trust.hcertRevoked(cose.kid, revocationHashes(cose, revocable));
  switch (found) {
    case 'revoked':
      return { name, outcome: 'fail', why: 'on an imported revocation list' };
    case 'unlisted':
      return { name, outcome: 'pass', why: 'not on the imported revocation list of its key' };
    case 'no-list':
      return { name, outcome: 'unknown', why: 'no revocation list was imported for its key' };
  }
}

/** Every hash by which a list may name the certificate: hex of 16 bytes each, none twice. */
export function revocationHashes(cose: CoseSign1, { uvci, countries }: Revocable): readonly string[] {
  const named =
    uvci === null ? [] : [uvci, ...countries.filter((one) => one !== null).map((one) => `${one}${uvci}`)];
  const isRsa = cose.algorithm !== null && cose.algorithm <= -37 && cose.algorithm >= -39;
  const signature = isRsa ? cose.signature : cose.signature.subarray(0, cose.signature.length / 2);
  return [...new Set([...named, signature].map(hashOf))];
}

const hashOf = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 32);
