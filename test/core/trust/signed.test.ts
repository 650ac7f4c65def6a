import { describe, expect, test } from 'vitest';
import { parseTrustFile } from '../../../core/trust/parse-list.ts';
import { keyHashOf } from '../../../core/trust/signed.ts';
import { makeCertificate, testKey } from '../../support/certificates.ts';
import * as make from '../../support/trust-lists.ts';

const entry = make.signer('XA');
const body = JSON.stringify({ certificates: [make.gatewayEntry(entry)] });
const key = testKey();
const signatureOf = (bytes: Uint8Array, ...signingKeys: (typeof key)[]) =>
  parseTrustFile({ name: 'list', bytes }, { signingKeys: signingKeys.map((one) => one.publicKey) }).signature;

describe('a list with its signature in the first line', () => {
  const bytes = make.signedLines(body, key.privateKey);
  const good = { outcome: 'pass', why: 'by-given-key', by: null, keyHash: keyHashOf(key.publicKey) };

  test('is checked with a key that was given, whatever other keys there are', () => {
    expect(signatureOf(bytes, testKey(), key)).toEqual(good);
    expect(signatureOf(make.signedLines(body, key.privateKey, 'der'), key)).toEqual(good);
    expect(signatureOf(Buffer.concat([bytes, make.utf8('\n')]), key)).toEqual(good);
  });

  test('says that it was not checked where no key was given', () => {
    expect(signatureOf(bytes)).toEqual({ outcome: 'unknown', why: 'no-key', by: null, keyHash: null });
  });

  test('is wrong after any change of a byte, and by any other key', () => {
    const wrong = { outcome: 'fail', why: 'wrong', by: null, keyHash: null };
    expect(signatureOf(bytes, testKey())).toEqual(wrong);
    const altered = Buffer.from(bytes);
    const at = altered.indexOf('"XA"') + 2;
    altered.write('B', at);
    expect(signatureOf(altered, key)).toEqual(wrong);
  });
});

describe('a list in a JWS', () => {
  const by = makeCertificate({
    subject: [
      ['C', 'XA'],
      ['O', 'Cơ quan Thử'],
      ['CN', 'List signer'],
    ],
  });
  const payload = {
    dsc_trust_list: { XA: { keys: [{ kid: make.kidOfDer(entry.der), x5c: [make.base64(entry)] }] } },
  };

  test('says by whose certificate it is right, which came with it', () => {
    expect(signatureOf(make.jws(payload, by))).toEqual({
      outcome: 'pass',
      why: 'by-own-certificate',
      by: 'C=XA, O=Cơ quan Thử, CN=List signer',
      keyHash: keyHashOf(by.publicKey),
    });
  });

  test('is checked with a given key first', () => {
    expect(signatureOf(make.jws(payload, by), by)).toMatchObject({ outcome: 'pass', why: 'by-given-key' });
    expect(signatureOf(make.jws(payload, by, { x5c: undefined }), by)).toMatchObject({ outcome: 'pass' });
  });

  test('is not checked without certificate and key, by an odd algorithm, or with an extension that must be known', () => {
    expect(signatureOf(make.jws(payload, by, { x5c: undefined }))).toMatchObject({ why: 'no-key' });
    expect(signatureOf(make.jws(payload, by, { alg: 'none' }))).toMatchObject({ why: 'not-supported' });
    expect(signatureOf(make.jws(payload, by, { alg: 'HS256' }), by)).toMatchObject({ why: 'not-supported' });
    expect(signatureOf(make.jws(payload, by, { crit: ['b64'], b64: false }))).toMatchObject({
      why: 'not-supported',
    });
  });

  test('is wrong where it was altered, names an algorithm of another kind of key, or lost its signature', () => {
    const other = make.signer('XZ');
    expect(signatureOf(make.jws(payload, by, { x5c: [make.base64(other)] }))).toMatchObject({ why: 'wrong' });
    expect(signatureOf(make.jws(payload, by, { alg: 'PS256' }))).toMatchObject({ why: 'wrong' });
    expect(signatureOf(make.jws(payload, by, { x5c: undefined }), testKey())).toMatchObject({ why: 'wrong' });
    const text = make.jws(payload, by).toString();
    expect(signatureOf(make.utf8(text.slice(0, text.lastIndexOf('.') + 1)))).toMatchObject({ why: 'wrong' });
  });
});
