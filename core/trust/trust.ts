import type { KeyObject, X509Certificate } from 'node:crypto';
import type { TimestampMs } from '../units.ts';

/** What a health certificate states; the key that signs it may be limited to some (extended key usage). */
export type HealthStatement = 'test' | 'vaccination' | 'recovery';

/** One signer of HC1 certificates, from a list of kid and certificate. */
export interface HcertSigner {
  /** First 8 bytes of SHA-256(DER certificate), or as the list names it; base64 with padding. */
  readonly kid: string;
  readonly key: KeyObject;
  /** Null where the list holds bare keys. */
  readonly certificate: X509Certificate | null;
  /** Two or three letters as the list or the certificate's subject says, or null. */
  readonly country: string | null;
  /** What the key may sign; null: no limit stated. */
  readonly usages: readonly HealthStatement[] | null;
  /** Life of the certificate; null where not stated. */
  readonly notBeforeMs: TimestampMs | null;
  readonly notAfterMs: TimestampMs | null;
}

/** One key of an issuer of SMART Health Cards. */
export interface ShcKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** One issuer of SMART Health Cards, by its `iss` URL. Its keys sign for it alone. */
export interface ShcIssuer {
  readonly iss: string;
  readonly name: string;
  readonly keys: readonly ShcKey[];
}

/** A country's signing authority for VDS-NC and travel documents. */
export interface CscaCertificate {
  readonly certificate: X509Certificate;
  readonly country: string | null;
}

/** What a revocation list says: `unlisted` only where a list for this signer was imported. */
export type Revocation = 'revoked' | 'unlisted' | 'no-list';

/**
 * Everything that was imported from trust lists, ready to ask. Pure data: it does no I/O and has no clock.
 * Made by `createTrustStore` (core/trust/store.ts).
 */
export interface TrustStore {
  /**
   * Whether any list in force names signers of HC1, or issuers of SMART Health Cards: where none does, checks say "no list",
   * not "issuer not on it". A list of another kind says nothing of either.
   */
  readonly namesHcertSigners: boolean;
  readonly namesShcIssuers: boolean;
  /** Every key that shares this kid (base64 of 8 bytes): try them all. */
  hcertSigners(kid: string): readonly HcertSigner[];
  shcIssuer(iss: string): ShcIssuer | null;
  /** Authorities whose subject may have issued the given certificate; the caller verifies the signature. */
  cscas(): readonly CscaCertificate[];
  /**
   * DCC hash lists: `hashes` are the certificate's own revocation hashes, hex of the first 16 bytes of SHA-256 of
   * UCI, of country code + UCI, and of the signature (r half for ECDSA), as the EU revocation scheme defines them.
   */
  hcertRevoked(kid: string, hashes: readonly string[]): Revocation;
  /** SHC `crl`: revocation id of the card and time of issue, ms. */
  shcRevoked(iss: string, kid: string, rid: string, issuedAtMs: TimestampMs): Revocation;
}

/** No list imported: every issuer is unknown. */
export const NO_TRUST: TrustStore = {
  namesHcertSigners: false,
  namesShcIssuers: false,
  hcertSigners: () => [],
  shcIssuer: () => null,
  cscas: () => [],
  hcertRevoked: () => 'no-list',
  shcRevoked: () => 'no-list',
};
