import { stringify } from 'csv-stringify/sync';
import { CSV_BOM } from '../../../core/batch/csv.ts';
import type { Layout } from '../../../core/batch/layout.ts';
import type { Sink } from '../spool.ts';

/** Writes pages of rows; `end` finishes the file. */
export interface Renderer<Row> {
  page(rows: readonly Row[]): Promise<void>;
  end(): Promise<void>;
}

// CR LF between records (RFC 4180); a lone CR or LF inside a cell is quoted too, for readers that split on it.
const OPTIONS = { record_delimiter: '\r\n', quoted_match: /[\r\n]/ };

/** The file for programs: UTF-8 with BOM, RFC 4180, cells defused (core/batch/cell.ts). */
export async function csvRenderer<Row>(sink: Sink, layout: Layout<Row>): Promise<Renderer<Row>> {
  await sink.write(Buffer.from(CSV_BOM + stringify([[...layout.csvHeader]], OPTIONS)));
  return {
    page: (rows) =>
      sink.write(
        Buffer.from(
          stringify(
            rows.map((row) => [...layout.csvCells(row)]),
            OPTIONS,
          ),
        ),
      ),
    end: () => Promise.resolve(),
  };
}
