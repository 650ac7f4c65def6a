import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventPersonal } from '../../../core/batch/event.ts';
import { eventLayout } from '../../../core/batch/layout.ts';
import { columnsOf, profiled, RULES, showsNoMore } from '../../../core/batch/profile.ts';
import { pseudonymsOf } from '../../../core/batch/pseudonym.ts';
import { COLUMNS, type OpenedRow, openRow } from '../../../core/batch/table.ts';
import { type SampleChange, sampleRows } from '../../support/sample-log.ts';

const pseudonyms = pseudonymsOf(Buffer.alloc(32, 1));
const ROW_PROFILES = ['full', 'masked', 'pseudonymous'] as const;

const open = (change: SampleChange): OpenedRow => {
  const [row] = sampleRows(1, () => change);
  if (row === undefined) throw new Error('one row');
  return openRow(row);
};
const person: Partial<EventPersonal> = {
  documentKind: 'cccd',
  document: '001099000417',
  name: 'Nguyễn Văn Thử',
  birth: '1999-05-15',
  sex: 'Nam',
  address: 'Thôn 1, xã Mẫu',
  phone: '0901234567',
  note: 'đi cùng mẹ',
  guard: 'Trần Thị Mẫu',
  raw: '001099000417|…',
  fields: { oldNumber: '123456789' },
};
const shown = (profile: (typeof ROW_PROFILES)[number], personal: Partial<EventPersonal>) =>
  profiled(profile, pseudonyms)(open({ personal })).personal;

describe('the masked profile', () => {
  it('shows enough to know somebody again, and nothing that finds a stranger', () => {
    expect(shown('masked', person)).toEqual({
      schema: 1,
      documentKind: 'cccd',
      document: '•••••••••417',
      name: 'N. V. Thử',
      birth: '1999',
      sex: 'Nam',
      address: null,
      phone: '•••••••567',
      note: null,
      guard: 'T. T. Mẫu',
      raw: null,
      fields: {},
    });
  });

  it('shows no number that was typed or smuggled into another field', () => {
    const smuggled = { name: 'Nguyễn 001099000417', sex: '001099000417', birth: '001099000417' };
    expect(shown('masked', smuggled)).toMatchObject({ name: 'N. ••••••••••••', sex: null, birth: null });
  });

  it('masks what is masked already to the same', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9*]{0,14}$/));
    fc.assert(
      fc.property(
        fc.record({ document: text, name: text, birth: text, sex: text, phone: text, guard: text }),
        (any) => {
          const once = shown('masked', any);
          if (once === null) throw new Error('a person');
          expect(shown('masked', once)).toEqual(once);
          for (const column of ['document', 'name', 'birth', 'sex', 'phone', 'guard'] as const) {
            const value = once[column];
            if (value !== null) expect(showsNoMore('masked', column, value), column).toBe(true);
          }
        },
      ),
    );
  });
});

describe('the pseudonymous profile', () => {
  it('gives numbers as keyed hashes and no names', () => {
    expect(shown('pseudonymous', person)).toEqual({
      schema: 1,
      documentKind: 'cccd',
      document: pseudonyms.of('cccd', '001099000417'),
      name: null,
      birth: '1999',
      sex: 'Nam',
      address: null,
      phone: pseudonyms.of('phone', '0901234567'),
      note: null,
      guard: null,
      raw: null,
      fields: {},
    });
  });

  it('is not made without a secret', () => {
    expect(() => profiled('pseudonymous', null)).toThrow('batch/unknown-profile');
  });
});

describe('every profile', () => {
  it('keeps what the chain is made of, and only full keeps what opens the commitment', () => {
    const before = open({ personal: person });
    for (const profile of ROW_PROFILES) {
      const { row } = profiled(profile, pseudonyms)(before);
      const kept = profile === 'full' ? before.row : { ...before.row, salt: null, payload: null };
      expect(row).toEqual(kept);
    }
  });

  it('has the columns that it shows and no others', () => {
    const left = (profile: (typeof ROW_PROFILES)[number]) =>
      COLUMNS.filter((one) => !columnsOf(profile).includes(one)).map(({ name }) => name);
    expect(left('full')).toEqual([]);
    expect(left('masked')).toEqual(['address', 'note', 'raw', 'fields', 'salt', 'payload']);
    expect(left('pseudonymous')).toEqual([
      'name',
      'address',
      'note',
      'guard',
      'raw',
      'fields',
      'salt',
      'payload',
    ]);
  });

  it('leaves an event whose personal part was deleted without one', () => {
    for (const profile of ROW_PROFILES)
      expect(profiled(profile, pseudonyms)(open({ forgotten: true })).personal).toBe(null);
  });

  it('writes no personal text into any file that its rules do not give out whole', () => {
    const word = fc.stringMatching(/^[A-Z]{9,14}$/);
    const fields = ['document', 'name', 'birth', 'sex', 'address', 'phone', 'note', 'guard', 'raw'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...ROW_PROFILES),
        fc.constantFrom(...fields),
        word,
        (profile, field, secret) => {
          const text = field === 'name' || field === 'guard' ? `${secret} X` : secret;
          const row = profiled(profile, pseudonyms)(open({ personal: { ...person, [field]: text } }));
          const layout = eventLayout(profile, 'en');
          const written = [...layout.csvCells(row), ...layout.sheetCells(row)];
          const texts = layout.values(row).map((value) => (typeof value === 'string' ? value : ''));
          const isWhole = RULES[profile][field] === 'whole';
          expect([...written, ...texts].some((cell) => cell.includes(secret))).toBe(isWhole);
        },
      ),
    );
  });
});
