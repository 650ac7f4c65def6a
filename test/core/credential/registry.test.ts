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
