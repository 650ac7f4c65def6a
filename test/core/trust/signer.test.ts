import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareHcertSigner, kidOf, readHcertSigner, usagesOf } from '../../../core/trust/signer.ts';
import { makeCertificate, OIDS, sequence, testKey } from '../../support/certificates.ts';

const SUBJECT = [
  ['C', 'VN'],
  ['O', 'Test Authority'],
  ['CN', 'DSC 1'],
] as const;

describe('a certificate of a list', () => {
  it('is a signer with kid, country, life and what it may sign', () => {
    const made = makeCertificate({
      subject: SUBJECT,
      notBefore: '2021-05-01T00:00:00Z',
      notAfter: '2060-01-01T00:00:00Z',
      extendedKeyUsage: [OIDS.vaccination, OIDS.misprintedTest],
    });
    const reading = readHcertSigner(made.der);
    expect(reading).toEqual({
      ok: true,
      signer: {
        kid: createHash('sha256').update(made.der).digest().subarray(0, 8).toString('base64'),
        key: made.publicKey,
        certificate: expect.objectContaining({}),
        country: 'VN',
        usages: ['vaccination', 'test'],
        notBeforeMs: Date.UTC(2021, 4, 1),
        notAfterMs: Date.UTC(2060, 0, 1),
      },
    });
  });

  it('may come as PEM and has the same kid then', () => {
    const made = makeCertificate({ subject: SUBJECT });
    const reading = readHcertSigner(Buffer.from(made.pem));
    expect(reading).toMatchObject({ ok: true, signer: { kid: kidOf(made.der) } });
  });

  it.each([
    ['no extended key usage', undefined, null],
    ['an empty one', [], null],
    ['only foreign usages', [OIDS.clientAuth], null],
    ['one of ours beside a foreign one', [OIDS.clientAuth, OIDS.recovery], ['recovery']],
    ['the same usage under both arcs', [OIDS.recovery, OIDS.misprintedRecovery], ['recovery']],
  ])('with %s may sign what that says', (_what, extendedKeyUsage, usages) => {
    const made = makeCertificate({
      subject: SUBJECT,
      ...(extendedKeyUsage === undefined ? {} : { extendedKeyUsage }),
    });
    expect(readHcertSigner(made.der)).toMatchObject({ ok: true, signer: { usages } });
  });

  it.each([
    ['names its country twice', [['C', 'VN'] as const, ['C', 'DE'] as const], 'VN'],
    ['names no country', [['CN', 'C=VN\nC=AT'] as const], null],
    ['names one that is none', [['C', 'V1'] as const], null],
    ['writes it small', [['C', 'vn'] as const], 'VN'],
  ])('that %s has the country that it can have', (_what, subject, country) => {
    expect(readHcertSigner(makeCertificate({ subject }).der)).toMatchObject({
      ok: true,
      signer: { country },
    });
  });

  it("takes the list's kid and country before its own", () => {
    const made = makeCertificate({ subject: SUBJECT });
    const kid = '-_8BAgMEBQY';
    expect(readHcertSigner(made.der, { kid, country: 'mt' })).toMatchObject({
      signer: { kid: '+/8BAgMEBQY=', country: 'MT' },
    });
    expect(readHcertSigner(made.der, { kid: '', country: 'everywhere' })).toMatchObject({
      signer: { kid: kidOf(made.der), country: 'VN' },
    });
  });

  it.each(['P-256', 'P-384', 'P-521', 2048, 3072] as const)('with a key of %s is usable', (kind) => {
    const made = makeCertificate({ subject: SUBJECT, key: testKey(kind) });
    expect(readHcertSigner(made.der).ok).toBe(true);
  });

  it.each([
    ['RSA of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 })],
    ['a curve that no health certificate uses', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['Ed25519', generateKeyPairSync('ed25519')],
  ])('with %s is not usable', (_what, key) => {
    const made = makeCertificate({ subject: SUBJECT, key, issuer: makeCertificate({ subject: SUBJECT }) });
    expect(readHcertSigner(made.der)).toEqual({ ok: false, problem: 'unusable-key' });
  });

  it('that is none is said to be none, whatever it is', () => {
    expect(readHcertSigner(sequence(sequence()))).toEqual({ ok: false, problem: 'not-a-certificate' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(readHcertSigner(bytes)).toEqual({ ok: false, problem: 'not-a-certificate' });
      }),
    );
  });

  it('with any one byte changed never throws', () => {
    const { der } = makeCertificate({ subject: SUBJECT, extendedKeyUsage: [OIDS.test] });
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(der);
        changed.writeUInt8(changed.readUInt8(at) ^ change, at);
        const reading = readHcertSigner(changed);
        expect(reading.ok ? reading.signer.kid.length : reading.problem.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a bare key of a list', () => {
  it('is a signer under the kid that the list says, without limits', () => {
    const { publicKey } = testKey();
    expect(bareHcertSigner(publicKey, { kid: 'AQIDBAUGBwg', country: 'XC' })).toEqual({
      kid: 'AQIDBAUGBwg=',
      key: publicKey,
      certificate: null,
      country: 'XC',
      usages: null,
      notBeforeMs: null,
      notAfterMs: null,
    });
  });

  it('is none without a kid or with another kind of key', () => {
    const ed25519 = createPublicKey(generateKeyPairSync('ed25519').privateKey);
    expect(bareHcertSigner(testKey().publicKey, {})).toBeNull();
    expect(bareHcertSigner(ed25519, { kid: 'AQIDBAUGBwg=' })).toBeNull();
  });
});

describe('usagesOf', () => {
  it('takes nothing for a usage that only begins like one', () => {
    expect(
      usagesOf(['1.3.6.1.4.1.1847.2021.1.1.5', '1.3.6.1.4.1.1847.2021.1.4', '1.3.6.1.4.1.1847']),
    ).toBeNull();
  });
});
