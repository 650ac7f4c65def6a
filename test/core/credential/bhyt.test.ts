import { describe, expect, it } from 'vitest';
import type { CredentialContext } from '../../../core/credential/credential.ts';
import { timestampMs } from '../../../core/units.ts';
import { EMPTY_SITE, readText } from './people.ts';

const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

const FIELDS = {
  code: 'DN4010123456789',
  name: hex('Nguyễn Văn Thử'),
  birth: '15/05/1990',
  sex: '1',
  address: hex('Xã A, Huyện B, Hà Nội'),
  facility: '01 - 028',
  from: '01/01/2025',
  to: '31/12/2026',
  issued: '20/12/2024',
  managing: '01010110152263',
  parent: '-',
  area: '4',
  fiveYears: ' 01/01/2029',
  mark: '1f2c3d4a5b6c7d8e-7102',
  unknown: '4',
  issuedBy: hex('Quận Thử, Hà Nội'),
};
const card = (change: Partial<typeof FIELDS> = {}): string =>
  [...Object.values({ ...FIELDS, ...change }), '$'].join('|');
const at = (isoTime: string | null): CredentialContext => ({
  ...EMPTY_SITE,
  nowMs: isoTime === null ? null : timestampMs(Date.parse(isoTime)),
});
const inDate = (change: Partial<typeof FIELDS>, isoTime: string | null) => {
  const check = readText(card(change), at(isoTime)).checks.find((one) => one.name === 'cardInDate');
  return check === undefined ? null : [check.outcome, check.date ?? null];
};

describe('a health-insurance card', () => {
  it('is read whole', () => {
    expect(readText(card())).toEqual({
      kind: 'bhyt',
      fields: {
        code: 'DN4010123456789',
        name: 'Nguyễn Văn Thử',
        birth: '1990-05-15',
        sex: 'Nam',
        address: 'Xã A, Huyện B, Hà Nội',
        facility: '01 - 028',
        validFrom: '2025-01-01',
        validTo: '2026-12-31',
        issued: '2024-12-20',
        managingCode: '01010110152263',
        parent: null,
        area: '4',
        fiveYears: '2029-01-01',
        mark: '1f2c3d4a5b6c7d8e-7102',
        extra1: '4',
        issuedBy: 'Quận Thử, Hà Nội',
      },
      documents: [
        { kind: 'bhyt', number: 'DN4010123456789', masked: false },
        { kind: 'bhyt', number: '0123456789', masked: false },
      ],
      name: 'Nguyễn Văn Thử',
      birth: '1990-05-15',
      checks: [
        { name: 'signature', outcome: 'notApplicable', why: expect.any(String) },
        { name: 'wellFormed', outcome: 'pass', why: expect.any(String) },
        { name: 'cardInDate', outcome: 'pass', why: expect.any(String), date: '2026-12-31' },
      ],
      notes: [],
    });
  });

  it.each([
    ['hex in capitals', { name: FIELDS.name.toUpperCase() }, { name: 'Nguyễn Văn Thử' }],
    ['decomposed letters in the hex', { name: hex('Nguyễn'.normalize('NFD')) }, { name: 'Nguyễn' }],
    ['unseen characters in the hex', { name: hex('Thử\u200b\u202e Mẫu') }, { name: 'Thử Mẫu' }],
    ['a plain name', { name: 'Nguyễn Văn Thử' }, { name: 'Nguyễn Văn Thử' }],
    ['a plain name of hex letters', { name: 'Ba' }, { name: 'Ba' }],
    [
      'a plain address with numbers',
      { address: 'Số 12 ngõ 345 Hà Nội' },
      { address: 'Số 12 ngõ 345 Hà Nội' },
    ],
    ['no address', { address: '-' }, { address: null }],
    ['a year of birth alone', { birth: '1948' }, { birth: '1948' }],
    ['a woman', { sex: '2' }, { sex: 'Nữ' }],
    ['an unknown sex', { sex: '3' }, { sex: '3' }],
    ["a child's parent", { parent: hex('Trần Thị Mẫu') }, { parent: 'Trần Thị Mẫu' }],
    ['no last day', { to: '-' }, { validTo: null }],
    [
      'no dates at all',
      { from: '-', to: '-', issued: '-' },
      { validFrom: null, validTo: null, issued: null },
    ],
    ['a new code', { code: '0123456789' }, { code: '0123456789' }],
    ['a code in groups', { code: 'DN 4 01 0123456789' }, { code: 'DN4010123456789' }],
  ])('is read with %s', (_what, change, fields) => {
    expect(readText(card(change))).toMatchObject({ kind: 'bhyt', fields, notes: [] });
  });

  it('is read with nine fields, and with more than anybody knows', () => {
    expect(readText([...Object.values(FIELDS).slice(0, 9), '$'].join('|'))).toMatchObject({
      kind: 'bhyt',
      fields: { issued: '2024-12-20', managingCode: null, issuedBy: null },
      notes: [],
    });
    expect(readText(card().replace('|$', '|x|y|$'))).toMatchObject({
      kind: 'bhyt',
      fields: { extra2: 'x', extra3: 'y' },
    });
  });

  describe('and its documents', () => {
    const documents = (change: Partial<typeof FIELDS>) =>
      readText(card(change)).documents.map(({ kind, number }) => `${kind}:${number}`);

    it('are one where the code is new', () => {
      expect(documents({ code: '0123456789' })).toEqual(['bhyt:0123456789']);
    });

    it('hold the insurance number of an old code from 2018 on: before, its last digits were others', () => {
      expect(documents({ issued: '01/01/2018' })).toContain('bhyt:0123456789');
      expect(documents({ issued: '31/12/2017' })).toEqual(['bhyt:DN4010123456789']);
      expect(documents({ issued: '-', from: '01/01/2018' })).toContain('bhyt:0123456789');
      expect(documents({ issued: '-', from: '-' })).toEqual(['bhyt:DN4010123456789']);
    });

    it('are the identity number where the card has it for its code', () => {
      expect(documents({ code: '001090000001' })).toEqual(['cccd:001090000001']);
      expect(readText(card({ code: '001190000001' })).notes).toEqual(['number-does-not-match-sex']);
    });

    it('are the text alone where the code is none: nobody is joined on half a number', () => {
      expect(readText(card({ code: 'DN40101234567' }))).toMatchObject({
        kind: 'bhyt',
        documents: [{ kind: 'text' }],
        checks: [{}, { name: 'wellFormed', outcome: 'fail' }, {}],
        notes: ['odd-insurance-code'],
      });
    });
  });

  describe('and its days', () => {
    it('count in Vietnam, whatever the zone of the PC, both ends included', () => {
      expect(inDate({}, '2026-12-31T16:59:59Z')).toEqual(['pass', '2026-12-31']);
      expect(inDate({}, '2026-12-31T17:00:00Z')).toEqual(['fail', '2026-12-31']);
      expect(inDate({}, '2024-12-31T16:59:59Z')).toEqual(['fail', '2025-01-01']);
      expect(inDate({}, '2024-12-31T17:00:00Z')).toEqual(['pass', '2026-12-31']);
    });

    it('are unknown where the clock is not trusted, and not asked where the card has none', () => {
      expect(inDate({}, null)).toEqual(['unknown', '2026-12-31']);
      expect(inDate({ to: '-' }, null)).toEqual(['unknown', '2025-01-01']);
      expect(inDate({ from: '-', to: '-' }, null)).toEqual(['notApplicable', null]);
    });

    it('hold without end where the card names none', () => {
      expect(inDate({ to: '-' }, '2099-01-01T00:00:00Z')).toEqual(['pass', null]);
    });

    it('are unknown where one is no date, unless the other has decided', () => {
      const [now, odd] = ['2026-01-15T00:00:00Z', '31/02/2026'];
      expect(inDate({ from: odd }, now)).toEqual(['unknown', '2026-12-31']);
      expect(inDate({ from: odd, to: '-' }, now)).toEqual(['unknown', null]);
      expect(inDate({ from: odd, to: '01/01/2026' }, now)).toEqual(['fail', '2026-01-01']);
      expect(inDate({ to: '2026' }, now)).toEqual(['unknown', null]);
      expect(readText(card({ to: '2026' })).notes).toEqual(['not-a-date']);
    });
  });

  it.each([
    ['a lost digit', FIELDS.name.slice(1)],
    ['a foreign letter', FIELDS.name.replace('6e', '6ê')],
    ['bytes that are no UTF-8', 'ff41fe42c3'],
    ['control characters', hex('Ng\u0007u')],
  ])('with %s in its name names nobody, keeps the field and says so', (_what, name) => {
    expect(readText(card({ name }))).toMatchObject({
      kind: 'bhyt',
      name: null,
      fields: { name },
      documents: [{ kind: 'bhyt' }, { kind: 'bhyt' }],
      checks: [{}, { name: 'wellFormed', outcome: 'fail' }, {}],
      notes: ['damaged-hex'],
    });
  });

  it('without its end is read with a warning', () => {
    expect(readText(card().slice(0, -2))).toMatchObject({
      kind: 'bhyt',
      name: 'Nguyễn Văn Thử',
      checks: [{}, { name: 'wellFormed', outcome: 'fail' }, {}],
      notes: ['card-cut-short'],
    });
  });

  it.each([
    ['eight fields', `${Object.values(FIELDS).slice(0, 8).join('|')}|$`],
    ['no code and no end', card({ code: 'abc' }).slice(0, -2)],
    ['no code and no birth', card({ code: 'abc', birth: 'x' })],
    ['forty fields', card().replace('|$', `${'|x'.repeat(30)}|$`)],
    ['nothing but bars', '|'.repeat(12)],
  ])('is not what has %s', (_what, raw) => {
    expect(readText(raw).kind).toBe('unknown-text');
  });
});
