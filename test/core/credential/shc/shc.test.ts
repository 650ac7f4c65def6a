import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { cleanRead } from '../../../../core/read/clean.ts';
import { outcome } from '../checks-of.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import {
  bundleOf,
  dose,
  longJws,
  makeShcIssuer,
  PATIENT,
  result,
  type ShcWish,
  shcJws,
  shcParts,
  shcText,
  trustOf,
} from './cards.ts';

const deflated = (text: string | Buffer): Buffer => deflateRawSync(text, { level: 9 });

const issuer = makeShcIssuer();
const site = { ...EMPTY_SITE, trust: trustOf(issuer) };
const read = (wish: ShcWish = {}): Credential => readText(shcText(shcJws(issuer, wish)), site);
const inSite = (text: string): Credential => readText(text, site);

describe('a SMART Health Card', () => {
  it('is read whole: issuer, patient, vaccination, and every fact as a check', () => {
    const jws = shcJws(issuer);
    expect(readText(shcText(jws), site)).toEqual({
      kind: 'shc',
      fields: {
        issuer: 'https://suc-khoe.example.test/shc',
        issuerName: 'Bệnh viện Thử',
        issuedAt: '2026-01-14T00:00:00.000Z',
        expiresAt: null,
        types: 'health-card, immunization',
        revocationId: null,
        name: 'Nguyễn Văn Thử',
        birth: '1999-05-15',
        entries: '2',
        statement: 'vaccination',
        vaccineCode: 'CVX 208',
        occurred: '2025-02-15',
        lot: dose(1)['lotNumber'],
        vaccinator: 'Trạm y tế Thử',
      },
      documents: [
        {
          kind: 'certificate',
          number: createHash('sha256').update(jws).digest('hex').slice(0, 32),
          masked: false,
        },
      ],
      name: 'Nguyễn Văn Thử',
      birth: '1999-05-15',
      checks: [
        { name: 'signature', outcome: 'pass', why: 'signed by its issuer and not changed since' },
        { name: 'issuerKnown', outcome: 'pass', why: 'a trust list gives this key to its issuer' },
        { name: 'notBefore', outcome: 'pass', why: 'its time has begun', date: '2026-01-14' },
        { name: 'notExpired', outcome: 'notApplicable', why: 'it has no last day' },
        { name: 'notRevoked', outcome: 'notApplicable', why: 'it carries no revocation id' },
        { name: 'schema', outcome: 'pass', why: 'the content is as the specification asks for' },
        { name: 'wellFormed', outcome: 'pass', why: 'the wrapping is as the specification asks for' },
      ],
      notes: [],
      healthFields: ['types', 'statement', 'vaccineCode', 'occurred', 'lot', 'vaccinator'],
    });
  });

  it('with several doses and a result has the fields of each', () => {
    const card = read({ bundle: bundleOf(PATIENT, dose(1), dose(2), result()) });
    expect(card.fields).toMatchObject({
      statement: 'vaccination, test',
      vaccineCode: 'CVX 208',
      vaccineCode2: 'CVX 209',
      occurred2: '2025-03-15',
      testCode: 'LOINC 94558-4',
      tested: '2026-01-14',
      result: 'SNOMED 260415000',
      laboratory: 'Phòng xét nghiệm Thử',
    });
    expect(card.healthFields).toContain('result');
  });

  it('keeps at most twenty doses in its fields and counts all', () => {
    const doses = Array.from({ length: 45 }, (_, at) => dose(at));
    const jws = shcJws(issuer, { bundle: bundleOf(PATIENT, ...doses) });
    const { fields } = readText(shcParts(jws, 3).join(' '), site);
    expect(fields['entries']).toBe('46');
    expect(Object.keys(fields).filter((name) => name.startsWith('lot'))).toHaveLength(20);
  });

  it('cleans the texts inside it as it cleans what is scanned', () => {
    const sly = { ...PATIENT, name: [{ family: 'Thử\u202e\u0000  \u200bX', given: ['a'.repeat(5_000)] }] };
    const { name } = read({ bundle: bundleOf(sly, dose(1)) });
    expect(name).toMatch(/^Thử X a+…$/);
    expect(name?.length).toBeLessThanOrEqual(300);
  });

  it('has no more names than a gate has time for: of thousands the first sixteen are looked at', () => {
    const nameOf = (...name: readonly object[]) =>
      read({ bundle: bundleOf({ ...PATIENT, name }, dose(1)) }).name;
    const none = (count: number): readonly object[] => Array.from({ length: count }, () => ({}));
    expect(nameOf(...none(15), { family: 'Thử' })).toBe('Thử');
    expect(nameOf(...none(16), { family: 'Thử' })).toBeNull();
    expect(nameOf({ given: Array(50_000).fill('A') })).toBe(Array(16).fill('A').join(' '));
  });

  it.each([
    ['a year', '1951', '1951'],
    ['a month', '1951-01', '1951'],
    ['a day', '1951-01-20', '1951-01-20'],
    ['no date', '20/01/1951', null],
    ['a day that is none', '1951-02-30', null],
  ])('born on %s', (_what, birthDate, birth) => {
    expect(read({ bundle: bundleOf({ ...PATIENT, birthDate }, dose(1)) }).birth).toBe(birth);
  });
});

describe('the codes of one card', () => {
  it('in any order and each alone name nobody, together the same card', () => {
    const jws = longJws(issuer);
    const parts = shcParts(jws, 3);
    expect(parts.map((part) => readText(part, site))).toEqual(
      [1, 2, 3].map((index) => ({
        kind: 'shc-part',
        fields: { part: String(index), parts: '3' },
        documents: [{ kind: 'text', number: expect.stringMatching(/^[0-9a-f]{32}$/), masked: false }],
        name: null,
        birth: null,
        checks: [
          {
            name: 'signature',
            outcome: 'unknown',
            why: 'it is checked when all codes of the card are there',
          },
          { name: 'wellFormed', outcome: 'pass', why: 'the code is as the specification asks for' },
        ],
        notes: [],
        part: { index, count: 3 },
      })),
    );
    const [a = '', b = '', c = ''] = parts;
    const orders = [
      [a, b, c],
      [c, a, b],
      [b, c, a],
    ].map((order) => inSite(order.join(' ')));
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
    expect(orders[0]).toMatchObject({ kind: 'shc', name: 'Nguyễn Văn Thử', notes: [] });
    expect(orders[0]?.checks.filter((one) => one.outcome === 'fail')).toEqual([]);
  });

  it('make the same document as one code would', () => {
    const jws = shcJws(issuer);
    expect(inSite(shcParts(jws, 2).join(' ')).documents).toEqual(inSite(shcText(jws)).documents);
  });

  it('of two cards never pass together, and the guard is told', () => {
    const mine = shcParts(longJws(issuer), 3);
    const other = shcParts(longJws(issuer, { ...PATIENT, birthDate: '1951-01-20' }), 3);
    for (const parts of [
      [mine[0], mine[1], other[2]],
      [mine[0], other[1], mine[2]],
      [other[0], mine[1], mine[2]],
    ]) {
      const mixed = inSite(parts.join(' '));
      expect(outcome(mixed, 'signature')).not.toBe('pass');
      expect(mixed.notes).toEqual(['parts-do-not-fit']);
    }
  });

  it.each([
    ['one is missing', (parts: readonly string[]) => [parts[0], parts[2]]],
    ['one stands twice', (parts: readonly string[]) => [parts[0], parts[1], parts[1]]],
    ['one is of another set', (parts: readonly string[]) => [parts[0], parts[1], 'shc:/3/4/5676']],
    ['one is whole', (parts: readonly string[]) => [parts[0], parts[1], 'shc:/5676']],
  ])('where %s are no card', (_what, choose) => {
    const card = inSite(choose(shcParts(longJws(issuer), 3)).join(' '));
    expect([outcome(card, 'wellFormed'), outcome(card, 'signature'), card.name]).toEqual([
      'fail',
      'unknown',
      null,
    ]);
  });

  it('numbered 1 of 1 are a card at once', () => {
    expect(inSite(shcText(shcJws(issuer)).replace('shc:/', 'shc:/1/1/'))).toMatchObject({
      kind: 'shc',
      name: 'Nguyễn Văn Thử',
    });
  });
});

describe('on its way', () => {
  it('comes through a keyboard unchanged, also with caps lock on', () => {
    const text = shcText(shcJws(issuer));
    expect(cleanRead(`${text}\r`, { keyboard: true })).toMatchObject({ text, damage: [], repaired: false });
    expect(outcome(readText(text.toUpperCase(), site), 'signature')).toBe('pass');
  });

  it('never throws, whatever stands behind the prefix, and never passes by chance', () => {
    const jws = longJws(issuer);
    const parts = shcParts(jws, 3);
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom('shc:/', 'SHC:/', '1/3/', '3/3/', ' ', '.', ...parts, '567629095', '0', '\u0660'),
        fc.stringMatching(/^\d{0,40}$/),
        fc.string(),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pieces, (some) => {
        const text = `shc:/${some.join('')}`;
        const card = readText(text, site);
        expect(card.documents.length).toBeGreaterThan(0);
        expect(outcome(card, 'signature')).not.toBe('pass');
      }),
      { numRuns: 300 },
    );
  });

  it('never throws on any content that is signed', () => {
    const json = fc.json({ maxDepth: 8 });
    const bundle = fc
      .jsonValue()
      .map((value) => ({ bundle: bundleOf(PATIENT, { ...dose(1), note: value }) }));
    const bytes = fc.oneof(
      json.map((text) => deflated(text)),
      json.map((text) => deflated(`{"iss":"https://a.test","nbf":1,"vc":${text}}`)),
      json.map((text) =>
        deflated(`{"vc":{"credentialSubject":{"fhirBundle":{"entry":[{"resource":${text}}]}}}}`),
      ),
      json.map((text) =>
        deflated(
          `{"vc":{"credentialSubject":{"fhirBundle":{"entry":[{"resource":{"resourceType":"Patient","name":${text}}}]}}}}`,
        ),
      ),
      fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          bytes.map((some) => ({ bytes: some })),
          bundle,
        ),
        (wish: ShcWish) => {
          const card = read(wish);
          expect(card.kind).toBe('shc');
          expect(Object.values(card.fields).every((value) => value === null || value.length <= 8_192)).toBe(
            true,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
