import { constants, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encode } from 'cbor2';
import {
  encodeCose,
  type Hc1Wish,
  makeCose,
  makeHc1,
  pack,
  RECOVERY,
  TEST,
} from '../../test/core/credential/hcert/make-hc1.ts';
import { makeCertificate, type TestCertificate, testKey } from '../../test/support/certificates.ts';
import type { Layer, Specimen } from './specimen.ts';

/** Signers of HC1 certificates made for this run. */
export interface HcertSigners {
  readonly ec: TestCertificate;
  readonly rsa: TestCertificate;
}

export const makeHcertSigners = (): HcertSigners => ({
  ec: makeCertificate({ subject: [['C', 'VN']] }),
  rsa: makeCertificate({ subject: [['C', 'XA']], key: testKey(2048) }),
});

const WHO = {
  name: 'Nguyễn Văn Thử',
  birthDate: '1987-01-18',
  identifier: 'C1234567',
  vaccine: { code: 'XM68M6', system: 'http://id.who.int/icd11/mms' },
  date: '2021-12-01',
  dose: 2,
  country: { code: 'VNM', system: 'urn:iso:std:iso:3166' },
  hcid: 'HCID-0000001',
};

/** HC1 certificates of every statement and of the WHO, by ES256 and PS256. */
export function hcertSpecimens({ ec, rsa }: HcertSigners): readonly Specimen[] {
  return [
    specimen('hcert vaccination', { signer: ec }),
    specimen('hcert test', { signer: ec, dcc: TEST }),
    specimen('hcert recovery', { signer: ec, dcc: RECOVERY }),
    specimen('hcert ps256', { signer: rsa, algorithm: 'PS256' }),
    specimen('hcert who', { signer: ec, health: new Map([[3, WHO]]) }),
    specimen('hcert who old', { signer: ec, payload: WHO }),
  ];
}

function specimen(name: string, wish: Hc1Wish): Specimen {
  const parts = makeCose(wish);
  const cose = Buffer.from(encodeCose(parts, [18]));
  const signed = (protectedBytes: Uint8Array, payload: Uint8Array): Buffer => {
    const message = encode(['Signature1', bare(protectedBytes), new Uint8Array(), bare(payload)]);
    const key = wish.signer.privateKey;
    const signature = sign(
      'sha256',
      message,
      wish.algorithm === 'PS256'
        ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
        : { key, dsaEncoding: 'ieee-p1363' },
    );
    const cut = { ...parts, protectedBytes: bare(protectedBytes), payload: bare(payload) };
    return packed(Buffer.from(encodeCose({ ...cut, signature: bare(signature) }, [18])));
  };
  const layers: readonly Layer[] = [
    {
      name: 'zlib',
      content: 'zlib',
      bytes: deflateSync(cose),
      wrap: (bytes) => Buffer.from(pack(bytes)),
      signs: false,
    },
    { name: 'cose', content: 'cbor', bytes: cose, wrap: packed, signs: false },
    {
      name: 'header',
      content: 'cbor',
      bytes: Buffer.from(parts.protectedBytes),
      wrap: (bytes) => signed(bytes, parts.payload),
      signs: true,
    },
    // Twice, because most of what a reader does lies behind this one.
    ...Array.from(
      { length: 2 },
      (): Layer => ({
        name: 'payload',
        content: 'cbor',
        bytes: Buffer.from(parts.payload),
        wrap: (bytes) => signed(parts.protectedBytes, bytes),
        signs: true,
      }),
    ),
  ];
  return { name, payload: Buffer.from(makeHc1(wish)), layers };
}

const packed = (bytes: Buffer): Buffer => Buffer.from(pack(deflateSync(bytes, { level: 1 })));

/** A Buffer is tagged by the encoder; bare bytes are not. */
const bare = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
