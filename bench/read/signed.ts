import { constants, type KeyObject, verify } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encode } from 'cbor2';
import { canonicalJson } from '../../core/credential/vds-nc/canonical.ts';
import {
  type Algorithm,
  encodeCose,
  makeCose,
  pack,
  VACCINATION,
} from '../../test/core/credential/hcert/make-hc1.ts';
import {
  bundleOf,
  dose,
  PATIENT,
  result,
  shcJws,
  shcText,
  type TestShcIssuer,
} from '../../test/core/credential/shc/cards.ts';
import { makeSeal, VACCINATION as SEALED } from '../../test/core/credential/vds-nc/seals.ts';
import type { TestCertificate } from '../../test/support/certificates.ts';

/** A card as a scanner delivers it, and the least that its signature costs. */
export interface SignedCard {
  readonly payload: Buffer;
  /** The bare `crypto.verify` over the very bytes that were signed, with the very key. */
  readonly holds: () => boolean;
}

/** The nth vaccination of an invented person as an HC1 certificate; `Signature1` of RFC 9052, section 4.4, is signed. */
export function hcertCard(signer: TestCertificate, algorithm: Algorithm, nth: number): SignedCard {
  const dcc = { ...VACCINATION, nam: { ...VACCINATION.nam, gn: `Văn Thử ${nth}` } };
  const life = new Map([
    [4, Date.UTC(2030, 0, 1) / 1000],
    [6, Date.UTC(2021, 11, 2) / 1000],
  ]);
  const parts = makeCose({ signer, algorithm, dcc, claims: life });
  const bytes = encode(['Signature1', parts.protectedBytes, new Uint8Array(), parts.payload]);
  return {
    payload: Buffer.from(pack(deflateSync(encodeCose(parts, [18])))),
    holds: () => verified(bytes, signer.publicKey, parts.signature, algorithm === 'PS256'),
  };
}

/** The nth SMART Health Card: two doses and a result. */
export function shcCard(issuer: TestShcIssuer, nth: number): SignedCard {
  const patient = { ...PATIENT, name: [{ family: 'Nguyễn', given: ['Văn', `Thử ${nth}`] }] };
  const jws = shcJws(issuer, { bundle: bundleOf(patient, dose(nth), dose(nth + 1), result()) });
  const dot = jws.lastIndexOf('.');
  const bytes = Buffer.from(jws.slice(0, dot));
  const signature = Buffer.from(jws.slice(dot + 1), 'base64url');
  return {
    payload: Buffer.from(shcText(jws)),
    holds: () => verified(bytes, issuer.publicKey, signature),
  };
}

/** The nth visible digital seal. Two signatures: of the data, and of the authority on the certificate inside. */
export function sealCard(signer: TestCertificate, authority: TestCertificate, nth: number): SignedCard {
  const message = { ...SEALED, pid: { ...SEALED.pid, n: 'THU  NGUYEN VAN', i: `C${1_000_000 + nth}` } };
  const seal = makeSeal(signer, { message });
  const bytes = Buffer.from(canonicalJson(JSON.parse(JSON.stringify(seal.data))) ?? '');
  const signature = Buffer.from(String(seal.sig['sigvl']), 'base64url');
  return {
    payload: Buffer.from(JSON.stringify(seal)),
    holds: () =>
      verified(bytes, signer.publicKey, signature) && signer.certificate.verify(authority.publicKey),
  };
}

const verified = (bytes: Uint8Array, key: KeyObject, signature: Uint8Array, pss = false): boolean =>
  verify(
    'sha256',
    bytes,
    pss
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      : { key, dsaEncoding: 'ieee-p1363' },
    signature,
  );
