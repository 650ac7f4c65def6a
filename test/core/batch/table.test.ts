import { describe, expect, it } from 'vitest';
import { eventLayout } from '../../../core/batch/layout.ts';
import { localTime, SHEET_CELL_LIMIT } from '../../../core/batch/sheet.ts';
import { COLUMNS, fieldsText, openRow, valuesOf } from '../../../core/batch/table.ts';
import { type SampleChange, sampleRows } from '../../support/sample-log.ts';

const one = (change: SampleChange) => {
  const [row] = sampleRows(1, () => change);
  if (row === undefined) throw new Error('one row');
  return openRow(row);
};
const layout = eventLayout('full', 'vi');
const csv = (change: SampleChange): Record<string, string> => {
  const cells = layout.csvCells(one(change));
  return Object.fromEntries(layout.csvHeader.map((name, index) => [name, cells[index] ?? 'missing']));
};
const sheet = (change: SampleChange): Record<string, string> => {
  const cells = layout.sheetCells(one(change));
  return Object.fromEntries(
    layout.sheetColumns.map(({ heading }, index) => [heading, cells[index] ?? 'missing']),
  );
};

describe('the columns of the record', () => {
  it('each have one value, and a forgotten person leaves every personal one empty', () => {
    const values = valuesOf(one({ forgotten: true }));
    const byName = Object.fromEntries(COLUMNS.map(({ name }, index) => [name, values[index]]));
    expect(values.length).toBe(COLUMNS.length);
    expect(byName).toMatchObject({
      seq: 1,
      document: null,
      name: null,
      fields: null,
      salt: null,
      payload: null,
    });
    expect(byName['commitment']).toBeInstanceOf(Uint8Array);
  });

  it('write further fields as JSON in one order, also for names that look like numbers', () => {
    expect(fieldsText({ b: '1', 10: null, a: '"' })).toBe('{"10":null,"a":"\\"","b":"1"}');
    expect(fieldsText({})).toBe(null);
  });
});

describe('the cells of events.csv', () => {
  it('keep zeros and the minus of an offset, and defuse what strangers wrote', () => {
    const cells = csv({
      event: { offsetMin: -300, lane: '-1' },
      personal: { document: '001099000001', name: '=1+1', phone: '+84900000000', note: null },
    });
    expect(cells).toMatchObject({
      at: '2025-11-24T00:00:07.919Z',
      offset_min: '-300',
      lane: "'-1",
      document: '001099000001',
      name: "'=1+1",
      phone: "'+84900000000",
      note: '',
    });
  });
});

describe('the cells of events.xlsx', () => {
  it('say local time by the event’s own offset and the kind in words', () => {
    const cells = sheet({
      event: { kind: 'in', clock: 'suspect' },
      personal: { fields: { b: '2', a: '1' } },
    });
    expect(cells).toMatchObject({
      'Số thứ tự': '1',
      'Ngày giờ tại cổng': '2025-11-24 07:00:07',
      Lượt: 'Vào',
      'Đồng hồ': 'nghi ngờ',
      'Trường khác': 'a: 1; b: 2',
    });
    expect([localTime(0, 420), localTime(0, -570)]).toEqual(['1970-01-01 07:00:00', '1969-12-31 14:30:00']);
  });

  it('show control characters as their pictures', () => {
    const cells = sheet({ personal: { raw: 'a\u0000b\u001d\u007f\uffff\r\n\tc' } });
    expect(cells['Nội dung quét']).toBe('a␀b␝␡�\r\n\tc');
  });

  it('are cut with a mark where a spreadsheet could not hold them, never through a character', () => {
    const long = sheet({ personal: { raw: '😀'.repeat(20_000) } })['Nội dung quét'] ?? '';
    expect(long.length).toBeLessThanOrEqual(SHEET_CELL_LIMIT);
    expect([long.isWellFormed(), long.endsWith('…')]).toEqual([true, true]);
  });
});
