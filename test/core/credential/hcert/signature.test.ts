import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bareHcertSigner, kidOf, readHcertSigner } from '../../../../core/trust/signer.ts';
import {
  type CertificateWish,
  makeCertificate,
  OIDS,
  type TestCertificate,
  testKey,
} from '../../../support/certificates.ts';
import { readText } from '../people.ts';
import { check, gate, outcomes } from './gate.ts';
import {
  type Algorithm,
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

describe('a key that several lists name', () => {
  const bare = ({ der, publicKey }: TestCertificate) => bareHcertSigner(publicKey, { kid: kidOf(der) });
  const orders = (wish: Partial<CertificateWish>) => {
    const one = makeCertificate({ subject: [['C', 'VN']], ...wish });
    const listings = [readHcertSigner(one.der), null].map((reading) =>
      reading?.ok === true ? reading.signer : bare(one),
    );
    return [listings, [...listings].reverse()].map((order) => {
      const hcertSigners = () => order.flatMap((listing) => listing ?? []);
      return outcomes(makeHc1({ signer: one }), { ...gate([one]), trust: trusting([], { hcertSigners }) });
    });
  };

  it('signs no more than the one list says that limits it, whichever was imported first', () => {
    const found = orders({ extendedKeyUsage: [OIDS.test] });
    expect(found.map(({ keyUsage }) => keyUsage)).toEqual(['fail', 'fail']);
  });

  it('ends with its certificate, also where another list has the bare key', () => {
    const found = orders({ notAfter: '2021-12-01T00:00:00Z' });
    expect(found.map(({ issuerKnown }) => issuerKnown)).toEqual(['fail', 'fail']);
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
