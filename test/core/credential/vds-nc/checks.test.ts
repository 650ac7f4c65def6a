import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { countryCode } from '../../../../core/credential/vds-nc/countries.ts';
import { documentTypesOf } from '../../../../core/credential/vds-nc/extensions.ts';
import { certificateList } from '../../../../core/trust/parse-certificates.ts';
import { createTrustStore } from '../../../../core/trust/store.ts';
import { timestampMs } from '../../../../core/units.ts';
import type { TestCertificate } from '../../../support/certificates.ts';
import { checkOf, outcome } from '../checks-of.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import {
  headerOf,
  makeAuthority,
  makeSeal,
  makeSealSigner,
  type SealJson,
  type SealWish,
  sealText,
  trustInAuthorities,
} from './seals.ts';

const authority = makeAuthority();
const signer = makeSealSigner(authority);
const site = { ...EMPTY_SITE, trust: trustInAuthorities(authority) };
const read = (wish: SealWish = {}): Credential => readText(sealText(signer, wish), site);

describe('the signature of a seal', () => {
  const tampered = (change: (seal: { data: SealJson; sig: SealJson }) => unknown): Credential => {
    const seal = structuredClone(makeSeal(signer));
    change(seal);
    return readText(JSON.stringify(seal), site);
  };
  const message = (seal: { data: SealJson }) => seal.data['msg'] as { pid: SealJson };

  it('matches the certificate in the seal, and that is not enough', () => {
    expect(
      [sealText(signer), sealText(makeSealSigner(null))].map((text) => {
        const alone = readText(text);
        return [checkOf(alone, 'signature'), checkOf(alone, 'issuerKnown')];
      }),
    ).toEqual(
      Array.from({ length: 2 }, () => [
        'unknown: it matches the certificate inside the code, but nobody here knows who issued that certificate',
        'unknown: no authority was imported',
      ]),
    );
  });

  it('of a signer of another authority is not known', () => {
    const stranger = makeSealSigner(makeAuthority('AU'), { country: 'AU' });
    const seal = readText(sealText(stranger), site);
    expect([checkOf(seal, 'signature'), checkOf(seal, 'issuerKnown')]).toEqual([
      'unknown: it matches the certificate inside the code, but nobody here knows who issued that certificate',
      'fail: no imported authority issued its certificate',
    ]);
  });

  it('of a signer that an authority of the same name issued is not known', () => {
    expect(checkOf(readText(sealText(makeSealSigner(makeAuthority())), site), 'signature')).toMatch(
      /^unknown/,
    );
  });

  it('fails where the certificate claims a known authority that did not sign it', () => {
    const der = Buffer.from(signer.der);
    der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
    const seal = readText(sealText({ ...signer, der }), site);
    expect([checkOf(seal, 'signature'), checkOf(seal, 'issuerKnown')]).toEqual([
      'fail: the authority that its certificate names did not sign that certificate',
      'fail: its certificate only claims to be of a known authority',
    ]);
  });

  it('by a signer that plays authority is not known', () => {
    const second = makeSealSigner(signer);
    expect(
      checkOf(
        readText(sealText(second), { ...EMPTY_SITE, trust: trustInAuthorities(authority, signer) }),
        'signature',
      ),
    ).toMatch(/^unknown/);
  });

  it('passes where the very certificate was imported, if it is for signing seals', () => {
    const imported = (own: TestCertificate) => {
      const signature = { outcome: 'notApplicable', why: 'not-signed', by: null, keyHash: null } as const;
      const trust = createTrustStore([certificateList('signer.der', [{ ders: [own.der] }], signature)]);
      const seal = readText(sealText(own), { ...EMPTY_SITE, trust });
      return [checkOf(seal, 'signature'), checkOf(seal, 'issuerKnown')];
    };
    expect(imported(makeSealSigner(null))).toEqual([
      'pass: signed by its issuer and not changed since',
      'pass: an imported authority issued its certificate',
    ]);
    expect(imported(makeSealSigner(null, { usage: null }))[0]).toMatch(/^unknown/);
  });

  it.each<[string, (seal: { data: SealJson; sig: SealJson }) => unknown]>([
    ['another name', (seal) => Object.assign(message(seal).pid, { n: 'THU  TRAN VAN' })],
    ['a member more', (seal) => Object.assign(message(seal).pid, { x: 1 })],
    ['a member less', (seal) => delete message(seal).pid['sex']],
    ['another header', (seal) => Object.assign(seal.data, { hdr: { ...headerOf(), is: 'AUS' } })],
    ['another algorithm', (seal) => Object.assign(seal.sig, { alg: 'ES384' })],
    ['the algorithm none', (seal) => Object.assign(seal.sig, { alg: 'none', sigvl: '' })],
    ['a signature in DER form', (seal) => Object.assign(seal.sig, { sigvl: 'MEUCIQ' })],
    [
      'a signature of zeros',
      (seal) => Object.assign(seal.sig, { sigvl: Buffer.alloc(64).toString('base64url') }),
    ],
    [
      'a certificate of another key',
      (seal) => Object.assign(seal.sig, { cer: makeSealSigner(authority).der.toString('base64url') }),
    ],
  ])('fails with %s', (_what, change) => {
    expect(checkOf(tampered(change), 'signature')).toMatch(/^fail/);
  });

  it.each<[string, (seal: { data: SealJson; sig: SealJson }) => unknown]>([
    ['no algorithm', (seal) => delete seal.sig['alg']],
    ['no certificate', (seal) => delete seal.sig['cer']],
    [
      'a certificate with something behind it',
      (seal) =>
        Object.assign(seal.sig, { cer: Buffer.concat([signer.der, Buffer.of(0)]).toString('base64url') }),
    ],
    [
      'a certificate as PEM',
      (seal) => Object.assign(seal.sig, { cer: Buffer.from(signer.pem).toString('base64url') }),
    ],
    [
      'half a certificate',
      (seal) => Object.assign(seal.sig, { cer: signer.der.subarray(0, 200).toString('base64url') }),
    ],
    [
      'a certificate of 5 KB',
      (seal) => Object.assign(seal.sig, { cer: Buffer.alloc(5_000, 0x30).toString('base64url') }),
    ],
  ])('cannot be checked with %s', (_what, change) => {
    const seal = tampered(change);
    expect([outcome(seal, 'signature'), outcome(seal, 'issuerKnown')]).toEqual(['unknown', 'unknown']);
  });

  it('never passes after one character of the text was changed', () => {
    const text = sealText(signer);
    expect(checkOf(readText(text, site), 'signature')).toMatch(/^pass/);
    const passed = Array.from({ length: text.length }, (_, at) => at).filter((at) => {
      const changed = String.fromCharCode(text.charCodeAt(at) ^ 1);
      const seal = readText(text.slice(0, at) + changed + text.slice(at + 1), site);
      return checkOf(seal, 'signature').startsWith('pass');
    });
    expect(passed).toEqual([]);
  });
});

describe('the authority', () => {
  it('out of its time is no issuer that is known', () => {
    const old = makeAuthority('VN', { notAfter: '2025-12-31T00:00:00Z' });
    const text = sealText(makeSealSigner(old));
    const at = (nowMs: number | null) =>
      readText(text, {
        ...EMPTY_SITE,
        trust: trustInAuthorities(old),
        nowMs: nowMs === null ? null : timestampMs(nowMs),
      });
    expect(
      [Date.UTC(2025, 5), Date.UTC(2026, 5), Date.UTC(2019, 5), null].map((now) =>
        checkOf(at(now), 'issuerKnown'),
      ),
    ).toEqual([
      'pass: an imported authority issued its certificate',
      'fail: the certificate of the authority that issued it is out of date',
      'fail: the certificate of the authority that issued it is out of date',
      'pass: an imported authority issued its certificate',
    ]);
  });

  it('of another country than the seal names is said', () => {
    const seal = read({ header: { ...headerOf(), is: 'USA' } });
    expect([checkOf(seal, 'signature'), checkOf(seal, 'issuerKnown')]).toEqual([
      'pass: signed by its issuer and not changed since',
      'fail: the authority is of another country than the code names',
    ]);
  });

  it.each([
    ['VN', 'VNM'],
    ['vnm', 'VNM'],
    ['D<<', 'DEU'],
    ['XK', 'RKS'],
    ['ZZ', null],
    ['ZZZ', null],
    ['', null],
    [null, null],
  ])('country %j is %j', (code, country) => {
    expect(countryCode(code)).toBe(country);
  });

  it.each<[string, Parameters<typeof makeSealSigner>[1], string]>([
    ['for this type', { types: ['NV'] }, 'pass: its certificate is for this type of seal'],
    ['for seals, of no type', { types: null }, 'pass: its certificate is for this type of seal'],
    [
      'for anything',
      { usage: null, types: null },
      'pass: its certificate names no purpose, so there is no limit',
    ],
    ['for another type', { types: ['NT'] }, 'fail: its certificate is not for this type of seal'],
    ['for no type', { types: [] }, 'fail: its certificate is not for this type of seal'],
    ['for web sites', { usage: ['1.3.6.1.5.5.7.3.1'] }, 'fail: its certificate is not for signing seals'],
  ])('issues a certificate %s', (_what, wish, expected) => {
    expect(checkOf(readText(sealText(makeSealSigner(authority, wish)), site), 'keyUsage')).toBe(expected);
  });

  it('issues certificates that live from one day to another', () => {
    const short = makeSealSigner(authority, {
      notBefore: '2025-01-01T00:00:00Z',
      notAfter: '2026-01-01T00:00:00Z',
    });
    const seal = readText(sealText(short), site);
    expect(seal.checks.filter((one) => one.name === 'notBefore' || one.name === 'notExpired')).toEqual([
      {
        name: 'notBefore',
        outcome: 'pass',
        why: 'its time has begun, by the life of its certificate',
        date: '2025-01-01',
      },
      {
        name: 'notExpired',
        outcome: 'fail',
        why: 'its time is over, by the life of its certificate',
        date: '2026-01-01',
      },
    ]);
  });

  it('lists document types that can be read, or none', () => {
    expect([documentTypesOf(signer.der), documentTypesOf(authority.der)]).toEqual([['NV', 'NT'], null]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(signer.der.length - 1), (bytes, at) => {
        documentTypesOf(Buffer.from(bytes));
        const broken = Buffer.from(signer.der);
        broken.set(bytes.subarray(0, broken.length - at), at);
        documentTypesOf(broken);
      }),
    );
  });
});
