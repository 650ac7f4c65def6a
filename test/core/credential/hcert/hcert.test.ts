import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Check, CheckName, CredentialContext } from '../../../../core/credential/credential.ts';
import { kidOf } from '../../../../core/trust/signer.ts';
import { NO_TRUST } from '../../../../core/trust/trust.ts';
import { timestampMs } from '../../../../core/units.ts';
import { makeCertificate, OIDS, type TestCertificate, testKey } from '../../../support/certificates.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import {
  type Algorithm,
  at,
  type CoseParts,
  type Hc1Wish,
  kidBytes,
  makeHc1,
  RECOVERY,
  TEST,
  trusting,
  VACCINATION,
} from './make-hc1.ts';

let signer: TestCertificate;
let stranger: TestCertificate;
beforeAll(() => {
  signer = makeCertificate({ subject: [['C', 'VN']] });
  stranger = makeCertificate({ subject: [['C', 'VN']] });
});

const IN_TIME = timestampMs(Date.UTC(2022, 0, 15));

/** A gate with these signers on its list, in January 2022. */
const gate = (
  certificates: readonly TestCertificate[],
  more: Partial<CredentialContext> = {},
): CredentialContext => ({
  ...EMPTY_SITE,
  nowMs: IN_TIME,
  trust: trusting(certificates),
  ...more,
});

const outcomes = (text: string, context: CredentialContext): Partial<Record<CheckName, Check['outcome']>> =>
  Object.fromEntries(readText(text, context).checks.map(({ name, outcome }) => [name, outcome]));

const check = (name: CheckName, text: string, context: CredentialContext): Check | undefined =>
  readText(text, context).checks.find((one) => one.name === name);

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
        { name: 'notBefore', outcome: 'pass', why: 'issued before now', date: '2021-12-02' },
        { name: 'notExpired', outcome: 'pass', why: 'not expired', date: '2022-12-02' },
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
      { name: 'notBefore', outcome: 'pass', why: 'issued before now', date: '2021-12-02' },
      { name: 'notExpired', outcome: 'fail', why: 'expired', date: '2022-12-02' },
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
    ['on its last day', Date.UTC(2022, 3, 30, 23), 'pass', '2022-04-30'],
    ['after its days', Date.UTC(2022, 4, 1), 'fail', '2022-04-30'],
    ['at no known time', null, 'unknown', '2022-04-30'],
  ])('a recovery says of itself whether it holds %s', (_what, now, outcome, date) => {
    const context = gate([signer], { nowMs: now === null ? null : timestampMs(now) });
    expect(check('cardInDate', makeHc1({ signer, dcc: RECOVERY }), context)).toMatchObject({ outcome, date });
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

describe('a signature', () => {
  it.each([
    ['P-256', 'ES256'],
    ['P-384', 'ES256'],
    ['P-384', 'ES384'],
    ['P-521', 'ES512'],
    [2048, 'PS256'],
    [3072, 'PS256'],
  ] as const)('of a key %s under %s is checked', (kind, algorithm: Algorithm) => {
    const one = makeCertificate({ subject: [['C', 'VN']], key: testKey(kind) });
    const text = makeHc1({ signer: one, algorithm });
    expect(check('signature', text, gate([one]))).toEqual({
      name: 'signature',
      outcome: 'pass',
      why: `made by a listed key (${algorithm})`,
    });
  });

  it.each([[[18]], [[61, 18]], [[]], [[61]]])('under the tags %j is checked', (tags) => {
    expect(check('signature', makeHc1({ signer, tags }), gate([signer]))?.outcome).toBe('pass');
  });

  it.each([
    ['the protected kid, whatever the other says', 'own', 'other', 'pass', 'pass'],
    ['the unprotected kid where no other is', null, 'own', 'pass', 'pass'],
    ['no key where the protected kid is a strange one', 'other', 'own', 'unknown', 'fail'],
    ['no key where no kid is', null, null, 'unknown', 'fail'],
  ] as const)('is looked up by %s', (_what, first, second, signature, issuerKnown) => {
    const bytes = { own: kidBytes(signer.der), other: new Uint8Array(8).fill(7) };
    const header = (kid: 'own' | 'other' | null) => (kid === null ? [] : ([[4, bytes[kid]]] as const));
    const text = makeHc1({
      signer,
      protectedHeader: new Map<number, unknown>([[1, -7], ...header(first)]),
      unprotectedHeader: new Map<number, unknown>(header(second)),
    });
    expect(outcomes(text, gate([signer]))).toMatchObject({ signature, issuerKnown });
  });

  it('is checked where the algorithm stands in the unprotected header and the protected one is empty', () => {
    const unprotectedHeader = new Map<number, unknown>([
      [1, -7],
      [4, kidBytes(signer.der)],
    ]);
    const empty = makeHc1({ signer, protectedHeader: new Map(), unprotectedHeader });
    expect(check('signature', empty, gate([signer]))?.outcome).toBe('pass');
    const emptyMap = makeHc1({
      signer,
      protectedHeader: new Map(),
      unprotectedHeader,
      change: (parts) => ({ ...parts, protectedBytes: Uint8Array.of(0xa0) }),
    });
    expect(check('signature', emptyMap, gate([signer]))?.outcome).toBe('pass');
  });

  it('is tried with every key that shares the kid', () => {
    const both = trusting([stranger, signer]);
    const all = [...both.hcertSigners(kidOf(stranger.der)), ...both.hcertSigners(kidOf(signer.der))];
    const context = gate([], { trust: trusting([], { hcertSigners: () => all }) });
    expect(check('signature', makeHc1({ signer }), context)?.outcome).toBe('pass');
  });

  const swapped: Readonly<Record<string, (parts: CoseParts) => CoseParts>> = {
    'by another key': (parts) => parts,
    'of three bytes': (parts) => ({ ...parts, signature: Uint8Array.of(1, 2, 3) }),
    'of no bytes': (parts) => ({ ...parts, signature: new Uint8Array() }),
    'of zeros': (parts) => ({ ...parts, signature: new Uint8Array(64) }),
  };
  it.each(Object.entries(swapped))(
    '%s is refused, and the listed key is not called its issuer',
    (what, change) => {
      const text = makeHc1({
        signer: what === 'by another key' ? stranger : signer,
        protectedHeader: new Map<number, unknown>([
          [1, -7],
          [4, kidBytes(signer.der)],
        ]),
        change,
      });
      expect(outcomes(text, gate([signer]))).toMatchObject({
        signature: 'fail',
        issuerKnown: 'unknown',
        keyUsage: 'unknown',
      });
    },
  );

  it.each([
    ['an algorithm that is not known', [[1, -8]]],
    ['no algorithm', []],
    ['an algorithm by name', [[1, 'ES256']]],
    [
      'a rule that must be understood',
      [
        [1, -7],
        [2, [99]],
      ],
    ],
  ] as const)('with %s cannot be checked and is not passed', (_what, header) => {
    const protectedHeader = new Map<number, unknown>([...header, [4, kidBytes(signer.der)]]);
    expect(outcomes(makeHc1({ signer, protectedHeader }), gate([signer]))).toMatchObject({
      signature: 'unknown',
      issuerKnown: 'unknown',
    });
  });

  it('that says RSA over a key of a curve fails', () => {
    const protectedHeader = new Map<number, unknown>([
      [1, -37],
      [4, kidBytes(signer.der)],
    ]);
    expect(check('signature', makeHc1({ signer, protectedHeader }), gate([signer]))?.outcome).toBe('fail');
  });

  it('made after the end of its own certificate leaves the issuer unknown to the list', () => {
    const ended = makeCertificate({ subject: [['C', 'VN']], notAfter: '2021-12-01T00:00:00Z' });
    expect(outcomes(makeHc1({ signer: ended }), gate([ended]))).toMatchObject({
      signature: 'pass',
      issuerKnown: 'fail',
      notExpired: 'fail',
    });
    expect(check('issuerKnown', makeHc1({ signer: ended }), gate([ended]))?.date).toBe('2021-12-01');
  });

  it("of another country's key is worth a note", () => {
    const foreign = makeCertificate({ subject: [['C', 'US']] });
    expect(readText(makeHc1({ signer: foreign }), gate([foreign])).notes).toEqual([
      'certificate-issuer-differs',
    ]);
  });

  it('passes for whatever is signed, and never after one byte of the payload has changed', () => {
    const word = fc.string({ maxLength: 20 });
    const context = gate([signer]);
    fc.assert(
      fc.property(word, word, fc.nat(), fc.integer({ min: 1, max: 255 }), (fn, is, where, flip) => {
        const wish: Hc1Wish = {
          signer,
          dcc: { ...VACCINATION, nam: { fn }, v: [{ ...VACCINATION.v[0], is }] },
        };
        expect(check('signature', makeHc1(wish), context)?.outcome).toBe('pass');
        const change = (parts: CoseParts): CoseParts => {
          const payload = Uint8Array.from(parts.payload);
          const index = where % payload.length;
          payload[index] = (payload[index] ?? 0) ^ flip;
          return { ...parts, payload };
        };
        const changed = readText(makeHc1({ ...wish, change }), context);
        expect(changed.checks.find(({ name }) => name === 'signature')?.outcome).not.toBe('pass');
      }),
      { numRuns: 150 },
    );
  });
});

describe('what a key may sign', () => {
  it.each([
    ['vaccination', [OIDS.vaccination], VACCINATION, 'pass'],
    ['vaccination, by the misprinted arc', [OIDS.misprintedVaccination], VACCINATION, 'pass'],
    ['test', [OIDS.test], VACCINATION, 'fail'],
    ['test and recovery', [OIDS.misprintedTest, OIDS.recovery], TEST, 'pass'],
    ['recovery', [OIDS.recovery], RECOVERY, 'pass'],
    ['something else', [OIDS.clientAuth], RECOVERY, 'pass'],
    ['vaccination, with a test beside it', [OIDS.vaccination], { ...VACCINATION, t: TEST.t }, 'fail'],
    ['vaccination, and nothing is stated', [OIDS.vaccination], { ver: '1.3.0' }, 'unknown'],
  ])('is a check of its own: %s', (_what, extendedKeyUsage, dcc, outcome) => {
    const limited = makeCertificate({ subject: [['C', 'VN']], extendedKeyUsage });
    expect(outcomes(makeHc1({ signer: limited, dcc }), gate([limited]))).toMatchObject({
      signature: 'pass',
      keyUsage: outcome,
    });
  });
});

describe('times', () => {
  const EXPIRES = at('2022-12-02T00:00:00Z');
  const asFloat64 = EXPIRES + 0.25;
  it.each([
    ['a whole number', EXPIRES, '2022-12-02T00:00:00.000Z'],
    ['a float', asFloat64, '2022-12-02T00:00:00.250Z'],
    ['a bigint', BigInt(EXPIRES), '2022-12-02T00:00:00.000Z'],
    ['a date', new Date(EXPIRES * 1000), '2022-12-02T00:00:00.000Z'],
    ['before 1970', -1, '1969-12-31T23:59:59.000Z'],
    ['beyond every calendar', 2n ** 62n, null],
    ['no number', '2022-12-02', null],
    ['not a number', Number.NaN, null],
    ['without end', Number.POSITIVE_INFINITY, null],
    ['absent', undefined, null],
  ])('are read from %s', (_what, claim, expiresAt) => {
    const text = makeHc1({ signer, claims: new Map([[4, claim]]) });
    expect(readText(text, gate([signer])).fields.expiresAt).toBe(expiresAt);
  });

  it.each([
    ['one second before the end', at('2022-12-01T23:59:59Z'), 'pass', 'pass'],
    ['at the end', EXPIRES, 'pass', 'pass'],
    ['one second after', EXPIRES + 1, 'pass', 'fail'],
    ['five minutes before its issue, as a clock may lag', at('2021-12-01T23:55:00Z'), 'pass', 'pass'],
    ['six minutes before its issue', at('2021-12-01T23:54:00Z'), 'fail', 'pass'],
  ])('%s', (_what, now, notBefore, notExpired) => {
    const context = gate([signer], { nowMs: timestampMs(now * 1000) });
    expect(outcomes(makeHc1({ signer }), context)).toMatchObject({ notBefore, notExpired });
  });

  it('without an end or a beginning are unknown', () => {
    const claims = new Map([
      [4, undefined],
      [6, undefined],
    ]);
    expect(outcomes(makeHc1({ signer, claims }), gate([signer]))).toMatchObject({
      signature: 'pass',
      notBefore: 'unknown',
      notExpired: 'unknown',
    });
  });

  it('begin with the claim "not before" where that is later', () => {
    const text = makeHc1({ signer, claims: new Map([[5, at('2022-06-01T00:00:00Z')]]) });
    expect(check('notBefore', text, gate([signer]))).toMatchObject({ outcome: 'fail', date: '2022-06-01' });
  });

  it("end with the key's certificate where that ends first", () => {
    const short = makeCertificate({ subject: [['C', 'VN']], notAfter: '2022-01-10T00:00:00Z' });
    expect(check('notExpired', makeHc1({ signer: short }), gate([short]))).toEqual({
      name: 'notExpired',
      outcome: 'fail',
      why: "the key's own certificate has ended",
      date: '2022-01-10',
    });
  });
});
