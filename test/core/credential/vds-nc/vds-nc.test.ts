import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { testKey } from '../../../support/certificates.ts';
import { checkOf } from '../checks-of.ts';
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
