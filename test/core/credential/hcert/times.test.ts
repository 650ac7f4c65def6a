import { beforeAll, describe, expect, it } from 'vitest';
import { timestampMs } from '../../../../core/units.ts';
import { makeCertificate, type TestCertificate } from '../../../support/certificates.ts';
import { readText } from '../people.ts';
import { check, gate, outcomes } from './gate.ts';
import { at, makeHc1 } from './make-hc1.ts';

let signer: TestCertificate;
beforeAll(() => {
  signer = makeCertificate({ subject: [['C', 'VN']] });
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

  it('without an end or a beginning have nothing to check', () => {
    const claims = new Map([
      [4, undefined],
      [6, undefined],
    ]);
    expect(outcomes(makeHc1({ signer, claims }), gate([signer]))).toMatchObject({
      signature: 'pass',
      notBefore: 'notApplicable',
      notExpired: 'notApplicable',
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

  it("end with the key's certificate also where they name no end", () => {
    const short = makeCertificate({ subject: [['C', 'VN']], notAfter: '2022-01-10T00:00:00Z' });
    const text = makeHc1({ signer: short, claims: new Map([[4, undefined]]) });
    expect(check('notExpired', text, gate([short]))).toMatchObject({ outcome: 'fail', date: '2022-01-10' });
    const before = gate([short], { nowMs: timestampMs(Date.UTC(2022, 0, 9)) });
    expect(check('notExpired', text, before)?.outcome).toBe('notApplicable');
  });
});
