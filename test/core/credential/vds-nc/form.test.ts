import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOf, outcome } from '../checks-of.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import { makeAuthority, makeSeal, makeSealSigner, trustInAuthorities, VACCINATION } from './seals.ts';

const authority = makeAuthority();
const signer = makeSealSigner(authority);
const site = { ...EMPTY_SITE, trust: trustInAuthorities(authority) };

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
    expect([outcome(seal, 'signature'), outcome(seal, 'wellFormed')]).toEqual(['unknown', 'fail']);
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
    const seal = readText(text, site);
    expect([checkOf(seal, 'wellFormed'), outcome(seal, 'signature')]).toEqual([
      'fail: its data have no canonical form',
      'unknown',
    ]);
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
