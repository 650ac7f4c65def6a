import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import { applyDiff, diffEntries } from '../../../core/trust/diff.ts';
import { canonicalEntries, type TrustEntry } from '../../../core/trust/entry.ts';
import { readTrustList } from '../../../core/trust/list.ts';
import { parseTrustFile } from '../../../core/trust/parse-list.ts';
import { createTrustStore } from '../../../core/trust/store.ts';
import { testKey } from '../../support/certificates.ts';
import * as make from '../../support/trust-lists.ts';

/** Few keys and few contents, so that lists share and change them. */
const entries: fc.Arbitrary<readonly TrustEntry[]> = fc
  .array(
    fc.oneof(
      fc.record({
        type: fc.constant('hcert-certificate' as const),
        kid: fc.constantFrom('AAE=', 'AAI=', 'AAM='),
        certificate: fc.constantFrom('AAAA', 'BBBB', 'CCCC'),
        country: fc.constantFrom('XA', 'XB', null),
        usages: fc.constantFrom<'test'[] | null>(null, ['test']),
        name: fc.constantFrom('một', null),
      }),
      fc.record({
        type: fc.constant('shc-issuer' as const),
        iss: fc.constantFrom('https://a', 'https://b'),
        name: fc.constantFrom('Một', 'Hai'),
        keys: fc.constant([{ kid: 'k', x: 'x', y: 'y' }]),
      }),
      fc.record({
        type: fc.constant('csca' as const),
        certificate: fc.constantFrom('AAAA', 'BBBB'),
        country: fc.constantFrom('XA', null),
        name: fc.constantFrom('gốc', null),
      }),
      fc.record({
        type: fc.constant('shc-revoked' as const),
        kid: fc.constantFrom('k1', 'k2'),
        ctr: fc.nat(3),
        rids: fc.constantFrom(['a'], ['a', 'b']),
      }),
    ),
    { maxLength: 12 },
  )
  .map(canonicalEntries);

describe('what an import changes', () => {
  test('makes the new list of the old one', () => {
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        expect(applyDiff(before, diffEntries(before, after))).toEqual(after);
      }),
    );
  });

  test('is nothing where nothing changes, and the other way round takes back', () => {
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        expect(diffEntries(after, after)).toEqual({ added: [], removed: [], changed: [] });
        const [there, back] = [diffEntries(before, after), diffEntries(after, before)];
        expect(back.added.map((one) => one.key).sort()).toEqual(there.removed.map((one) => one.key).sort());
      }),
    );
  });

  test('names an issuer once, by country and name, with what goes and what comes', () => {
    const [one, two] = [make.signer('XA'), make.signer('XB')];
    const read = (json: unknown) => parseTrustFile({ name: 'l', bytes: make.jsonBytes(json) }).entries;
    const before = read({ AAAAAAAAAAE: make.base64(one), AAAAAAAAAAI: make.base64(one) });
    const after = read({ AAAAAAAAAAE: make.base64(two), AAAAAAAAAAM: make.base64(two) });
    const diff = diffEntries(before, after);
    const shown = (changes: typeof diff.added) =>
      changes.map((one) => [one.key, one.country, one.name, one.without.length, one.with.length]);
    expect([shown(diff.added), shown(diff.removed), shown(diff.changed)]).toEqual([
      [['hcert AAAAAAAAAAM=', 'XB', 'Signer of XB', 0, 1]],
      [['hcert AAAAAAAAAAI=', 'XA', 'Signer of XA', 1, 0]],
      [['hcert AAAAAAAAAAE=', 'XB', 'Signer of XB', 1, 1]],
    ]);
  });
});

/** Real lists of every form, to be damaged. */
const key = testKey();
const one = make.signer('XA');
const SAMPLES: readonly Buffer[] = [
  make.jsonBytes({ certificates: [make.gatewayEntry(one)] }),
  make.signedLines(JSON.stringify({ certificates: [make.gatewayEntry(one)] }), key.privateKey),
  make.jws({ dsc_trust_list: { XA: { keys: [{ kid: 'AAE=', x5c: [make.base64(one)] }] } } }, one),
  make.jsonBytes(make.vciSnapshot([{ iss: 'https://shc.example', name: 'Một', keys: [make.shcJwk()] }])),
  make.jsonBytes(make.didDocument([{ place: 'DCC:XAA:DSC', by: one }])),
  make.jsonBytes({ eu_keys: { 'AAE=': [{ subjectPk: make.spki(one), keyUsage: ['v'] }] } }),
  make.jsonBytes([{ kid: 'k', method: 'rid', ctr: 1, rids: ['a.1'] }]),
  make.jsonBytes([{ kid: 'AAE=', hashType: 'UCI', entries: [{ hash: 'AAAAAAAAAAAAAAAAAAAAAA==' }] }]),
  make.utf8(one.pem),
  one.der,
];

/** Whatever it is: a list that can be kept and asked, or an error with a code of trust lists. */
function outcome(bytes: Uint8Array): string {
  try {
    const list = parseTrustFile({ name: 'x', bytes }, { signingKeys: [key.publicKey] });
    expect(readTrustList(JSON.parse(JSON.stringify(list)))).toEqual(list);
    createTrustStore([list]).cscas();
    return 'list';
  } catch (error) {
    if (error instanceof GatelogError && error.code.startsWith('trust/')) return error.code;
    throw error;
  }
}

describe('any file at all', () => {
  test('is a list that comes back from keeping as it was, or an error with a code', () => {
    for (const bytes of SAMPLES) expect(outcome(bytes)).toBe('list');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        outcome(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        outcome(make.utf8(text));
      }),
    );
  });

  test('is that after damage to a real list too', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLES),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 6 }),
        fc.constantFrom('put', 'cut', 'insert'),
        (sample, seed, bytes, how) => {
          const at = seed % sample.length;
          const rest = sample.subarray(how === 'insert' ? at : at + bytes.length);
          outcome(
            how === 'cut' ? sample.subarray(0, at) : Buffer.concat([sample.subarray(0, at), bytes, rest]),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('is that where a value of a real list is of any other kind', () => {
    const json = SAMPLES.filter((bytes) => bytes[0] === 0x7b || bytes[0] === 0x5b).map((bytes) =>
      bytes.toString(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...json), fc.nat(), fc.jsonValue(), (text, seed, odd) => {
        const spots = [...text.matchAll(/:("[^"]*"|\[|\{|\d+)/g)];
        const spot = spots[seed % spots.length];
        if (spot === undefined) return;
        // The value is put where another stood: what followed hangs off an extra key.
        const start = spot.index + 1;
        outcome(make.utf8(`${text.slice(0, start)}${JSON.stringify(odd)},"was":${text.slice(start)}`));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is refused where it nests deeper than any list, in an array, an object and a wrapping', () => {
    const deep = (open: string, close: string) => make.utf8(open.repeat(200_000) + close.repeat(200_000));
    expect(outcome(deep('[', ']'))).toMatch(/^trust\//);
    expect(outcome(make.utf8(`${'{"keys":'.repeat(100_000)}1${'}'.repeat(100_000)}`))).toMatch(/^trust\//);
    expect(outcome(make.utf8('{"__proto__":{"certificates":[]},"constructor":1}'))).toMatch(/^trust\//);
  });
});
