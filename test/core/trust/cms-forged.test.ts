import { describe, expect, test } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import { parseTrustFiles } from '../../../core/trust/parse-files.ts';
import { parseTrustFile } from '../../../core/trust/parse-list.ts';
import { keyHashOf } from '../../../core/trust/signed.ts';
import { makeCertificate, type TestCertificate, testKey } from '../../support/certificates.ts';
import { masterListContent } from '../../support/openssl.ts';
import {
  attribute,
  digestAttribute,
  MASTER_LIST,
  signedDataByHand,
  signerInfo,
} from '../../support/signed-data.ts';
import * as make from '../../support/trust-lists.ts';

const listSigner = (): TestCertificate => makeCertificate({ subject: [['CN', 'List signer']] });
const SHA_1 = '1.3.14.3.2.26';
const content = make.jsonBytes({ certificates: [make.gatewayEntry(make.signer('XB'))] });
const read = (bytes: Buffer, keys: readonly { publicKey: TestCertificate['publicKey'] }[] = []) =>
  parseTrustFile({ name: 'list.p7m', bytes }, { signingKeys: keys.map((one) => one.publicKey) });
const refusal = (bytes: Buffer): unknown => {
  try {
    return read(bytes).signature;
  } catch (error) {
    return error instanceof GatelogError ? error.code : error;
  }
};

describe('signed data that was tampered with', () => {
  test('by hand holds as OpenSSL makes it', () => {
    const by = listSigner();
    const bytes = signedDataByHand({
      content,
      certificates: [by.der],
      signers: [signerInfo({ by, content })],
    });
    expect(read(bytes).signature).toMatchObject({ outcome: 'pass', keyHash: keyHashOf(by.publicKey) });
  });

  test('with a second hash beside the signed one is read as nothing', () => {
    const by = listSigner();
    const signed = make.jsonBytes({ certificates: [make.gatewayEntry(make.signer('XC'))] });
    for (const more of [digestAttribute(content), attribute('1.2.840.113549.1.9.4')]) {
      const signers = [signerInfo({ by, content: signed, more: [more] })];
      expect(refusal(signedDataByHand({ content, certificates: [by.der], signers }))).toBe('trust/invalid');
    }
  });

  test('under another type of content than was signed is wrong', () => {
    const by = listSigner();
    const signers = [signerInfo({ by, content, contentType: MASTER_LIST })];
    expect(refusal(signedDataByHand({ content, certificates: [by.der], signers }))).toMatchObject({
      outcome: 'fail',
    });
  });

  test('does not take its date from a signature that was not checked', () => {
    const [by, stranger] = [listSigner(), listSigner()];
    const list = masterListContent([make.authority('XA').der]);
    const about = { content: list, contentType: MASTER_LIST };
    const old = signerInfo({ ...about, by, signedAt: '200501060000Z' });
    const late = signerInfo({ ...about, by: stranger, signedAt: '300501060000Z', digest: SHA_1 });
    for (const signers of [
      [late, old],
      [old, late],
    ]) {
      const found = read(signedDataByHand({ ...about, certificates: [by.der, stranger.der], signers }));
      expect([found.signature.keyHash, found.listedAtMs]).toEqual([
        keyHashOf(by.publicKey),
        Date.parse('2020-05-01T06:00:00Z'),
      ]);
    }
  });

  test('is by the key that somebody gave, whoever else signed before', () => {
    const [by, other] = [listSigner(), listSigner()];
    const signers = [other, by].map((one) => signerInfo({ by: one, content }));
    const bytes = signedDataByHand({ content, certificates: [other.der, by.der], signers });
    expect(read(bytes, [by]).signature).toMatchObject({
      why: 'by-given-key',
      keyHash: keyHashOf(by.publicKey),
    });
  });

  test('by more signers than any list has is refused before one of them is looked at', () => {
    const by = listSigner();
    const signers = Array.from({ length: 17 }, () => signerInfo({ by, content }));
    expect(refusal(signedDataByHand({ content, certificates: [by.der], signers }))).toBe('trust/too-large');
  });
});

describe('public keys beside a list', () => {
  test('are so few that a list is never tried with thousands', () => {
    const keys = Array.from({ length: 101 }, () => make.publicPem(testKey()));
    const list = { name: 'list.json', bytes: content };
    const file = { name: 'keys.pem', bytes: make.utf8(keys.join('')) };
    expect(parseTrustFiles('usb', [list, file]).refused).toEqual([
      { name: 'keys.pem', code: 'trust/too-large', why: null },
    ]);
  });
});
