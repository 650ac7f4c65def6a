import { inflateRawSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { collectPart, type Parts } from '../../../../core/credential/parts.ts';
import { readCredential } from '../../../../core/credential/registry.ts';
import { joinCodes, readCode } from '../../../../core/credential/shc/codes.ts';
import { cleanRead } from '../../../../core/read/clean.ts';
import { parseShcKeys } from '../../../../core/trust/parse-shc.ts';
import { createTrustStore } from '../../../../core/trust/store.ts';
import type { TrustStore } from '../../../../core/trust/trust.ts';
import { timestampMs } from '../../../../core/units.ts';
import { itWithVectors, vector } from '../../../support/vectors.ts';
import { EMPTY_SITE, readText } from '../people.ts';

const it = itWithVectors('shc');

/** The keys that the specification publishes for its examples, imported as an administrator would. */
function exampleTrust(): TrustStore {
  const signature = { outcome: 'notApplicable', why: 'not-signed', by: null, keyHash: null } as const;
  const list = parseShcKeys(
    JSON.parse(vector('shc/jwks.json')),
    { name: 'jwks.json', signature },
    'https://spec.smarthealth.cards/examples/issuer',
  );
  if (list === null) throw new Error('no list of keys');
  return createTrustStore([list]);
}

const example = (number: string, chunk = 0): string =>
  vector(`shc/example-${number}-f-qr-code-numeric-value-${chunk}.txt`);
const outcomes = (card: Credential) => Object.fromEntries(card.checks.map((one) => [one.name, one.outcome]));
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

describe('the public examples of SMART Health Cards', () => {
  it('00 and 01 verify and are read', () => {
    const site = { ...EMPTY_SITE, trust: exampleTrust() };
    const cards = ['00', '01'].map((number) => readText(example(number), site));
    for (const card of cards) {
      expect(card).toMatchObject({ kind: 'shc', name: 'Anyperson John B.', birth: '1951-01-20', notes: [] });
      expect(card.fields).toMatchObject({ vaccineCode3: 'CVX 229', occurred3: '2022-09-05', lot: '0000001' });
    }
    const good = { signature: 'pass', issuerKnown: 'pass', notBefore: 'pass', notExpired: 'notApplicable' };
    expect(cards.map(outcomes)).toEqual([
      { ...good, notRevoked: 'unknown', schema: 'pass', wellFormed: 'pass' },
      { ...good, notRevoked: 'notApplicable', schema: 'pass', wellFormed: 'pass' },
    ]);
  });

  it('02 verifies from its three codes in every order', () => {
    const site = { ...EMPTY_SITE, trust: exampleTrust() };
    const cards = ORDERS.map((order) => {
      let parts: Parts | null = null;
      for (const chunk of order) {
        const clean = cleanRead(example('02', chunk));
        const { part } = readCredential(clean, site);
        if (part === undefined) throw new Error('no part of a card');
        const step = collectPart(parts, { part, text: clean.text, raw: clean.raw, nowMs: timestampMs(0) });
        parts = step.parts;
        if (step.outcome.kind === 'complete') {
          return readCredential({ ...clean, text: step.outcome.text }, site);
        }
      }
      throw new Error('not complete');
    });
    expect(cards.every((card) => JSON.stringify(card) === JSON.stringify(cards[0]))).toBe(true);
    // The example is a laboratory report without a patient: nothing in it says whose it is.
    expect(cards.map((card) => [outcomes(card), card.name])[0]).toEqual([
      {
        signature: 'pass',
        issuerKnown: 'pass',
        notBefore: 'pass',
        notExpired: 'notApplicable',
        notRevoked: 'unknown',
        schema: 'unknown',
        wellFormed: 'pass',
      },
      null,
    ]);
  });

  it('unpack to the payloads that are published with them', () => {
    for (const [number, chunks] of [
      ['00', [0]],
      ['01', [0]],
      ['02', [2, 0, 1]],
    ] as const) {
      const jws = joinCodes(chunks.flatMap((chunk) => readCode(example(number, chunk)) ?? []));
      const [, payload = ''] = jws?.split('.') ?? [];
      const unpacked = inflateRawSync(Buffer.from(payload, 'base64url')).toString('utf8');
      expect(unpacked).toBe(vector(`shc/example-${number}-c-jws-payload-minified.json`));
    }
  });

  it('never verify after one character was changed', () => {
    const site = { ...EMPTY_SITE, trust: exampleTrust() };
    for (const number of ['00', '01']) {
      const text = example(number);
      const passed = Array.from({ length: text.length }, (_, at) => at).filter((at) => {
        const old = text.charAt(at);
        const other = /\d/.test(old) ? String((Number(old) + 1) % 10) : old.toUpperCase();
        if (other === old) return false;
        return (
          outcomes(readText(text.slice(0, at) + other + text.slice(at + 1), site))['signature'] === 'pass'
        );
      });
      expect(passed).toEqual([]);
    }
  });

  it('come through a keyboard unchanged', () => {
    for (const text of [example('00'), example('01'), example('02', 1)]) {
      expect(cleanRead(text, { keyboard: true })).toMatchObject({ text, damage: [], repaired: false });
    }
  });
});
