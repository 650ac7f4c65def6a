import { describe, expect, it } from 'vitest';
import { timestampMs } from '../../../../core/units.ts';
import { outcome, why } from '../checks-of.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import { makeShcIssuer, type ShcWish, shcJws, shcText, type TestShcIssuer, trustOf } from './cards.ts';

const issuer = makeShcIssuer();
const site = { ...EMPTY_SITE, trust: trustOf(issuer) };

describe('the signature', () => {
  const other = makeShcIssuer('https://noi-khac.example.test');
  const signedAs = (claimed: TestShcIssuer, signer: TestShcIssuer): string =>
    shcText(shcJws({ ...signer, iss: claimed.iss }));

  it('of an issuer that no list names is not known, and never passes', () => {
    const text = signedAs(issuer, issuer);
    const alone = readText(text, EMPTY_SITE);
    expect([outcome(alone, 'signature'), outcome(alone, 'issuerKnown'), why(alone, 'issuerKnown')]).toEqual([
      'unknown',
      'unknown',
      'no list of such issuers was imported',
    ]);
    const elsewhere = readText(text, { ...EMPTY_SITE, trust: trustOf(other) });
    expect([outcome(elsewhere, 'signature'), outcome(elsewhere, 'issuerKnown')]).toEqual(['unknown', 'fail']);
  });

  it('by a key that the list gives to another issuer does not pass', () => {
    const both = { ...EMPTY_SITE, trust: trustOf(issuer, other) };
    const card = readText(signedAs(issuer, other), both);
    expect([outcome(card, 'signature'), outcome(card, 'issuerKnown'), why(card, 'signature')]).toEqual([
      'unknown',
      'fail',
      'its issuer is listed, but not with the key that it names',
    ]);
    // The same key under its own issuer passes.
    expect(outcome(readText(signedAs(other, other), both), 'signature')).toBe('pass');
  });

  it("by another key under the issuer's key id fails", () => {
    const forged = shcText(shcJws({ ...other, iss: issuer.iss, kid: issuer.kid }));
    const card = readText(forged, site);
    expect([outcome(card, 'signature'), outcome(card, 'issuerKnown')]).toEqual(['fail', 'unknown']);
  });

  it('does not pass with a listed key whose id is not its thumbprint', () => {
    const misnamed = { ...issuer, kid: other.kid };
    const card = readText(shcText(shcJws(misnamed)), { ...EMPTY_SITE, trust: trustOf(misnamed) });
    expect([outcome(card, 'signature'), outcome(card, 'issuerKnown')]).toEqual(['unknown', 'fail']);
  });

  it.each<[string, ShcWish, string]>([
    ['no algorithm', { header: { alg: 'none' } }, 'fail'],
    ['an algorithm with a shared secret', { header: { alg: 'HS256' } }, 'unknown'],
    ['an extension that nobody knows', { header: { crit: ['b64'], b64: false } }, 'unknown'],
  ])('under %s never passes, whoever the issuer is', (_what, wish, expected) => {
    const text = shcText(shcJws(issuer, wish));
    expect([readText(text, site), readText(text)].map((card) => outcome(card, 'signature'))).toEqual([
      expected,
      expected,
    ]);
  });

  it('that is cut short fails', () => {
    const [header, payload, signature = ''] = shcJws(issuer).split('.');
    const short = shcText([header, payload, signature.slice(0, 64)].join('.'));
    expect(outcome(readText(short, site), 'signature')).toBe('fail');
  });

  it('never passes after one digit was changed', () => {
    const text = shcText(shcJws(issuer));
    const passed = Array.from({ length: text.length - 5 }, (_, at) => at + 5).filter((at) =>
      [1, 5].some((by) => {
        const changed = (Number(text.charAt(at)) + by) % 10;
        return (
          outcome(readText(`${text.slice(0, at)}${changed}${text.slice(at + 1)}`, site), 'signature') ===
          'pass'
        );
      }),
    );
    expect(passed).toEqual([]);
  });
});

describe('time and revocation', () => {
  const at = (wish: ShcWish, iso: string | null) =>
    readText(shcText(shcJws(issuer, wish)), {
      ...site,
      nowMs: iso === null ? null : timestampMs(Date.parse(iso)),
    });
  const day = (iso: string) => Date.parse(iso) / 1000;

  it.each<[string, ShcWish, string | null, string, string]>([
    [
      'more than five minutes before its start',
      { payload: { nbf: day('2026-02-01') + 300.5 } },
      '2026-02-01',
      'fail',
      'notApplicable',
    ],
    [
      'by a clock that lags a little',
      { payload: { nbf: day('2026-02-01') + 299.5 } },
      '2026-02-01',
      'pass',
      'notApplicable',
    ],
    ['before its end', { payload: { exp: day('2026-03-01') } }, '2026-02-28', 'pass', 'pass'],
    ['at its end', { payload: { exp: day('2026-03-01') } }, '2026-03-01', 'pass', 'fail'],
    ['by a clock that is not sure', { payload: { exp: day('2026-03-01') } }, null, 'unknown', 'unknown'],
    ['in the far future', { payload: { nbf: 1e300, exp: 1e300 } }, '2026-03-01', 'fail', 'pass'],
    [
      'in ms instead of s',
      { payload: { nbf: Date.parse('2026-01-01') } },
      '2026-03-01',
      'fail',
      'notApplicable',
    ],
  ])('%s', (_what, wish, iso, notBefore, notExpired) => {
    const card = at(wish, iso);
    expect([outcome(card, 'notBefore'), outcome(card, 'notExpired')]).toEqual([notBefore, notExpired]);
  });

  it.each([
    ['revoked', 'fail'],
    ['unlisted', 'pass'],
    ['no-list', 'unknown'],
  ] as const)('a card that is %s', (listed, expected) => {
    const asked: unknown[] = [];
    const trust = {
      ...trustOf(issuer),
      shcRevoked: (...of: unknown[]) => {
        asked.push(of);
        return listed;
      },
    };
    const card = readText(shcText(shcJws(issuer, { vc: { rid: 'MKyCxh7p6uQ' } })), { ...EMPTY_SITE, trust });
    expect(outcome(card, 'notRevoked')).toBe(expected);
    expect(asked).toEqual([[issuer.iss, issuer.kid, 'MKyCxh7p6uQ', Date.UTC(2026, 0, 14)]]);
  });
});
