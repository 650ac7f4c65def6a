import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CERTIFICATE, divocText, divocZip } from '../core/credential/divoc/certificates.ts';
import {
  headerOf,
  makeAuthority,
  makeSeal,
  makeSealSigner,
  sealText,
  TEST_RESULT,
  VACCINATION,
} from '../core/credential/vds-nc/seals.ts';

/** Writes visible digital seals and DIVOC certificates of invented people, and the authority that vouches for the seals. */
export function writeGoldenCertificates(
  trust: string,
  lines: (name: string, payloads: readonly string[]) => void,
): void {
  const authority = makeAuthority();
  writeFileSync(join(trust, 'authority.pem'), authority.pem);
  const signer = makeSealSigner(authority);
  const seal = makeSeal(signer);
  lines('vds-nc.txt', [
    JSON.stringify(seal),
    sealText(signer, { header: headerOf('icao.test'), message: TEST_RESULT }),
    // The canonical form is signed: order and spaces say nothing.
    `{ "sig": ${JSON.stringify(seal.sig)}, "data": { "msg": ${JSON.stringify(VACCINATION)}, "hdr": ${JSON.stringify(headerOf())} } }`,
    JSON.stringify(seal).replace('1999-05-15', '1999-05-16'),
    sealText(makeSealSigner(makeAuthority('LA'))),
    sealText(makeSealSigner(makeAuthority('VN'))),
    sealText(makeSealSigner(null)),
    sealText(
      makeSealSigner(authority, { notBefore: '2024-01-01T00:00:00Z', notAfter: '2025-12-31T00:00:00Z' }),
    ),
    sealText(makeSealSigner(authority, { usage: null })),
    sealText(makeSealSigner(authority, { types: ['NT'] })),
    sealText(signer, { message: { ...VACCINATION, ve: [] } }),
    JSON.stringify(seal).slice(0, -40),
  ]);

  const hex = (zip: Buffer): string => zip.toString('hex');
  lines('divoc.hex', [
    hex(divocZip()),
    // As a camera and many scanners deliver it: each byte as the letter of that number, in UTF-8.
    hex(Buffer.from(divocText())),
    hex(divocZip(CERTIFICATE, { method: 0 })),
    hex(divocZip({ ...CERTIFICATE, evidence: [] })),
    hex(divocZip(CERTIFICATE, { crc: 7 })),
    hex(divocZip(CERTIFICATE, { name: 'other.json' })),
    hex(divocZip().subarray(0, 300)),
    hex(divocZip('no certificate')),
  ]);
}
