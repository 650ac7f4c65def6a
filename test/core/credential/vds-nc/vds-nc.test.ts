import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { countryCode } from '../../../../core/credential/vds-nc/countries.ts';
import { documentTypesOf } from '../../../../core/credential/vds-nc/extensions.ts';
import { certificateList } from '../../../../core/trust/parse-certificates.ts';
import { createTrustStore } from '../../../../core/trust/store.ts';
import { timestampMs } from '../../../../core/units.ts';
import { type TestCertificate, testKey } from '../../../support/certificates.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import {
  headerOf,
  makeAuthority,
  makeSeal,
  makeSealSigner,
  type SealJson,
  type SealWish,
  sealText,
  TEST_RESULT,
  trustInAuthorities,
  VACCINATION,
} from './seals.ts';

const authority = makeAuthority();
const signer = makeSealSigner(authority);
const site = { ...EMPTY_SITE, trust: trustInAuthorities(authority) };
const checkOf = (credential: Credential, name: string) => {
  const found = credential.checks.find((one) => one.name === name);
  return found === undefined ? 'none' : `${found.outcome}: ${found.why}`;
};
const read = (wish: SealWish = {}): Credential => readText(sealText(signer, wish), site);

describe('a visible digital seal', () => {
  it('of vaccinations is read whole', () => {
    expect(read()).toEqual({
      kind: 'vds-nc',
      fields: {
        type: 'icao.vacc',
        issuer: 'VNM',
        signerCountry: 'VN',
        certificate: 'VN0000000001',
        name: 'THU NGUYEN VAN',
        birth: '1999-05-15',
        sex: 'M',
        number: 'C0000001',
        numberType: null,
        statement: 'vaccination',
        vaccineCode: 'XM68M6',
        vaccine: 'Vac xin Thu',
        disease: 'RA01.0',
        occurred: '2025-03-01',
        dose: '1',
        country: 'VNM',
        lot: 'LO-1',
        vaccinator: 'Tram y te Thu',
        vaccineCode2: 'XM68M6',
        vaccine2: 'Vac xin Thu',
        disease2: 'RA01.0',
        occurred2: '2025-04-01',
        dose2: '2',
        country2: 'VNM',
        lot2: 'LO-2',
        vaccinator2: 'Tram y te Thu',
      },
      documents: [
        { kind: 'passport', number: 'C0000001', masked: false },
        { kind: 'certificate', number: 'VN0000000001', masked: false },
      ],
      name: 'THU NGUYEN VAN',
      birth: '1999-05-15',
      checks: [
        { name: 'signature', outcome: 'pass', why: 'signed by its issuer and not changed since' },
        { name: 'issuerKnown', outcome: 'pass', why: 'an imported authority issued its certificate' },
        {
          name: 'notBefore',
          outcome: 'pass',
          why: 'its time has begun, by the life of its certificate',
          date: '2020-01-01',
        },
        {
          name: 'notExpired',
          outcome: 'pass',
          why: 'its time is not over, by the life of its certificate',
          date: '2040-01-01',
        },
        { name: 'keyUsage', outcome: 'pass', why: 'its certificate is for this type of seal' },
        { name: 'schema', outcome: 'pass', why: 'the content is as the specification asks for' },
        { name: 'wellFormed', outcome: 'pass', why: 'the wrapping is as the specification asks for' },
      ],
      notes: [],
      healthFields: expect.arrayContaining(['type', 'statement', 'vaccine', 'lot2', 'vaccinator2']),
    });
  });

  it('of a test is read whole', () => {
    const seal = read({ header: headerOf('icao.test'), message: TEST_RESULT });
    expect(seal.fields).toMatchObject({
      type: 'icao.test',
      number: 'C0000001',
      numberType: 'P',
      certificate: 'VN0000000002',
      statement: 'test',
      testCode: 'molecular(PCR)',
      result: 'Negative',
      tested: '2026-01-14',
      reported: '2026-01-14',
      laboratory: 'Phong xet nghiem Thu',
    });
    expect(seal.documents.map((one) => one.kind)).toEqual(['passport', 'certificate']);
    expect(seal.checks.filter((one) => one.outcome !== 'pass')).toEqual([]);
    expect(seal.healthFields).toEqual(expect.arrayContaining(['statement', 'result', 'tested']));
  });

  it('takes a number for a passport only where its type does not say otherwise', () => {
    const withType = (dt: string) =>
      read({ header: headerOf('icao.test'), message: { ...TEST_RESULT, pid: { ...TEST_RESULT.pid, dt } } });
    expect(['P', 'PD', 'I', 'D'].map((dt) => withType(dt).documents.map((one) => one.kind))).toEqual([
      ['passport', 'certificate'],
      ['passport', 'certificate'],
      ['certificate'],
      ['certificate'],
    ]);
  });

  it('without any number is known again by its data', () => {
    const message = { ...VACCINATION, uvci: undefined, pid: { n: 'THU  VAN', dob: '1999' } };
    const [one, same] = [read({ message }), read({ message })];
    expect(one.documents).toEqual([
      { kind: 'certificate', number: expect.stringMatching(/^[0-9a-f]{32}$/), masked: false },
    ]);
    expect(same.documents).toEqual(one.documents);
    expect(one.birth).toBe('1999');
  });

  it('may have its members in any order and space between them', () => {
    const { data, sig } = makeSeal(signer);
    const spaced = JSON.stringify({ sig, data: { msg: data['msg'], hdr: data['hdr'] } }, null, 2);
    expect(checkOf(readText(spaced, site), 'signature')).toMatch(/^pass/);
  });

  it.each(['ES384', 'ES512'] as const)('may be signed with %s', (algorithm) => {
    const strong = makeSealSigner(authority, { key: testKey(algorithm === 'ES384' ? 'P-384' : 'P-521') });
    expect(checkOf(readText(sealText(strong, { algorithm }), site), 'signature')).toMatch(/^pass/);
  });
});

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
      const trust = createTrustStore([certificateList('signer.der', [{ der: own.der }], signature)]);
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
    ['no algorithm', (seal) => delete seal.sig['alg']],
    ['another algorithm', (seal) => Object.assign(seal.sig, { alg: 'ES384' })],
    ['the algorithm none', (seal) => Object.assign(seal.sig, { alg: 'none', sigvl: '' })],
    ['a signature in DER form', (seal) => Object.assign(seal.sig, { sigvl: 'MEUCIQ' })],
    [
      'a signature of zeros',
      (seal) => Object.assign(seal.sig, { sigvl: Buffer.alloc(64).toString('base64url') }),
    ],
    ['no certificate', (seal) => delete seal.sig['cer']],
    [
      'a certificate of another key',
      (seal) => Object.assign(seal.sig, { cer: makeSealSigner(authority).der.toString('base64url') }),
    ],
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
  ])('fails with %s', (_what, change) => {
    expect(checkOf(tampered(change), 'signature')).toMatch(/^fail/);
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

describe('the content of a seal', () => {
  const withPid = (pid: SealJson): SealWish => ({ message: { ...VACCINATION, pid } });
  it.each<[string, SealWish]>([
    ['another type than vaccination or test', { header: { ...headerOf(), t: 'icao.visa' } }],
    ['another version than 1', { header: { ...headerOf(), v: 2 } }],
    ['no country that issued it', { header: { ...headerOf(), is: 'ZZZ' } }],
    ['no name', withPid({ dob: '1999-05-15' })],
    ['a birth date that is none', withPid({ n: 'THU', dob: '15/05/1999', i: 'C0000001' })],
    ['neither birth date nor document number', withPid({ n: 'THU' })],
    ['no certificate number', { message: { ...VACCINATION, uvci: null } }],
    ['no vaccination with vaccine and date', { message: { ...VACCINATION, ve: [] } }],
    [
      'no vaccination with vaccine and date',
      { message: { ...VACCINATION, ve: [{ des: 'a', vd: [{ dvc: 'nay' }] }] } },
    ],
    ['no result with its date', { header: headerOf('icao.test'), message: { ...TEST_RESULT, tr: {} } }],
  ])('with %s does not pass, however well it is signed', (what, wish) => {
    const seal = read(wish);
    expect(checkOf(seal, 'schema')).toBe(`fail: the content has ${what}`);
    expect(checkOf(seal, 'signature')).toMatch(/^pass/);
  });
});

describe('the form of a seal', () => {
  const { data, sig } = makeSeal(signer);

  it.each<[string, string]>([
    ['half of it', JSON.stringify({ data, sig }).slice(0, 300)],
    ['a name twice', JSON.stringify({ data, sig }).replace('"v":1', '"v":2,"v":1')],
    ['a nesting bomb', `{"data":{"hdr":${'['.repeat(4_000)}`],
    ['no message', '{"data":{"hdr":{}}}'],
    ['a header that is a list', '{"data":{"hdr":[],"msg":{}}}'],
    ['a tab inside a text', JSON.stringify({ data, sig }).replace('THU  ', 'THU \t')],
    [
      'a letter nobody sees between the members',
      JSON.stringify({ data, sig }).replace(',"sig"', '\u200b,"sig"'),
    ],
  ])('with %s cannot be read, and says so', (_what, text) => {
    const seal = readText(text, site);
    expect(seal).toMatchObject({
      kind: 'vds-nc',
      name: null,
      documents: [{ kind: 'text' }],
      healthFields: ['text'],
    });
    expect([checkOf(seal, 'signature').slice(0, 4), checkOf(seal, 'wellFormed').slice(0, 4)]).toEqual([
      'fail',
      'fail',
    ]);
  });

  it.each<[string, object, string]>([
    ['members beside', { data, sig, more: 1 }, 'it has members beside data and signature'],
    ['no signature', { data }, 'it has members beside data and signature'],
    [
      'half a character',
      { data: { ...data, msg: { ...VACCINATION, x: '\ud800' } }, sig },
      'its data have no canonical form',
    ],
    ['no certificate', { data, sig: { ...sig, cer: 'AAAA' } }, 'it has no certificate that can be read'],
    [
      'a signature in other letters',
      { data, sig: { ...sig, sigvl: '+++/' } },
      'its signature has another form',
    ],
  ])('with %s does not pass', (_what, seal, why) => {
    expect(checkOf(readText(JSON.stringify(seal), site), 'wellFormed')).toContain(why);
  });

  it('of a number beyond all has no canonical form', () => {
    const text = JSON.stringify({ data, sig }).replace('"v":1', '"v":1e999');
    expect([
      checkOf(readText(text, site), 'wellFormed'),
      checkOf(readText(text, site), 'signature').slice(0, 4),
    ]).toEqual(['fail: its data have no canonical form', 'fail']);
  });

  it('never throws, and never passes by chance', () => {
    const text = JSON.stringify({ data, sig });
    const mutated = fc
      .tuple(
        fc.nat(text.length - 1),
        fc.nat(40),
        fc.oneof(fc.json(), fc.string(), fc.constantFrom('{', '"', '[[[[', '\\')),
      )
      .map(([at, length, other]) => text.slice(0, at) + other + text.slice(at + length));
    const around = fc.json().map((json) => `{"data":{"hdr":{},"msg":${json}},"sig":${json}}`);
    const deep = fc
      .json()
      .map(
        (json) => `{"data":{"hdr":{"t":"icao.vacc"},"msg":{"pid":${json},"ve":[{"vd":[${json}]}]}},"sig":{}}`,
      );
    fc.assert(
      fc.property(fc.oneof(mutated, around, deep), (one) => {
        const credential = readText(one, site);
        expect(credential.documents.length).toBeGreaterThan(0);
        if (!text.startsWith(one) && one !== text)
          expect(checkOf(credential, 'signature')).not.toMatch(/^pass/);
      }),
      { numRuns: 400 },
    );
  });
});
