import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { cleanRead } from '../../../../core/read/clean.ts';
import { timestampMs } from '../../../../core/units.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import {
  bundleOf,
  dose,
  longJws,
  makeShcIssuer,
  PATIENT,
  result,
  type ShcPayload,
  type ShcWish,
  shcJws,
  shcParts,
  shcText,
  type TestShcIssuer,
  trustOf,
} from './cards.ts';

const deflated = (text: string | Buffer): Buffer => deflateRawSync(text, { level: 9 });

const issuer = makeShcIssuer();
const site = { ...EMPTY_SITE, trust: trustOf(issuer) };
const read = (wish: ShcWish = {}): Credential => readText(shcText(shcJws(issuer, wish)), site);
const outcome = (credential: Credential, name: string): string | undefined =>
  credential.checks.find((one) => one.name === name)?.outcome;
const why = (credential: Credential, name: string): string | undefined =>
  credential.checks.find((one) => one.name === name)?.why;

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
    ].map((order) => readWhole(order.join(' ')));
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
    expect(orders[0]).toMatchObject({ kind: 'shc', name: 'Nguyễn Văn Thử', notes: [] });
    expect(orders[0]?.checks.filter((one) => one.outcome === 'fail')).toEqual([]);
  });

  it('make the same document as one code would', () => {
    const jws = shcJws(issuer);
    expect(readWhole(shcParts(jws, 2).join(' ')).documents).toEqual(readWhole(shcText(jws)).documents);
  });

  it('of two cards never pass together, and the guard is told', () => {
    const mine = shcParts(longJws(issuer), 3);
    const other = shcParts(longJws(issuer, { ...PATIENT, birthDate: '1951-01-20' }), 3);
    for (const parts of [
      [mine[0], mine[1], other[2]],
      [mine[0], other[1], mine[2]],
      [other[0], mine[1], mine[2]],
    ]) {
      const mixed = readWhole(parts.join(' '));
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
    const card = readWhole(choose(shcParts(longJws(issuer), 3)).join(' '));
    expect([outcome(card, 'wellFormed'), outcome(card, 'signature'), card.name]).toEqual([
      'fail',
      'fail',
      null,
    ]);
  });

  it('numbered 1 of 1 are a card at once', () => {
    expect(readWhole(shcText(shcJws(issuer)).replace('shc:/', 'shc:/1/1/'))).toMatchObject({
      kind: 'shc',
      name: 'Nguyễn Văn Thử',
    });
  });
});

/** As the gate reads what `collectPart` made: past the limit of one read. */
const readWhole = (text: string): Credential => readText(text, site);

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
    expect(outcome(readWhole(shcText(fits)), 'wellFormed')).toBe('pass');
    const card = readWhole(shcText(long));
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
    expect([outcome(card, 'wellFormed'), outcome(card, 'signature')]).toEqual(['fail', 'fail']);
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
      'no trust list was imported',
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

  it.each<[string, ShcWish]>([
    ['no algorithm', { header: { alg: 'none' } }],
    ['an algorithm with a shared secret', { header: { alg: 'HS256' } }],
    ['an extension that nobody knows', { header: { crit: ['b64'], b64: false } }],
  ])('under %s fails, whoever the issuer is', (_what, wish) => {
    const text = shcText(shcJws(issuer, wish));
    expect([readText(text, site), readText(text)].map((card) => outcome(card, 'signature'))).toEqual([
      'fail',
      'fail',
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

describe('the content', () => {
  const schema = (bundle: ShcPayload, vc?: ShcPayload) => {
    const found = read({ bundle, ...(vc ? { vc } : {}) }).checks.find((one) => one.name === 'schema');
    return `${found?.outcome}: ${found?.why}`;
  };
  const wrong = (what: string) => `fail: the content has ${what}`;
  const withAll = (change: (bundle: { entry: ShcPayload[] } & ShcPayload) => unknown) => {
    const bundle = structuredClone(bundleOf(PATIENT, dose(1))) as { entry: ShcPayload[] } & ShcPayload;
    change(bundle);
    return bundle;
  };

  it.each<[string, ShcPayload]>([
    [
      'metadata beyond a security label',
      bundleOf({ ...PATIENT, meta: { profile: ['https://a.test'] } }, dose(1)),
    ],
    [
      'metadata beyond a security label',
      bundleOf({ ...PATIENT, meta: { security: [{}], tag: [] } }, dose(1)),
    ],
    ['metadata beyond a security label', bundleOf(PATIENT, { ...dose(1), meta: {} })],
    ['an id in a resource', bundleOf({ ...PATIENT, id: '7' }, dose(1))],
    ['a text in a resource', bundleOf({ ...PATIENT, text: { div: '<div/>' } }, dose(1))],
    [
      'words beside its codes',
      bundleOf(PATIENT, { ...dose(1), vaccineCode: { coding: [{ system: 'a', code: 'b' }], text: 'Thuốc' } }),
    ],
    [
      'words beside its codes',
      bundleOf(PATIENT, {
        ...dose(1),
        vaccineCode: { coding: [{ system: 'a', code: 'b', display: 'Thuốc' }] },
      }),
    ],
    ['words beside its codes', bundleOf(PATIENT, { ...dose(1), site: { text: 'Tay trái' } })],
    [
      'a reference that leads nowhere',
      bundleOf(PATIENT, { ...dose(1), patient: { reference: 'resource:9' } }),
    ],
    ['several patients', bundleOf(PATIENT, dose(1), PATIENT)],
    ['a patient without a name', bundleOf({ ...PATIENT, name: [{ given: [' '] }] }, dose(1))],
    ['a patient without a birth date', bundleOf({ ...PATIENT, birthDate: '15.05.1999' }, dose(1))],
    ['a vaccination that was not done', bundleOf(PATIENT, { ...dose(1), status: 'not-done' })],
    [
      'a vaccination without a code',
      bundleOf(PATIENT, { ...dose(1), vaccineCode: { coding: [{ code: '207' }] } }),
    ],
    [
      'a vaccination without a date',
      bundleOf(PATIENT, { ...dose(1), occurrenceDateTime: undefined, occurrenceString: 'mùa xuân' }),
    ],
    ['a result that is not final', bundleOf(PATIENT, { ...result(), status: 'preliminary' })],
    ['a result without a code', bundleOf(PATIENT, { ...result(), code: {} })],
    ['no patient', withAll((bundle) => bundle.entry.shift())],
    [
      'an address that is not short',
      withAll((bundle) => Object.assign(bundle.entry[1] ?? {}, { fullUrl: 'urn:uuid:1' })),
    ],
    [
      'an address that stands twice',
      withAll((bundle) => Object.assign(bundle.entry[1] ?? {}, { fullUrl: 'resource:0' })),
    ],
    ['an entry without a resource', withAll((bundle) => bundle.entry.push({ fullUrl: 'resource:2' }))],
    ['no collection of resources', withAll((bundle) => Object.assign(bundle, { type: 'batch' }))],
  ])('with %s does not pass', (what, bundle) => {
    expect(schema(bundle)).toContain(what);
    expect(schema(bundle)).toMatch(/^fail: /);
  });

  it('without a version of FHIR does not pass', () => {
    expect(schema({}, { credentialSubject: { fhirBundle: bundleOf(PATIENT, dose(1)) } })).toBe(
      wrong('no FHIR version'),
    );
  });

  it.each<[string, ShcPayload]>([
    [
      'a security label',
      bundleOf({ ...PATIENT, meta: { security: [{ system: 'https://a.test', code: 'IAL2' }] } }, dose(1)),
    ],
    [
      'a reference that leads outside',
      bundleOf(PATIENT, { ...dose(1), location: { reference: 'Organization/7' } }),
    ],
    ['a name in one piece', bundleOf({ ...PATIENT, name: [{ text: 'Nguyễn Văn Thử' }] }, dose(1))],
    ['words that are no code', bundleOf(PATIENT, { ...dose(1), note: [{ text: 'tại nhà' }] })],
  ])('with %s passes', (_what, bundle) => {
    expect(schema(bundle)).toBe('pass: the content is as the specification asks for');
  });

  it('of a result that says nothing of its patient is in order and names nobody', () => {
    expect(schema(bundleOf({ ...result(), subject: undefined }))).toBe(
      'unknown: the content is in order, but says nothing of whose it is',
    );
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
