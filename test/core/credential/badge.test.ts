import { describe, expect, it } from 'vitest';
import type { CredentialContext } from '../../../core/credential/credential.ts';
import { badgeLookup, parseRoster } from '../../../core/credential/roster.ts';
import { timestampMs } from '../../../core/units.ts';
import { EMPTY_SITE, readText } from './people.ts';

const CSV = `code,name,department,from,to
NV-0042,Trần Thị Mẫu,Kho,,
NV-0043,"Lê, Văn Nháp",,2026-01-10,2026-01-20
https://example.test/b/7,Cao Thử,,,
095060001343520017,Ngô Ví Dụ,Khoa Nội,,
(00)095060001343520024,Hồ Nháp,,,
SN-7,Siu Mẫu,,,
`;
const siteAt = (isoTime: string | null): CredentialContext => ({
  ...EMPTY_SITE,
  badge: badgeLookup(parseRoster(CSV)),
  nowMs: isoTime === null ? null : timestampMs(Date.parse(isoTime)),
});
const site = siteAt('2026-01-15T08:00:00+07:00');
const nameOf = (raw: string): string | null => readText(raw, site).name;

describe('a badge', () => {
  it('is found on the roster whatever its symbology, case and spaces', () => {
    for (const raw of [
      ...['NV-0042', 'nv-0042\r', ' NV-0042 ', ']A0NV-0042', ']C0NV-0042', ']E0NV-0042', ']L2NV-0042'],
      ...[']Q1NV-0042', ']Q2\\000026NV-0042', ']d1NV-0042', ']z0NV-0042', ']G0NV-0042', ']F0NV-0042'],
    ]) {
      expect(readText(raw, site), raw).toMatchObject({
        kind: 'badge',
        name: 'Trần Thị Mẫu',
        fields: { department: 'Kho' },
        documents: [{ kind: 'badge', number: 'NV-0042', masked: false }],
      });
    }
  });

  it('is read whole', () => {
    expect(readText('NV-0043', site)).toEqual({
      kind: 'badge',
      fields: {
        code: 'NV-0043',
        name: 'Lê, Văn Nháp',
        department: null,
        validFrom: '2026-01-10',
        validTo: '2026-01-20',
      },
      documents: [{ kind: 'badge', number: 'NV-0043', masked: false }],
      name: 'Lê, Văn Nháp',
      birth: null,
      checks: [
        { name: 'roster', outcome: 'pass', why: expect.any(String) },
        { name: 'signature', outcome: 'notApplicable', why: expect.any(String) },
        { name: 'cardInDate', outcome: 'pass', why: expect.any(String), date: '2026-01-20' },
      ],
      notes: [],
    });
  });

  it.each([
    ['NV-0043', '2026-01-09T16:59:59Z', ['fail', '2026-01-10']],
    ['NV-0043', '2026-01-20T16:59:59Z', ['pass', '2026-01-20']],
    ['NV-0043', '2026-01-20T17:00:00Z', ['fail', '2026-01-20']],
    ['NV-0043', null, ['unknown', '2026-01-20']],
    ['NV-0042', '2026-01-20T17:00:00Z', ['notApplicable', undefined]],
  ])('%s is in date or not at %s', (code, isoTime, said) => {
    const check = readText(code, siteAt(isoTime)).checks.find((one) => one.name === 'cardInDate');
    expect([check?.outcome, check?.date]).toEqual(said);
  });

  it('that is not on the roster is unknown text', () => {
    expect(readText('NV-9999', site).kind).toBe('unknown-text');
  });

  it('may hold what would be a web address elsewhere', () => {
    expect(readText('https://example.test/b/7', site)).toMatchObject({ kind: 'badge', name: 'Cao Thử' });
    expect(readText('https://example.test/b/8', site).kind).toBe('link');
  });
});

describe('a badge in GS1 form', () => {
  it.each([
    ['the number of staff, GS1-128', ']C18018095060001343520017'],
    ['the same with FNC1 first', ']C1\u001d8018095060001343520017'],
    ['the same without identifier, by its check digit', '8018095060001343520017'],
    ['the same in brackets, as a decoder gives it', '(8018)095060001343520017'],
    ['the same with another element behind', ']d28018095060001343520017\u001d91ABC'],
    ['the number of a visitor', ']Q38017095060001343520017'],
  ])('is found by one value: %s', (_what, raw) => {
    expect(readText(raw, site)).toMatchObject({
      kind: 'badge',
      name: 'Ngô Ví Dụ',
      documents: [{ kind: 'badge', number: '095060001343520017', masked: false }],
    });
  });

  it('is found by its label, however the roster writes it', () => {
    expect(nameOf(']C100095060001343520024')).toBe('Hồ Nháp');
    expect(nameOf('00095060001343520024')).toBe('Hồ Nháp');
    expect(nameOf('(00)095060001343520024')).toBe('Hồ Nháp');
  });

  it('is found by a serial number behind an article number', () => {
    expect(nameOf(']C1010950600013435221SN-7')).toBe('Siu Mẫu');
    expect(nameOf(']C1010950600013435221sn-7\u001d10LOT')).toBe('Siu Mẫu');
    expect(nameOf('(01)09506000134352(21)SN-7')).toBe('Siu Mẫu');
    expect(nameOf(']C191SN-7')).toBe('Siu Mẫu');
  });

  it('is found by the text without FNC1', () => {
    const roster = badgeLookup(parseRoster('code,name\n91AB92CD,Trần Thị Mẫu'));
    expect(readText(']C191AB\u001d92CD', { ...site, badge: roster }).name).toBe('Trần Thị Mẫu');
  });

  it('is nobody’s where its values are those of two people', () => {
    expect(readText(']C191SN-7\u001d92NV-0042', site).kind).toBe('unknown-text');
    expect(nameOf(']C191SN-7\u001d92sn-7')).toBe('Siu Mẫu');
  });

  it('is not looked for in a text that nobody announced as GS1', () => {
    expect(readText('91SN-7', site).kind).toBe('unknown-text');
    expect(readText('8018095060001343520018', site).kind).toBe('unknown-text');
  });

  it('is not found by a lot, a weight or an article number: many things share one', () => {
    expect(readText(']C110SN-7', site).kind).toBe('unknown-text');
  });
});
