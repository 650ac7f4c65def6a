import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { READERS, readCredential } from '../../../core/credential/registry.ts';
import { badgeLookup, parseRoster } from '../../../core/credential/roster.ts';
import { cleanRead } from '../../../core/read/clean.ts';
import { EMPTY_SITE, readText } from './people.ts';

const CSV = 'code,name,department\nNV-0042,Trần Thị Mẫu,Kho\nNV-0043,"Lê, Văn Nháp",\n';
const site = { ...EMPTY_SITE, badge: badgeLookup(parseRoster(CSV)) };

describe('readCredential', () => {
  it('asks each kind once, control codes first', () => {
    expect(READERS.map((reader) => reader.kind)).toEqual([
      'control',
      'hcert-dcc',
      'hcert-who',
      'cccd',
      'pc-covid',
      'bhyt',
      'shc',
      'vds-nc',
      'divoc',
      'badge',
      'payment',
      'link',
      'contact',
      'wifi',
    ]);
  });

  it('never throws and always answers, on any string', () => {
    const wild = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    });
    const barred = fc
      .array(fc.oneof(wild, fc.constantFrom('001099000001', '0', 'Nam', '15052002', '1987-01-18', '<', '*')))
      .map((fields) => fields.join('|'));
    fc.assert(
      fc.property(fc.oneof(wild, barred), fc.boolean(), (raw, keyboard) => {
        const clean = cleanRead(raw, { keyboard });
        const credential = readCredential(clean, site);
        expect(credential.documents.length === 0).toBe(credential.kind === 'control' || clean.text === '');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['SQL', "'); DROP TABLE event; --"],
    ['100 KB', 'A'.repeat(100_000)],
    ['bars', '|'.repeat(100_000)],
    ['JSON', '{"data":{"header":{}}}'],
    ['prototype names', '__proto__'],
  ])('takes %s for unknown text', (_what, raw) => {
    expect(readText(raw, site).kind).toBe('unknown-text');
  });
});

describe('unknown text', () => {
  it('is one thing as long as it is the same text, and never a name or a number', () => {
    const [one, spaced, other] = ['hello world', ' hello  world\r', 'Hello world'].map((raw) =>
      readText(raw),
    );
    expect(one?.documents).toEqual([
      { kind: 'text', number: expect.stringMatching(/^[0-9a-f]{32}$/), masked: false },
    ]);
    expect(spaced?.documents).toEqual(one?.documents);
    expect(other?.documents).not.toEqual(one?.documents);
    expect(one).toMatchObject({ name: null, birth: null, checks: [] });
  });

  it('has no document where nothing was read', () => {
    expect(readText('\r\n')).toEqual({
      kind: 'unknown-text',
      fields: { text: null },
      documents: [],
      name: null,
      birth: null,
      checks: [],
      notes: [],
    });
  });

  it.each([
    ['00020101021138996304ABCD', 'looks-like-payment'],
    ['0901234567', 'looks-like-phone'],
    ['+84 901 234 567', 'looks-like-phone'],
    ['02693123456', 'looks-like-phone'],
    ['001202000001', 'looks-like-identity-number'],
    [']E08930000000017', 'looks-like-product'],
    [']C10108930000000017', 'looks-like-product'],
  ])('%s says %s', (raw, note) => {
    expect(readText(raw).notes).toEqual([note]);
  });
});

describe('a badge', () => {
  it('is found on the roster whatever its case and spaces', () => {
    for (const raw of ['NV-0042', 'nv-0042\r', ']C0NV-0042', ' NV-0042 ']) {
      expect(readText(raw, site)).toMatchObject({
        kind: 'badge',
        name: 'Trần Thị Mẫu',
        fields: { department: 'Kho' },
        documents: [{ kind: 'badge', number: 'NV-0042', masked: false }],
      });
    }
  });

  it('that is not on the roster is unknown text', () => {
    expect(readText('NV-9999', site).kind).toBe('unknown-text');
  });
});

describe('parseRoster', () => {
  it('reads what Excel writes: BOM, semicolons, CR LF, columns in any order', () => {
    const roster = parseRoster('\ufeffName;CODE\r\nTrần Thị Mẫu; a1 \r\n\r\n');
    expect([...roster]).toEqual([
      ['A1', { name: 'Trần Thị Mẫu', department: null, validFrom: null, validTo: null }],
    ]);
  });

  it.each([
    ['an empty file', '', 1],
    ['no column for the code', 'name\nX', 1],
    ['an empty code', 'code,name\n,X', 2],
    ['an empty name', 'code,name\nA,X\nB,', 3],
    ['a code twice', 'code,name\nA,X\na,Y', 3],
    ['a code that is too long', `code,name\n${'A'.repeat(65)},X`, 2],
  ])('refuses %s and names the line', (_what, csv, line) => {
    expect(() => parseRoster(csv)).toThrow(
      expect.objectContaining({ code: 'roster/invalid', context: { line } }),
    );
  });

  it('refuses a file that is not CSV', () => {
    expect(() => parseRoster('code,name\n"A,X')).toThrow('roster/invalid');
  });
});
