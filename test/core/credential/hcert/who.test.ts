import { beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, OIDS, type TestCertificate } from '../../../support/certificates.ts';
import { readText } from '../people.ts';
import { check, gate, outcomes } from './gate.ts';
import { makeHc1, VACCINATION } from './make-hc1.ts';

let signer: TestCertificate;
beforeAll(() => {
  signer = makeCertificate({ subject: [['C', 'VN']] });
});

const SYSTEM = 'http://example.test/codes';
const SET = {
  name: 'Mẫu Thị Thử',
  birthDate: '1990-05-06',
  sex: { code: 'female', system: SYSTEM },
  identifier: '1234567890',
  vaccine: { code: '1119349007', system: SYSTEM },
  brand: { code: 'TEST', system: SYSTEM },
  lot: 'PT123F',
  date: '2021-12-01',
  dose: 1,
  total_doses: 2,
  country: { code: 'VNM', system: SYSTEM },
  centre: 'Trạm Y tế Mẫu',
  hcid: 'VN111222333444',
  valid_from: '2021-12-01',
  valid_until: '2022-12-01',
};

describe('a WHO certificate', () => {
  it('of the older form, the data set being the payload, is read whole', () => {
    const credential = readText(makeHc1({ signer, payload: SET }), gate([signer]));
    expect(credential).toEqual({
      kind: 'hcert-who',
      fields: {
        statement: 'vaccination',
        name: 'Mẫu Thị Thử',
        birth: '1990-05-06',
        sex: 'female',
        personIdentifier: '1234567890',
        vaccine: '1119349007',
        product: 'TEST',
        lot: 'PT123F',
        vaccinatedOn: '2021-12-01',
        dose: '1',
        doses: '2',
        country: 'VNM',
        centre: 'Trạm Y tế Mẫu',
        certificateId: 'VN111222333444',
        validFrom: '2021-12-01',
        validUntil: '2022-12-01',
        issuer: null,
        issuedAt: null,
        notBefore: null,
        expiresAt: null,
        kid: expect.any(String),
        algorithm: 'ES256',
        signerCountry: 'VN',
      },
      documents: [{ kind: 'certificate', number: 'VN111222333444', masked: false }],
      name: 'Mẫu Thị Thử',
      birth: '1990-05-06',
      checks: expect.any(Array),
      notes: [],
      healthFields: [
        'statement',
        'vaccine',
        'product',
        'lot',
        'vaccinatedOn',
        'dose',
        'doses',
        'centre',
        'validFrom',
        'validUntil',
      ],
    });
    expect(outcomes(makeHc1({ signer, payload: SET }), gate([signer]))).toEqual({
      signature: 'pass',
      issuerKnown: 'pass',
      notBefore: 'notApplicable',
      notExpired: 'notApplicable',
      notRevoked: 'unknown',
      keyUsage: 'pass',
      schema: 'pass',
      wellFormed: 'pass',
      cardInDate: 'pass',
    });
  });

  it('of vaccination in levels, as the later drafts have it', () => {
    const { name, birthDate, sex, hcid, ...vaccination } = SET;
    const health = new Map([
      [
        3,
        {
          name: [{ family: 'Mẫu', given: ['Thị', 'Thử'] }],
          birthDate,
          sex,
          vaccination,
          certificate: { hcid: { value: hcid }, issuer: { identifier: { value: 'Bộ thử nghiệm' } } },
        },
      ],
    ]);
    expect(readText(makeHc1({ signer, health }))).toMatchObject({
      kind: 'hcert-who',
      name: 'Mẫu Thị Thử',
      documents: [{ number: 'VN111222333444' }],
      fields: { statement: 'vaccination', vaccine: '1119349007', lot: 'PT123F', doses: '2', sex: 'female' },
    });
    expect(name).toBe('Mẫu Thị Thử');
  });

  it('of a test', () => {
    const health = new Map([
      [
        4,
        {
          name: 'Mẫu Thị Thử',
          birthDate: '1990',
          hcid: 'VN111222333444',
          test: {
            pathogen: { code: '840533007' },
            result: { code: '260415000' },
            date: '2021-12-01T08:00:00Z',
          },
        },
      ],
    ]);
    const limited = makeCertificate({ subject: [['C', 'VN']], extendedKeyUsage: [OIDS.vaccination] });
    expect(readText(makeHc1({ signer, health }))).toMatchObject({
      birth: '1990',
      fields: {
        statement: 'test',
        testedOn: '2021-12-01T08:00:00Z',
        'other.test.result': '260415000',
        'other.test.pathogen': '840533007',
      },
    });
    expect(check('keyUsage', makeHc1({ signer: limited, health }), gate([limited]))?.outcome).toBe('fail');
  });

  it('of the international vaccination booklet', () => {
    const health = new Map([
      [
        -6,
        {
          n: 'Mẫu Thị Thử',
          dob: '1990-05-06',
          s: 'female',
          ntl: 'VNM',
          nid: 'B1234567',
          ndt: 'PPN',
          v: { vp: 'YellowFever', bo: 'L1', dt: '2021-12-01', vls: '2021-12-11', is: 'Bộ thử nghiệm' },
        },
      ],
    ]);
    expect(readText(makeHc1({ signer, health }), gate([signer]))).toMatchObject({
      kind: 'hcert-who',
      name: 'Mẫu Thị Thử',
      birth: '1990-05-06',
      documents: [{ kind: 'certificate', number: expect.stringMatching(/^[0-9a-f]{32}$/) }],
      fields: {
        statement: 'vaccination',
        nationality: 'VNM',
        personIdentifier: 'B1234567',
        personIdentifierKind: 'PPN',
        vaccine: 'YellowFever',
        lot: 'L1',
        vaccinatedOn: '2021-12-01',
        validFrom: '2021-12-11',
        certificateIssuer: 'Bộ thử nghiệm',
      },
    });
  });

  it('that is a link names nobody and says that a network is needed', () => {
    const health = new Map([[5, [{ u: 'shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUudGVzdCJ9' }]]]);
    expect(readText(makeHc1({ signer, health }), gate([signer]))).toMatchObject({
      kind: 'hcert-who',
      name: null,
      fields: { link: 'shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUudGVzdCJ9' },
      notes: ['certificate-is-a-link'],
    });
    expect(outcomes(makeHc1({ signer, health }), gate([signer]))).toMatchObject({
      signature: 'pass',
      schema: 'notApplicable',
    });
  });

  it('that lacks what it must have says what, and is read all the same', () => {
    const health = new Map([[3, { hcid: 'VN111222333444' }]]);
    expect(check('schema', makeHc1({ signer, health }), gate([signer]))).toEqual({
      name: 'schema',
      outcome: 'fail',
      why: 'the content lacks name, date of birth',
    });
  });

  it.each([
    ['a text', 'text'],
    ['a list', [1, 2]],
    ['nothing', null],
    ['levels without end', [[[[[[[['deep']]]]]]]]],
  ])('whose content is %s is still read', (_what, content) => {
    const credential = readText(makeHc1({ signer, health: new Map([[3, content]]) }), gate([signer]));
    expect(credential).toMatchObject({ kind: 'hcert-who', name: null });
  });

  it('gives way to an EU certificate in the same text', () => {
    const health = new Map<number, unknown>([
      [3, SET],
      [1, VACCINATION],
    ]);
    expect(readText(makeHc1({ signer, health })).kind).toBe('hcert-dcc');
  });
});

describe('a signed text that states nothing known', () => {
  it.each([
    ['another kind of claim', { health: new Map([[9, 'something']]) }],
    ['no health claim', { payload: new Map([[1, 'VN']]) }],
  ])('by %s is a certificate without a name', (_what, wish) => {
    expect(readText(makeHc1({ signer, ...wish }), gate([signer]))).toMatchObject({
      kind: 'hcert-dcc',
      name: null,
      documents: [{ kind: 'certificate' }],
      notes: ['certificate-content-unknown'],
    });
    expect(outcomes(makeHc1({ signer, ...wish }), gate([signer]))).toMatchObject({
      signature: 'pass',
      schema: 'fail',
    });
  });
});
