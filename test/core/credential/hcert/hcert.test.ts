import { beforeAll, describe, expect, it } from 'vitest';
import { kidOf } from '../../../../core/trust/signer.ts';
import { NO_TRUST } from '../../../../core/trust/trust.ts';
import { timestampMs } from '../../../../core/units.ts';
import { makeCertificate, type TestCertificate } from '../../../support/certificates.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import { check, gate, outcomes } from './gate.ts';
import { makeHc1, RECOVERY, TEST, trusting, VACCINATION } from './make-hc1.ts';

let signer: TestCertificate;
let stranger: TestCertificate;
beforeAll(() => {
  signer = makeCertificate({ subject: [['C', 'VN']] });
  stranger = makeCertificate({ subject: [['C', 'VN']] });
});

describe('a vaccination certificate', () => {
  it('of a listed issuer is read whole, every check by itself', () => {
    const context = gate([signer], {
      trust: trusting([signer], { hcertRevoked: () => 'unlisted' }),
    });
    expect(readText(makeHc1({ signer }), context)).toEqual({
      kind: 'hcert-dcc',
      fields: {
        statement: 'vaccination',
        familyName: 'Nguyễn',
        givenName: 'Văn Thử',
        familyNameStandardised: 'NGUYEN',
        givenNameStandardised: 'VAN THU',
        birth: '1987-01-18',
        disease: '840539006',
        vaccine: '1119349007',
        product: 'EU/1/20/1528',
        manufacturer: 'ORG-100030215',
        dose: '2',
        doses: '2',
        vaccinatedOn: '2021-12-01',
        country: 'VN',
        certificateIssuer: 'Bộ Y tế thử nghiệm',
        uvci: 'URN:UVCI:01:VN:THU1234567890#A',
        otherStatements: null,
        schemaVersion: '1.3.0',
        issuer: 'VN',
        issuedAt: '2021-12-02T00:00:00.000Z',
        notBefore: null,
        expiresAt: '2022-12-02T00:00:00.000Z',
        kid: kidOf(signer.der),
        algorithm: 'ES256',
        signerCountry: 'VN',
      },
      documents: [{ kind: 'certificate', number: 'URN:UVCI:01:VN:THU1234567890#A', masked: false }],
      name: 'Nguyễn Văn Thử',
      birth: '1987-01-18',
      checks: [
        { name: 'signature', outcome: 'pass', why: 'made by a listed key (ES256)' },
        { name: 'issuerKnown', outcome: 'pass', why: 'the key is on an imported list, VN' },
        { name: 'notBefore', outcome: 'pass', why: 'its time has begun', date: '2021-12-02' },
        { name: 'notExpired', outcome: 'pass', why: 'its time is not over', date: '2022-12-02' },
        { name: 'notRevoked', outcome: 'pass', why: 'not on the imported revocation list of its key' },
        { name: 'keyUsage', outcome: 'pass', why: 'the key is not limited to kinds of statements' },
        { name: 'schema', outcome: 'pass', why: 'the content has the shape of an EU certificate' },
        { name: 'wellFormed', outcome: 'pass', why: 'the wrapping is as HC1 asks' },
      ],
      notes: [],
      healthFields: [
        'statement',
        'disease',
        'vaccine',
        'product',
        'manufacturer',
        'dose',
        'doses',
        'vaccinatedOn',
        'otherStatements',
      ],
    });
  });

  it('of Vietnam in 2026 is "key unknown" and "expired", two facts, and no forgery', () => {
    const context = { ...EMPTY_SITE, trust: trusting([stranger]) };
    const credential = readText(makeHc1({ signer }), context);
    expect(credential.checks.slice(0, 4)).toEqual([
      {
        name: 'signature',
        outcome: 'unknown',
        why: 'the key is on no imported list, so the signature cannot be checked',
      },
      { name: 'issuerKnown', outcome: 'fail', why: 'the key is on no imported list' },
      { name: 'notBefore', outcome: 'pass', why: 'its time has begun', date: '2021-12-02' },
      { name: 'notExpired', outcome: 'fail', why: 'its time is over', date: '2022-12-02' },
    ]);
    expect(credential).toMatchObject({
      name: 'Nguyễn Văn Thử',
      notes: ['certificate-vietnam-keys-not-public'],
    });
  });

  it('is not blamed where no list was imported or the clock is not trusted', () => {
    expect(outcomes(makeHc1({ signer }), { ...EMPTY_SITE, trust: NO_TRUST, nowMs: null })).toEqual({
      signature: 'unknown',
      issuerKnown: 'unknown',
      notBefore: 'unknown',
      notExpired: 'unknown',
      notRevoked: 'unknown',
      keyUsage: 'unknown',
      schema: 'pass',
      wellFormed: 'pass',
    });
  });
});

describe('the other statements', () => {
  it('a test and a recovery are told by plain names', () => {
    expect(readText(makeHc1({ signer, dcc: TEST })).fields).toMatchObject({
      statement: 'test',
      testType: 'LP217198-3',
      testDevice: '1232',
      sampledAt: '2021-12-01T08:00:00+07:00',
      result: '260415000',
      testCentre: 'Trạm Y tế Mẫu',
    });
    expect(readText(makeHc1({ signer, dcc: RECOVERY })).fields).toMatchObject({
      statement: 'recovery',
      firstPositiveOn: '2021-11-01',
      validFrom: '2021-11-12',
      validUntil: '2022-04-30',
    });
  });

  it.each([
    ['before its days', Date.UTC(2021, 10, 11), 'fail', '2021-11-12'],
    ['on its first day', Date.UTC(2021, 10, 12), 'pass', '2022-04-30'],
    ['on its last day', Date.UTC(2022, 3, 30, 16, 59), 'pass', '2022-04-30'],
    ['after its days', Date.UTC(2022, 3, 30, 17), 'fail', '2022-04-30'],
    ['at no known time', null, 'unknown', '2022-04-30'],
  ])('a recovery says of itself whether it holds %s', (_what, now, outcome, date) => {
    const context = gate([signer], { nowMs: now === null ? null : timestampMs(now) });
    expect(check('cardInDate', makeHc1({ signer, dcc: RECOVERY }), context)).toMatchObject({ outcome, date });
  });

  it('whose last day is none of the calendar does not pass as in date', () => {
    const until = (du: string) => makeHc1({ signer, dcc: { ...RECOVERY, r: [{ ...RECOVERY.r[0], du }] } });
    expect(check('cardInDate', until('2022-04-31'), gate([signer]))).toEqual({
      name: 'cardInDate',
      outcome: 'unknown',
      why: 'one date of the card could not be read',
    });
    expect(check('cardInDate', until('2022-04-30'), gate([signer]))).toMatchObject({ outcome: 'pass' });
  });

  it('of several at once the first is read, the rest is kept, and it is said', () => {
    const credential = readText(makeHc1({ signer, dcc: { ...VACCINATION, t: TEST.t } }));
    expect(credential.fields).toMatchObject({
      statement: 'vaccination',
      otherStatements: JSON.stringify([{ t: TEST.t[0] }]),
    });
    expect(credential.notes).toContain('certificate-several-statements');
    expect(outcomes(makeHc1({ signer, dcc: { ...VACCINATION, t: TEST.t } }), gate([]))).toMatchObject({
      schema: 'fail',
    });
  });

  it('fields that no specification knows are kept under their own names', () => {
    const dcc = { ...VACCINATION, extra: { a: 1 }, v: [{ ...VACCINATION.v[0], lot: 'A7' }], __proto__: null };
    expect(readText(makeHc1({ signer, dcc })).fields).toMatchObject({
      'other.extra': '{"a":1}',
      'other.v.lot': 'A7',
    });
  });
});

describe('names and birth', () => {
  it.each([
    ['both as written', { fn: 'Nguyễn', gn: 'Văn Thử', fnt: 'X' }, 'Nguyễn Văn Thử'],
    ['only the machine-readable form', { fnt: 'NGUYEN', gnt: 'VAN<THU' }, 'NGUYEN VAN THU'],
    ['one of each', { fn: 'Y', gnt: 'MAU<<' }, 'Y MAU'],
    ['a single name', { fnt: 'THU' }, 'THU'],
    ['odd spaces and marks', { fn: ' Đỗ\n ', gn: 'Mẫu\u202e' }, 'Đỗ Mẫu'],
    ['decomposed accents', { fn: 'Trần'.normalize('NFD') }, 'Trần'],
    ['nothing', {}, null],
    ['no text', { fn: null, gn: '' }, null],
  ])('%s', (_what, nam, name) => {
    expect(readText(makeHc1({ signer, dcc: { ...VACCINATION, nam } })).name).toBe(name);
  });

  it.each([
    ['1987-01-18', '1987-01-18'],
    ['1987-01', '1987'],
    ['1987', '1987'],
    ['', null],
    ['1987-01-18T00:00:00', '1987-01-18'],
    ['18/01/1987', null],
    [null, null],
    [1987, '1987'],
  ])('birth %s is %s', (dob, birth) => {
    expect(readText(makeHc1({ signer, dcc: { ...VACCINATION, dob } })).birth).toBe(birth);
  });
});
