import { constants, type KeyObject, verify } from 'node:crypto';
import { Tag } from 'cbor2';
import { kidText } from '../../trust/signer.ts';
import { readCbor, untagged } from './cbor.ts';

/** A COSE_Sign1 (RFC 9052, section 4.2), taken apart and not yet verified. */
export interface CoseSign1 {
  /** The protected header as it was signed; nothing where the map in it is empty (RFC 9052, section 4.4). */
  readonly protectedBytes: Uint8Array;
  /** COSE algorithm number, or null where no header names one. */
  readonly algorithm: number | null;
  /** Base64 with padding; null where no header names a key. */
  readonly kid: string | null;
  /** True where a header that must be understood (`crit`) is named; none is understood here. */
  readonly critical: boolean;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

const HEADER = { algorithm: 1, critical: 2, kid: 4 } as const;
const TAG = { coseSign1: 18, cwt: 61 } as const;

/**
 * Takes a COSE_Sign1 apart. It stands under tag 18, under 61 (CWT, RFC 8392 section 6) and 18, or under none.
 * The protected header goes before the unprotected one. Null where it is anything else.
 */
export function readCose(bytes: Uint8Array): CoseSign1 | null {
  const parts = withoutTags(readCbor(bytes)?.value);
  if (!Array.isArray(parts) || parts.length !== 4) return null;
  const [protectedBytes, unprotectedHeader, payload, signature]: unknown[] = parts;
  if (!(protectedBytes instanceof Uint8Array) || !(unprotectedHeader instanceof Map)) return null;
  if (!(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) return null;
  const protectedHeader: unknown =
    protectedBytes.length === 0 ? new Map() : untagged(readCbor(protectedBytes)?.value);
  if (!(protectedHeader instanceof Map)) return null;

  const header = (label: number): unknown => protectedHeader.get(label) ?? unprotectedHeader.get(label);
  const algorithm = header(HEADER.algorithm);
  const kid = header(HEADER.kid);
  return {
    protectedBytes: protectedHeader.size === 0 ? new Uint8Array() : protectedBytes,
    algorithm: typeof algorithm === 'number' ? algorithm : null,
    kid: kid instanceof Uint8Array && kid.length > 0 ? kidText(kid) : null,
    critical: header(HEADER.critical) !== undefined,
    payload,
    signature,
  };
}

function withoutTags(value: unknown): unknown {
  const inner = value instanceof Tag && value.tag === TAG.cwt ? value.contents : value;
  return inner instanceof Tag && inner.tag === TAG.coseSign1 ? inner.contents : inner;
}

/** Digest and kind of key by COSE algorithm number (RFC 9053, section 2.1; RFC 8230, section 2). */
const ALGORITHMS: ReadonlyMap<
  number,
  { readonly name: string; readonly digest: string; readonly rsa: boolean }
> = new Map([
  [-7, { name: 'ES256', digest: 'sha256', rsa: false }],
  [-35, { name: 'ES384', digest: 'sha384', rsa: false }],
  [-36, { name: 'ES512', digest: 'sha512', rsa: false }],
  [-37, { name: 'PS256', digest: 'sha256', rsa: true }],
  [-38, { name: 'PS384', digest: 'sha384', rsa: true }],
  [-39, { name: 'PS512', digest: 'sha512', rsa: true }],
]);

/** Name of an algorithm that can be checked here, or null. */
export const algorithmName = (algorithm: number | null): string | null =>
  ALGORITHMS.get(algorithm ?? 0)?.name ?? null;

/**
 * Whether this key made the signature. The algorithm says the digest; the curve is the key's own, because P-384
 * keys sign under ES256 in the field. False for any algorithm, key or signature that does not fit; never throws.
 */
export function verifyCose(cose: CoseSign1, key: KeyObject): boolean {
  const algorithm = ALGORITHMS.get(cose.algorithm ?? 0);
  if (algorithm === undefined || algorithm.rsa !== (key.asymmetricKeyType !== 'ec')) return false;
  try {
    return verify(
      algorithm.digest,
      signedBytes(cose),
      algorithm.rsa
        ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
        : { key, dsaEncoding: 'ieee-p1363' },
      cose.signature,
    );
  } catch {
    return false;
  }
}

const SIGNATURE1 = Buffer.from('\u0084\u006aSignature1', 'latin1');
const NO_BYTES = Buffer.of(0x40);

/**
 * What was signed: the Sig_structure `["Signature1", protected, external_aad, payload]` of RFC 9052, section 4.4,
 * with nothing from outside, in the deterministic CBOR that it asks for.
 */
function signedBytes(cose: CoseSign1): Buffer {
  return Buffer.concat([
    SIGNATURE1,
    byteStringHead(cose.protectedBytes.length),
    cose.protectedBytes,
    NO_BYTES,
    byteStringHead(cose.payload.length),
    cose.payload,
  ]);
}

/** Head of a byte string (RFC 8949, section 3.1); lengths here stay below 65536. */
function byteStringHead(length: number): Buffer {
  if (length < 24) return Buffer.of(0x40 | length);
  return length < 0x100 ? Buffer.of(0x58, length) : Buffer.of(0x59, length >> 8, length & 0xff);
}
