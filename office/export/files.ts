import { once } from 'node:events';
import { closeSync, createWriteStream, openSync } from 'node:fs';
import { WorkbookWriter } from '@cj-tech-master/excelts';
import { stringify } from 'csv-stringify/sync';
import { CSV_BOM } from '../../core/batch/csv.ts';
import type { Layout } from '../../core/batch/layout.ts';
import { parquetWriter } from '../../core/batch/parquet.ts';

export const FORMATS = ['parquet', 'csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

/** A file that rows are written to, page by page. */
export interface RowFile<Row> {
  page(rows: readonly Row[]): Promise<void>;
  end(): Promise<void>;
}

/** Opens a file of a layout; nothing but a page and what a format needs is held in memory. */
export const openRowFile = <Row>(path: string, format: Format, layout: Layout<Row>): RowFile<Row> =>
  ({ parquet: parquetFile, csv: csvFile, xlsx: xlsxFile })[format](path, layout);

/** There are names in it, in the open: for nobody but the account that writes it. */
const FILE_MODE = 0o600;

/** What is written waits for the disk; `end` waits for the last byte. */
function openOut(path: string) {
  const out = createWriteStream(path, { flags: 'wx', mode: FILE_MODE });
  const failed = once(out, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  const done = once(out, 'close');
  // It fails too where writing did: nobody waits for it then.
  done.catch(() => undefined);
  return {
    write: async (bytes: Uint8Array | string): Promise<void> => {
      if (!out.write(bytes)) await Promise.race([once(out, 'drain'), failed]);
    },
    end: async (): Promise<void> => {
      out.end();
      await Promise.race([done, failed]);
    },
  };
}

// As the gate writes it: CR LF between records (RFC 4180); a lone CR or LF inside a cell is quoted too.
const CSV_OPTIONS = { record_delimiter: '\r\n', quoted_match: /[\r\n]/ };

function csvFile<Row>(path: string, layout: Layout<Row>): RowFile<Row> {
  const out = openOut(path);
  const head = out.write(CSV_BOM + stringify([[...layout.csvHeader]], CSV_OPTIONS));
  return {
    page: async (rows) => {
      await head;
      await out.write(
        stringify(
          rows.map((row) => [...layout.csvCells(row)]),
          CSV_OPTIONS,
        ),
      );
    },
    end: async () => {
      await head;
      await out.end();
    },
  };
}

/** Most rows of a sheet below its headings (Microsoft, Excel specifications and limits: 1,048,576 in all). */
const SHEET_ROWS = 1_048_575;

function xlsxFile<Row>(path: string, layout: Layout<Row>): RowFile<Row> {
  // The writer takes no mode: it finds a file that nobody else may read.
  closeSync(openSync(path, 'wx', FILE_MODE));
  const book = new WorkbookWriter({ filename: path, useStyles: true, useSharedStrings: false });
  // Text, so that 001099000001 and 0901… keep their zeros.
  const style = { numFmt: '@' };
  const open = (nth: number) => {
    const name = nth === 1 ? layout.sheetName : `${layout.sheetName} ${nth}`;
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = layout.sheetColumns.map(({ heading, width }) => ({ header: heading, width, style }));
    return sheet;
  };
  let [nth, rowsIn] = [1, 0];
  let sheet = open(nth);
  return {
    page: async (rows) => {
      for (const row of rows) {
        if (rowsIn === SHEET_ROWS) {
          sheet.commit();
          nth += 1;
          rowsIn = 0;
          sheet = open(nth);
        }
        sheet.addRow(layout.sheetCells(row).map((cell) => (cell === '' ? null : cell))).commit();
        rowsIn += 1;
      }
      // The writer compresses beside us: it needs its turn, or all would pile up.
      await new Promise((resolve) => setImmediate(resolve));
    },
    end: async () => {
      sheet.commit();
      await book.commit();
    },
  };
}

function parquetFile<Row>(path: string, layout: Layout<Row>): RowFile<Row> {
  const out = openOut(path);
  const writer = parquetWriter(out, layout);
  return {
    page: writer.page,
    end: async () => {
      await writer.end();
      await out.end();
    },
  };
}
