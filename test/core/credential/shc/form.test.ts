import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { outcome, why } from '../checks-of.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import { bundleOf, dose, makeShcIssuer, PATIENT, type ShcWish, shcJws, shcText, trustOf } from './cards.ts';

const deflated = (text: string | Buffer): Buffer => deflateRawSync(text, { level: 9 });

const issuer = makeShcIssuer();
const site = { ...EMPTY_SITE, trust: trustOf(issuer) };
const read = (wish: ShcWish = {}): Credential => readText(shcText(shcJws(issuer, wish)), site);
const inSite = (text: string): Credential => readText(text, site);

describe('the form of the code', () => {
  /** A card whose JWS has so many characters: a lot number that does not compress fills it up. */
  const jwsOfLength = (length: number): string => {
    for (let size = 0; size < 2_000; size += 1) {
      const filler = createHash('sha512').update(`${length}`).digest('hex').repeat(20);
      const words = [...filler].map((hex, at) =>
        String.fromCharCode(0x4e00 + Number.parseInt(hex, 16) * 37 + at),
      );
      const jws = shcJws(issuer, {
        bundle: bundleOf(PATIENT, { ...dose(1), lotNumber: words.slice(0, size).join('') }),
      });
      if (jws.length >= length) return jws;
    }
    throw new Error('no card of that length');
  };

  it('passes up to the 1195 characters that a code of version 22 holds, and not beyond', () => {
    const fits = jwsOfLength(1185);
    const long = jwsOfLength(1196);
    expect(fits.length).toBeLessThanOrEqual(1195);
    expect(outcome(inSite(shcText(fits)), 'wellFormed')).toBe('pass');
    const card = inSite(shcText(long));
    expect([outcome(card, 'wellFormed'), why(card, 'wellFormed'), outcome(card, 'signature')]).toEqual([
      'fail',
      'it holds more than the specification allows for one code',
      'pass',
    ]);
  });

  it('of a chunk passes up to 1191 characters', () => {
    const chunk = (characters: number, prefix = 'shc:/1/3/') =>
      readText(`${prefix}${'56'.repeat(characters)}`);
    expect(outcome(chunk(1191), 'wellFormed')).toBe('pass');
    expect(outcome(chunk(1192), 'wellFormed')).toBe('fail');
    expect(outcome(chunk(1191, 'shc:/10/12/'), 'wellFormed')).toBe('fail');
  });

  it.each<[string, ShcWish, string]>([
    ['an issuer with a slash at the end', { payload: { iss: `${issuer.iss}/` } }, 'its issuer is no https'],
    [
      'an issuer without TLS',
      { payload: { iss: 'http://suc-khoe.example.test/shc' } },
      'its issuer is no https',
    ],
    ['an issuer with a query', { payload: { iss: `${issuer.iss}?a` } }, 'its issuer is no https'],
    ['no issuer', { payload: { iss: 7 } }, 'its issuer is no https'],
    ['no start', { payload: { nbf: '2026' } }, 'it does not say from when it holds'],
    [
      'an endless start',
      { bytes: deflated('{"iss":"https://a.test","nbf":1e999,"vc":{}}') },
      'it does not say from',
    ],
    ['an end that is no number', { payload: { exp: null } }, 'its end is no number'],
    ['another type', { vc: { type: ['https://smarthealth.cards#immunization'] } }, 'it does not call itself'],
    [
      'a type that is no list',
      { vc: { type: 'https://smarthealth.cards#health-card' } },
      'it does not call itself',
    ],
    ['a revocation id of another form', { vc: { rid: 'a b' } }, 'its revocation id has another form'],
    ['another algorithm', { header: { alg: 'none' } }, 'its header names another algorithm'],
    ['no compression named', { header: { zip: undefined } }, 'its header does not say DEFLATE'],
    ['a short key id', { header: { kid: 'abc' } }, 'its key id is no SHA-256 thumbprint'],
    ['an extension asked for', { header: { crit: ['exp'] } }, 'its header asks for an extension'],
  ])('with %s does not pass', (_what, wish, reason) => {
    const card = read(wish);
    expect(outcome(card, 'wellFormed')).toBe('fail');
    expect(why(card, 'wellFormed')).toContain(reason);
  });

  it.each<[string, string]>([
    ['an odd digit', `${shcText(shcJws(issuer))}0`],
    ['digits that are no character', 'shc:/9999'],
    ['letters', 'shc:/56k6'],
    ['nothing', 'shc:/'],
    ['index 4 of 3', 'shc:/4/3/5676'],
    ['index 0', 'shc:/0/3/5676'],
    ['a hundred codes', 'shc:/1/100/5676'],
    ['no dots', 'shc:/567629'],
    ['four parts', shcText(`${shcJws(issuer)}.AAAA`)],
    ['content that is no DEFLATE', shcText(shcJws(issuer, { bytes: Buffer.from('hello') }))],
    ['content that is no JSON', shcText(shcJws(issuer, { bytes: deflated('hello') }))],
    ['content that is no object', shcText(shcJws(issuer, { bytes: deflated('[1]') }))],
    [
      'content in Latin-1',
      shcText(shcJws(issuer, { bytes: deflated(Buffer.from('{"iss":"\xe9"}', 'latin1')) })),
    ],
    ['a name twice', shcText(shcJws(issuer, { bytes: deflated('{"iss":"a","iss":"b"}') }))],
    ['a nesting bomb', shcText(shcJws(issuer, { bytes: deflated('['.repeat(200_000)) }))],
    [
      'a nesting bomb of objects',
      shcText(shcJws(issuer, { bytes: deflated(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`) })),
    ],
    ['a DEFLATE bomb', shcText(shcJws(issuer, { bytes: deflated(Buffer.alloc(5_000_000)) }))],
  ])('with %s says that it cannot be read', (_what, text) => {
    const card = readText(text, site);
    expect(card).toMatchObject({ kind: 'shc', name: null, birth: null, healthFields: ['text'] });
    expect([outcome(card, 'wellFormed'), outcome(card, 'signature')]).toEqual(['fail', 'unknown']);
  });

  it('of an empty object is a card in which everything fails or is not known', () => {
    const card = read({ bytes: deflated('{}') });
    expect(card.checks.map(({ name, outcome: came }) => [name, came])).toEqual([
      ['signature', 'unknown'],
      ['issuerKnown', 'fail'],
      ['notBefore', 'notApplicable'],
      ['notExpired', 'notApplicable'],
      ['notRevoked', 'notApplicable'],
      ['schema', 'fail'],
      ['wellFormed', 'fail'],
    ]);
  });
});
