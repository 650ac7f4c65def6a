import { sign } from 'node:crypto';
import { canonicalJson } from '../../core/credential/vds-nc/canonical.ts';
import {
  headerOf,
  makeSeal,
  makeSealSigner,
  SEAL_SIGNER,
  sealText,
  TEST_RESULT,
} from '../../test/core/credential/vds-nc/seals.ts';
import { makeCertificate, type TestCertificate, testKey } from '../../test/support/certificates.ts';
import type { Layer, Specimen } from './specimen.ts';

/** An authority for seals, with a key that signs fast. */
export const makeSealAuthority = (): TestCertificate =>
  makeCertificate({
    subject: [
      ['C', 'VN'],
      ['CN', 'Co quan Thu'],
    ],
    authority: true,
    key: testKey('P-256'),
  });

/** Visible digital seals whose data, certificate and signature are damaged each by itself. */
export function vdsNcSpecimens(authority: TestCertificate): readonly Specimen[] {
  const signer = makeSealSigner(authority);
  const seal = makeSeal(signer);
  const types = Buffer.from('30110201003 10c13024e5613024e5413024e56'.replace(' ', ''), 'hex');
  const certificateKey = testKey('P-256');
  const layers: readonly Layer[] = [
    {
      name: 'data',
      content: 'json',
      bytes: Buffer.from(JSON.stringify(seal.data)),
      wrap: (bytes) => signedAnew(signer, bytes),
      signs: true,
    },
    {
      name: 'certificate',
      content: 'bytes',
      bytes: signer.der,
      wrap: (bytes) => text({ ...seal, sig: { ...seal.sig, cer: bytes.toString('base64url') } }),
      signs: false,
    },
    {
      name: 'signature',
      content: 'bytes',
      bytes: Buffer.from(String(seal.sig['sigvl']), 'base64url'),
      wrap: (bytes) => text({ ...seal, sig: { ...seal.sig, sigvl: bytes.toString('base64url') } }),
      signs: false,
    },
    {
      name: 'document types of the certificate',
      content: 'bytes',
      bytes: types,
      wrap: (bytes) =>
        Buffer.from(
          sealText(
            makeCertificate({
              subject: [['C', 'VN']],
              issuer: authority,
              key: certificateKey,
              extendedKeyUsage: [SEAL_SIGNER],
              // An extension that is empty makes no certificate at all.
              extensions: [{ oid: '2.23.136.1.1.6.2', value: bytes.length === 0 ? Buffer.of(0) : bytes }],
            }),
          ),
        ),
      signs: true,
    },
  ];
  return [
    { name: 'vds-nc', payload: text(seal), layers },
    {
      name: 'vds-nc test',
      payload: Buffer.from(sealText(signer, { header: headerOf('icao.test'), message: TEST_RESULT })),
      layers: [],
    },
  ];
}

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** What can be put into canonical form is signed in it; anything else as it is. */
function signedAnew(signer: TestCertificate, data: Buffer): Buffer {
  const sigvl = sign('sha256', canonical(data), { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
  const sig = { alg: 'ES256', cer: signer.der.toString('base64url'), sigvl: sigvl.toString('base64url') };
  return Buffer.concat([Buffer.from('{"data":'), data, Buffer.from(`,"sig":${JSON.stringify(sig)}}`)]);
}

function canonical(data: Buffer): Buffer {
  try {
    return Buffer.from(canonicalJson(JSON.parse(data.toString())) ?? '');
  } catch {
    return data;
  }
}
