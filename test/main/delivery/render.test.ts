import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import fc from 'fast-check';
import { asyncBufferFromFile, parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { undefuse } from '../../../core/batch/cell.ts';
import type { EventRow } from '../../../core/batch/event.ts';
import { eventLayout, type Layout } from '../../../core/batch/layout.ts';
import { SHEET_NAME } from '../../../core/batch/sheet.ts';
import { COLUMNS, type OpenedRow, openRow, valuesOf } from '../../../core/batch/table.ts';
import { csvRenderer, type Renderer } from '../../../main/delivery/render/csv.ts';
import { parquetRenderer } from '../../../main/delivery/render/parquet.ts';
import { xlsxRenderer } from '../../../main/delivery/render/xlsx.ts';
import { type Sink, writeSpoolFile } from '../../../main/delivery/spool.ts';
import { readCsv } from '../../../office/read-csv.ts';
import { readRecord } from '../../../office/read-record.ts';
import { readSheet } from '../../../office/read-sheet.ts';
import { plainSource } from '../../../office/source.ts';
import { testFolder } from '../../support/folder.ts';
import { sampleRows } from '../../support/sample-log.ts';

const layout = eventLayout('full', 'vi');

async function render(
  make: (sink: Sink, layout: Layout<OpenedRow>) => Renderer<OpenedRow> | Promise<Renderer<OpenedRow>>,
  rows: readonly EventRow[],
): Promise<string> {
  const path = join(testFolder(), 'file');
  await writeSpoolFile(path, null, async (sink) => {
    const renderer = await make(sink, layout);
    for (let from = 0; from < rows.length; from += 500) {
      await renderer.page(rows.slice(from, from + 500).map(openRow));
    }
    await renderer.end();
  });
  return path;
}

/** Whatever a scanner may deliver: any characters, and those that CSV, XML and spreadsheets care about. */
const foreign = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      ',',
      '\r',
      '\n',
      '\t',
      "'",
      '=',
      '<',
      '&',
      ']]>',
      '_x000D_',
      '\u0000',
      '\uFEFF',
      'ế',
      '😀',
    ),
    maxLength: 12,
  }),
);
const people = fc.array(
  fc.record({
    name: foreign,
    raw: foreign,
    note: fc.option(foreign),
    fields: fc.dictionary(foreign, foreign, { maxKeys: 2 }),
  }),
  { minLength: 1, maxLength: 8 },
);
const rowsFor = (personal: readonly { name: string; raw: string; note: string | null }[]): EventRow[] =>
  sampleRows(personal.length, (seq) => ({ personal: personal[seq - 1] ?? {} }));

describe('what is rendered is read back', () => {
  it('from Parquet, every typed column of any text', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (personal) => {
        const rows = rowsFor(personal);
        const found: unknown[] = [];
        for await (const record of readRecord(plainSource(await render(parquetRenderer, rows)), COLUMNS))
          found.push(record.values);
        expect(found).toEqual(
          rows.map((row) =>
            valuesOf(openRow(row)).map((value) =>
              value instanceof Uint8Array ? new Uint8Array(value) : value,
            ),
          ),
        );
      }),
      // Each run starts a thread that unpacks: few runs of many people.
      { numRuns: 8 },
    );
  });

  it('from CSV, every cell of any text, and undefused it is the raw text', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (personal) => {
        const rows = rowsFor(personal);
        const found: (readonly string[])[] = [];
        for await (const cells of readCsv(plainSource(await render(csvRenderer, rows)))) found.push(cells);
        expect(found).toEqual([[...layout.csvHeader], ...rows.map((row) => layout.csvCells(openRow(row)))]);
        const column = layout.csvHeader.indexOf('raw');
        expect(found.slice(1).map((cells) => undefuse(cells[column] ?? ''))).toEqual(
          rows.map((row) => openRow(row).personal?.raw),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('from XLSX, every cell of any text', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (personal) => {
        const rows = rowsFor(personal);
        const found: (readonly string[])[] = [];
        for await (const cells of readSheet(
          plainSource(await render(xlsxRenderer, rows)),
          layout.sheetColumns.length,
        ))
          found.push(cells);
        expect(found).toEqual([
          layout.sheetColumns.map(({ heading }) => heading),
          ...rows.map((row) => layout.sheetCells(openRow(row))),
        ]);
      }),
      // Each run starts a thread that unpacks: few runs of many people.
      { numRuns: 8 },
    );
  });
});

describe('other programs', () => {
  it('see typed columns in Parquet, in row groups of 10,000', async () => {
    const path = await render(parquetRenderer, sampleRows(10_001));
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([10_000, 1]);
    const schema = parquetSchema(metadata).children.map(({ element }) => [
      element.name,
      element.logical_type?.type ?? element.type,
      element.repetition_type,
    ]);
    const shown = {
      int64: 'INT64',
      int32: 'INT32',
      timestamp: 'TIMESTAMP',
      text: 'STRING',
      bytes: 'BYTE_ARRAY',
    };
    expect(schema).toEqual(
      COLUMNS.map(({ name, type, nullable }) => [name, shown[type], nullable ? 'OPTIONAL' : 'REQUIRED']),
    );
  });

  it('open the workbook: one sheet, a frozen heading, text cells that keep their zeros', async () => {
    const path = await render(xlsxRenderer, sampleRows(3));
    const book = new Workbook();
    await book.xlsx.readFile(path);
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual([SHEET_NAME]);
    const [sheet] = book.worksheets;
    const column = layout.sheetColumns.findIndex(({ heading }) => heading === 'Số giấy tờ') + 1;
    expect(sheet?.getRow(3).getCell(column).value).toBe('001099000002');
    expect(sheet?.getRow(3).getCell(column).numFmt).toBe('@');
    expect(sheet?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
  });
});
