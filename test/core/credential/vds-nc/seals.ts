import { sign } from 'node:crypto';
import { canonicalJson } from '../../../../core/credential/vds-nc/canonical.ts';
import { NO_TRUST, type TrustStore } from '../../../../core/trust/trust.ts';
import {
  makeCertificate,
  sequence,
  type TestCertificate,
  type TestKey,
  tagged,
  testKey,
} from '../../../support/certificates.ts';

/*
 * Visible digital seals (VDS-NC) for tests: authorities, signers and seals with keys of the test's own. `sealText` gives
 * what a scanner delivers; the PEM form of an authority is what an administrator imports.
 */

export const SEAL_SIGNER = '2.23.136.1.1.14.2';

/** An authority of a country, as a trust list would give it. */
export const makeAuthority = (
  country = 'VN',
  wish: { notAfter?: string; key?: TestKey } = {},
): TestCertificate =>
  makeCertificate({
    subject: [
      ['C', country],
      ['CN', 'Co quan Thu'],
    ],
    authority: true,
    key: wish.key ?? testKey(2048),
    ...(wish.notAfter === undefined ? {} : { notAfter: wish.notAfter }),
  });

export interface SignerWish {
  readonly country?: string;
  readonly key?: TestKey;
  /** Extended key usage; null for none. */
  readonly usage?: readonly string[] | null;
  /** Document types that the certificate names; null for no list. */
  readonly types?: readonly string[] | null;
  readonly notBefore?: string;
  readonly notAfter?: string;
}

/** A signer of seals that the authority issued; it signs itself where the authority is null. */
export const makeSealSigner = (authority: TestCertificate | null, wish: SignerWish = {}): TestCertificate =>
  makeCertificate({
    subject: [
      ['C', wish.country ?? 'VN'],
      ['CN', 'Con dau Thu'],
    ],
    ...(authority === null ? {} : { issuer: authority }),
    ...(wish.key === undefined ? {} : { key: wish.key }),
    ...(wish.usage === null ? {} : { extendedKeyUsage: wish.usage ?? [SEAL_SIGNER] }),
    ...(wish.notBefore === undefined ? {} : { notBefore: wish.notBefore }),
    ...(wish.notAfter === undefined ? {} : { notAfter: wish.notAfter }),
    extensions:
      wish.types === null
        ? []
        : [{ oid: '2.23.136.1.1.6.2', value: documentTypes(wish.types ?? ['NV', 'NT']) }],
  });

const documentTypes = (types: readonly string[]): Buffer =>
  sequence(
    tagged(0x02, Buffer.of(0)),
    tagged(0x31, ...types.map((type) => tagged(0x13, Buffer.from(type, 'latin1')))),
  );

/** A trust store that knows these authorities. */
export const trustInAuthorities = (...authorities: readonly TestCertificate[]): TrustStore => ({
  ...NO_TRUST,
  cscas: () =>
    authorities.map(({ certificate }) => ({
      certificate,
      country: /^C=(\w+)$/m.exec(certificate.subject)?.[1] ?? null,
    })),
});

/** Any JSON that a test puts into a seal. */
export type SealJson = { [name: string]: unknown };

export const VACCINATION = {
  pid: { n: 'THU  NGUYEN VAN', dob: '1999-05-15', i: 'C0000001', sex: 'M' },
  uvci: 'VN0000000001',
  ve: [
    {
      des: 'XM68M6',
      dis: 'RA01.0',
      nam: 'Vac xin Thu',
      vd: [
        { dvc: '2025-03-01', seq: 1, ctr: 'VNM', adm: 'Tram y te Thu', lot: 'LO-1' },
        { dvc: '2025-04-01', seq: 2, ctr: 'VNM', adm: 'Tram y te Thu', lot: 'LO-2' },
      ],
    },
  ],
} as const;

export const TEST_RESULT = {
  pid: { n: 'THU  NGUYEN VAN', dob: '1999-05-15', dt: 'P', dn: 'C0000001' },
  utci: 'VN0000000002',
  sp: {
    spn: 'Phong xet nghiem Thu',
    ctr: 'VNM',
    cd: { p: '+84000000000', e: 'thu@example.test', a: 'Pleiku' },
  },
  dat: { sc: '2026-01-14T08:00:00+07:00', ri: '2026-01-14T12:00:00+07:00' },
  tr: { tc: 'molecular(PCR)', r: 'Negative', m: 'Nasopharyngeal' },
} as const;

export const headerOf = (type: 'icao.vacc' | 'icao.test' = 'icao.vacc'): SealJson => ({
  t: type,
  v: 1,
  is: 'VNM',
});

export interface SealWish {
  readonly header?: SealJson;
  readonly message?: SealJson;
  readonly algorithm?: 'ES256' | 'ES384' | 'ES512';
}

/** A seal as an object, signed by the signer over the canonical form of its data. */
export function makeSeal(signer: TestCertificate, wish: SealWish = {}): { data: SealJson; sig: SealJson } {
  const data = { hdr: wish.header ?? headerOf(), msg: wish.message ?? VACCINATION };
  const algorithm = wish.algorithm ?? 'ES256';
  const hash = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512' }[algorithm];
  const signed = Buffer.from(canonicalJson(JSON.parse(JSON.stringify(data))) ?? '', 'utf8');
  const signature = sign(hash, signed, { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
  return {
    data,
    sig: { alg: algorithm, cer: signer.der.toString('base64url'), sigvl: signature.toString('base64url') },
  };
}

/** The text of a seal. */
export const sealText = (signer: TestCertificate, wish: SealWish = {}): string =>
  JSON.stringify(makeSeal(signer, wish));
