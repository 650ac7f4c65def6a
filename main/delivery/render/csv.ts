import { stringify } from 'csv-stringify/sync';
import { CSV_BOM, CSV_HEADER, csvCells } from '../../../core/batch/csv.ts';
import type { OpenedRow } from '../../../core/batch/table.ts';
import type { Sink } from '../spool.ts';

/** Writes pages of events; `end` finishes the file. */
export interface Renderer {
  page(rows: readonly OpenedRow[]): Promise<void>;
  end(): Promise<void>;
}

// CR LF between records (RFC 4180); a lone CR or LF inside a cell is quoted too, for readers that split on it.
const OPTIONS = { record_delimiter: '\r\n', quoted_match: /[\r\n]/ };

/** events.csv: UTF-8 with BOM, RFC 4180, cells defused (core/batch/cell.ts). */
export async function csvRenderer(sink: Sink): Promise<Renderer> {
  await sink.write(Buffer.from(CSV_BOM + stringify([[...CSV_HEADER]], OPTIONS)));
  return {
    page: (rows) => sink.write(Buffer.from(stringify(rows.map(csvCells), OPTIONS))),
    end: () => Promise.resolve(),
  };
}
