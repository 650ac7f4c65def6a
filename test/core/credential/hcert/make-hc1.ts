import { constants, createHash, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encode, Tag } from 'cbor2';
import { BASE45_ALPHABET } from '../../../../core/credential/hcert/base45.ts';
import { readHcertSigner } from '../../../../core/trust/signer.ts';
import { type HcertSigner, NO_TRUST, type TrustStore } from '../../../../core/trust/trust.ts';
import type { TestCertificate } from '../../../support/certificates.ts';

/*
 * Makes HC1 texts with keys of the test's own, written apart from the reader: the reader never writes one. People
 * are invented.
 */

/** Seconds since the epoch. */
export const at = (iso: string): number => Date.parse(iso) / 1000;

export const NAME = { fn: 'Nguyễn', gn: 'Văn Thử', fnt: 'NGUYEN', gnt: 'VAN<THU' };
const COMMON = { tg: '840539006', co: 'VN', is: 'Bộ Y tế thử nghiệm', ci: 'URN:UVCI:01:VN:THU1234567890#A' };

export const VACCINATION = {
  ver: '1.3.0',
  nam: NAME,
  dob: '1987-01-18',
  v: [
    {
      ...COMMON,
      vp: '1119349007',
      mp: 'EU/1/20/1528',
      ma: 'ORG-100030215',
      dn: 2,
      sd: 2,
      dt: '2021-12-01',
    },
  ],
};
export const TEST = {
  ver: '1.3.0',
  nam: NAME,
  dob: '1987-01-18',
  t: [
    {
      ...COMMON,
      tt: 'LP217198-3',
      ma: '1232',
      sc: '2021-12-01T08:00:00+07:00',
      tr: '260415000',
      tc: 'Trạm Y tế Mẫu',
    },
  ],
};
export const RECOVERY = {
  ver: '1.3.0',
  nam: NAME,
  dob: '1987-01-18',
  r: [{ ...COMMON, fr: '2021-11-01', df: '2021-11-12', du: '2022-04-30' }],
};

export type Algorithm = 'ES256' | 'ES384' | 'ES512' | 'PS256';
const NUMBERS: Readonly<Record<Algorithm, number>> = { ES256: -7, ES384: -35, ES512: -36, PS256: -37 };
const DIGESTS: Readonly<Record<Algorithm, string>> = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  PS256: 'sha256',
};

export interface Hc1Wish {
  readonly signer: TestCertificate;
  /** Content under -260, 1. */
  readonly dcc?: unknown;
  /** All of claim -260 instead. */
  readonly health?: ReadonlyMap<number, unknown>;
  /** Further claims, or others in place of issuer VN, issued 2021-12-02, expires 2022-12-02; undefined leaves one out. */
  readonly claims?: ReadonlyMap<number, unknown>;
  /** The whole payload instead. */
  readonly payload?: unknown;
  readonly algorithm?: Algorithm;
  /** Headers in place of the protected ones (algorithm and kid) and the unprotected ones (none). */
  readonly protectedHeader?: ReadonlyMap<number, unknown>;
  readonly unprotectedHeader?: ReadonlyMap<number, unknown>;
  /** Outermost first; 18 where absent. */
  readonly tags?: readonly number[];
  readonly compressed?: boolean;
  /** Changes the signed message before it is packed. */
  readonly change?: (parts: CoseParts) => CoseParts;
}

/** The four parts of a COSE_Sign1. */
export interface CoseParts {
  readonly protectedBytes: Uint8Array;
  readonly unprotected: ReadonlyMap<number, unknown>;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** As plain bytes: cbor2 writes a Buffer as a map. */
export const kidBytes = (der: Uint8Array): Uint8Array =>
  Uint8Array.from(createHash('sha256').update(der).digest().subarray(0, 8));

/** An HC1 text as wished. */
export function makeHc1(wish: Hc1Wish): string {
  const cose = encodeCose(makeCose(wish), wish.tags ?? [18]);
  return pack(wish.compressed === false ? cose : deflateSync(cose));
}

/** Bytes as HC1 text, whatever they are. */
export const pack = (bytes: Uint8Array): string => `HC1:${encodeBase45(bytes)}`;

export function makeCose(wish: Hc1Wish): CoseParts {
  const algorithm = wish.algorithm ?? 'ES256';
  const header =
    wish.protectedHeader ??
    new Map<number, unknown>([
      [1, NUMBERS[algorithm]],
      [4, kidBytes(wish.signer.der)],
    ]);
  const protectedBytes = header.size === 0 ? new Uint8Array() : encode(header);
  const payload = encode(wish.payload ?? claimsOf(wish));
  const signed = encode(['Signature1', protectedBytes, new Uint8Array(), payload]);
  const key = wish.signer.privateKey;
  const signature = Uint8Array.from(
    sign(
      DIGESTS[algorithm],
      signed,
      algorithm === 'PS256'
        ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
        : { key, dsaEncoding: 'ieee-p1363' },
    ),
  );
  const parts = { protectedBytes, unprotected: wish.unprotectedHeader ?? new Map(), payload, signature };
  return wish.change?.(parts) ?? parts;
}

export function encodeCose(parts: CoseParts, tags: readonly number[]): Uint8Array {
  const message: unknown = [parts.protectedBytes, parts.unprotected, parts.payload, parts.signature];
  return encode(tags.reduceRight((inner, tag) => new Tag(tag, inner), message));
}

function claimsOf(wish: Hc1Wish): ReadonlyMap<number, unknown> {
  const claims = new Map<number, unknown>([
    [1, 'VN'],
    [4, at('2022-12-02T00:00:00Z')],
    [6, at('2021-12-02T00:00:00Z')],
    ...(wish.claims ?? []),
    [-260, wish.health ?? new Map([[1, wish.dcc ?? VACCINATION]])],
  ]);
  return new Map([...claims].filter(([, value]) => value !== undefined));
}

/** Bytes to base45 (RFC 9285). */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  const digit = (value: number): string => BASE45_ALPHABET.charAt(value);
  for (let index = 0; index < bytes.length; index += 2) {
    const [first = 0, second] = bytes.subarray(index, index + 2);
    const value = second === undefined ? first : first * 256 + second;
    text += digit(value % 45) + digit(Math.floor(value / 45) % 45);
    if (second !== undefined) text += digit(Math.floor(value / 2025));
  }
  return text;
}

/** A trust store that knows these certificates and, if wished, what a revocation list says. */
export function trusting(
  certificates: readonly Pick<TestCertificate, 'der'>[],
  more: Partial<TrustStore> = {},
): TrustStore {
  const signers = certificates.flatMap(({ der }): readonly HcertSigner[] => {
    const reading = readHcertSigner(der);
    return reading.ok ? [reading.signer] : [];
  });
  return {
    ...NO_TRUST,
    namesHcertSigners: true,
    hcertSigners: (kid) => signers.filter((signer) => signer.kid === kid),
    ...more,
  };
}
