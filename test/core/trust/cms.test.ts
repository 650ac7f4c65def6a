import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import { readSignedData } from '../../../core/trust/cms.ts';
import { parseTrustFiles } from '../../../core/trust/parse-files.ts';
import { parseTrustFile } from '../../../core/trust/parse-list.ts';
import { keyHashOf } from '../../../core/trust/signed.ts';
import { makeCertificate, type TestCertificate, testKey } from '../../support/certificates.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { AS_MASTER_LIST, certificateBundle, masterListContent, signedData } from '../../support/openssl.ts';
import * as make from '../../support/trust-lists.ts';

const it = itNeeding('openssl');

const listSigner = (key = testKey()): TestCertificate =>
  makeCertificate({
    subject: [
      ['C', 'XA'],
      ['CN', 'List signer'],
    ],
    key,
    serial: 77,
  });
const entry = make.signer('XB');
const content = make.jsonBytes({ certificates: [make.gatewayEntry(entry)] });
const read = (bytes: Uint8Array, keys: readonly { publicKey: TestCertificate['publicKey'] }[] = []) =>
  parseTrustFile({ name: 'list.p7m', bytes }, { signingKeys: keys.map((one) => one.publicKey) });
const right = (by: TestCertificate) => ({
  outcome: 'pass',
  why: 'by-own-certificate',
  by: 'C=XA, CN=List signer',
  keyHash: keyHashOf(by.publicKey),
});
const refusal = (bytes: Uint8Array): readonly unknown[] => {
  try {
    return [read(bytes).kind];
  } catch (error) {
    return error instanceof GatelogError ? [error.code, error.context['why']] : [error];
  }
};

describe('a list inside signed data', () => {
  it('is checked with the certificate that came along: elliptic curve, RSA and RSA-PSS, streamed or not', () => {
    const folder = testFolder();
    const [curve, rsa] = [listSigner(), listSigner(testKey(2048))];
    const large = listSigner(testKey('P-384'));
    const cases: readonly (readonly [TestCertificate, readonly string[]])[] = [
      [curve, []],
      [curve, ['-keyid']],
      [curve, ['-noattr']],
      [curve, ['-stream', '-indef']],
      [large, ['-md', 'sha384']],
      [rsa, []],
      [rsa, ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:32']],
      [rsa, ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:20']],
    ];
    for (const [by, options] of cases) {
      const list = read(signedData(folder, content, { by, options }));
      expect([list.kind, list.entries.length, list.signature]).toEqual(['hcert-list', 1, right(by)]);
    }
  });

  it('is read from PEM and from bare base64 as well', () => {
    const by = listSigner();
    const der = signedData(testFolder(), content, { by });
    const base64 = der.toString('base64');
    const pem = `-----BEGIN CMS-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END CMS-----\n`;
    for (const text of [base64, pem]) expect(read(make.utf8(text)).signature).toEqual(right(by));
  });

  it('is checked with a given key first, and without key and certificate not at all', () => {
    const by = listSigner();
    const bare = signedData(testFolder(), content, { by, options: ['-nocerts'] });
    expect(read(bare, [testKey(), by]).signature).toMatchObject({ outcome: 'pass', why: 'by-given-key' });
    expect(read(bare).signature).toMatchObject({ outcome: 'unknown', why: 'no-key' });
    expect(read(bare, [testKey()]).signature).toMatchObject({ outcome: 'fail', why: 'wrong' });
  });

  it('is wrong where one of two signatures is, and not supported with SHA-1', () => {
    const folder = testFolder();
    const [by, alsoBy] = [listSigner(), make.signer('XC')];
    const both = signedData(folder, content, { by, alsoBy });
    expect(read(both).signature.outcome).toBe('pass');
    const damaged = Buffer.from(both);
    damaged.writeUInt8((damaged.at(-1) ?? 0) ^ 1, damaged.length - 1);
    expect(read(damaged).signature).toMatchObject({ outcome: 'fail', why: 'wrong' });
    const sha1 = signedData(folder, content, { by, options: ['-md', 'sha1'] });
    expect(read(sha1).signature).toMatchObject({ outcome: 'unknown', why: 'not-supported' });
  });

  it('never passes with other content than was signed, whichever byte of the file is changed', () => {
    const whole = signedData(testFolder(), content, { by: listSigner() });
    const before = JSON.stringify(read(whole).entries);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at);
        try {
          const list = read(bytes);
          if (list.signature.outcome === 'pass') expect(JSON.stringify(list.entries)).toBe(before);
        } catch (error) {
          expect(error).toBeInstanceOf(GatelogError);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('the Dutch wrapping', () => {
  it('is checked by the CMS signature that lies beside the list', () => {
    const by = listSigner();
    const signature = signedData(testFolder(), content, { by, detached: true }).toString('base64');
    const wrapped = (payload: Buffer) => make.jsonBytes({ payload: payload.toString('base64'), signature });
    expect(read(wrapped(content)).signature).toEqual(right(by));
    const other = make.jsonBytes({ certificates: [make.gatewayEntry(make.signer('XD'))] });
    expect(read(wrapped(other)).signature).toMatchObject({ outcome: 'fail', why: 'wrong' });
  });
});

describe('a master list', () => {
  const authorities = [make.authority('XA'), make.authority('XB')];
  const ders = authorities.map(({ der }) => der);

  it('gives the authorities of all its countries, its own signature checked', () => {
    const by = listSigner();
    const bytes = signedData(
      testFolder(),
      masterListContent([...ders, entry.der, Buffer.from('3003020101', 'hex')]),
      {
        by,
        options: AS_MASTER_LIST,
      },
    );
    const list = parseTrustFile({ name: 'XA_ML_2026-05-01.ml', bytes });
    expect({ ...list, entries: list.entries.map((one) => one.type === 'csca' && one.country) }).toEqual({
      kind: 'master-list',
      name: 'XA ML',
      entries: ['XA', 'XB'],
      listedAtMs: expect.any(Number),
      signature: right(by),
      skipped: { 'not-a-certificate': 1, 'other-use': 1 },
    });
  });

  it('stays a list of its own in a folder with certificates', () => {
    const bytes = signedData(testFolder(), masterListContent(ders), {
      by: listSigner(),
      options: AS_MASTER_LIST,
    });
    const reading = parseTrustFiles('usb', [
      { name: 'XA.ml', bytes },
      { name: 'root.cer', bytes: make.authority('XC').der },
    ]);
    expect(reading.lists.map(({ kind, entries }) => [kind, entries.length]).sort()).toEqual([
      ['certificates', 1],
      ['master-list', 2],
    ]);
  });

  it('is refused where its content is another one', () => {
    const options = AS_MASTER_LIST;
    const [by, folder] = [listSigner(), testFolder()];
    expect(refusal(signedData(folder, make.utf8('?'), { by, options }))).toEqual([
      'trust/invalid',
      'not-a-list',
    ]);
    expect(refusal(signedData(folder, masterListContent([]), { by, options }))).toEqual([
      'trust/empty',
      undefined,
    ]);
  });
});

describe('certificates in a PKCS #7 file', () => {
  it('are taken as those of a folder are', () => {
    const ones = [make.signer('XA'), make.authority('XB')];
    for (const form of ['DER', 'PEM'] as const) {
      const list = read(certificateBundle(testFolder(), ones, form));
      expect([list.kind, list.entries.map(({ type }) => type).sort()]).toEqual([
        'certificates',
        ['csca', 'hcert-certificate'],
      ]);
      expect(list.signature.why).toBe('not-signed');
    }
  });

  it('are refused with whatever stands behind them in the same file, since that would be lost in silence', () => {
    const [one, other] = [make.signer('XA'), make.signer('XB')];
    const bundle = certificateBundle(testFolder(), [one], 'PEM').toString('latin1');
    const files = [
      make.utf8(bundle + other.pem),
      make.utf8(bundle + bundle),
      Buffer.concat([one.der, other.der]),
    ];
    for (const bytes of files) expect(refusal(bytes)).toEqual(['trust/invalid', 'more-behind']);
    for (const bytes of [make.utf8(`${bundle}\n`), Buffer.concat([one.der, make.utf8('\r\n')])]) {
      expect(refusal(bytes)).toEqual(['certificates']);
    }
  });

  it('are not taken where they only belong to a signature of something else', () => {
    const alone = signedData(testFolder(), content, { by: listSigner(), detached: true });
    expect(refusal(alone)).toEqual(['trust/unsupported', 'signature-alone']);
    const options = ['-econtent_type', '1.2.3.4'];
    expect(refusal(signedData(testFolder(), content, { by: listSigner(), options }))).toEqual([
      'trust/unsupported',
      'cms',
    ]);
  });
});

describe('bytes that are no signed data', () => {
  it('are none, and deep nesting harms nobody', () => {
    const deep = Buffer.concat([
      ...Array.from({ length: 5_000 }, () => Buffer.of(0x30, 0x80)),
      Buffer.alloc(9),
    ]);
    for (const bytes of [Buffer.alloc(0), Buffer.of(0x30, 0x80), deep, entry.der]) {
      expect(readSignedData(bytes)).toBeNull();
    }
  });
});
