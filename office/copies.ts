import type { Layout } from '../core/batch/layout.ts';
import type { ProblemCode, Problems } from './problem.ts';
import { readCsv } from './read-csv.ts';
import { readSheet } from './read-sheet.ts';
import type { FileSource } from './source.ts';

/** A file that says the same as the record, read beside it row by row. */
export interface Copy<Row> {
  start(): Promise<void>;
  compare(seq: number | null, row: Row): Promise<void>;
  end(): Promise<void>;
  close(): Promise<void>;
}

/** The CSV and the workbook of a record, as far as they are sound; what differs becomes a problem. */
export function copiesOf<Row>(
  layout: Layout<Row>,
  record: string,
  sound: ReadonlyMap<string, FileSource>,
  problems: Problems,
): readonly Copy<Row>[] {
  const copies: Copy<Row>[] = [];
  const csv = sound.get(`${record}.csv`);
  if (csv !== undefined) {
    const differs = differing('csv-differs', `${record}.csv`, problems);
    copies.push(copyOf(readCsv(csv), layout.csvHeader, layout.csvCells, differs));
  }
  const sheet = sound.get(`${record}.xlsx`);
  if (sheet !== undefined) {
    const headings = layout.sheetColumns.map((column) => column.heading);
    const differs = differing('sheet-differs', `${record}.xlsx`, problems);
    copies.push(copyOf(readSheet(sheet, headings.length), headings, layout.sheetCells, differs));
  }
  return copies;
}

type Differs = (seq: number | null, facts: string) => void;
const differing =
  (code: ProblemCode, file: string, problems: Problems): Differs =>
  (seq, facts) =>
    problems.add(code, file, seq, facts);

function copyOf<Row>(
  rows: AsyncGenerator<readonly string[]>,
  headings: readonly string[],
  cells: (row: Row) => readonly string[],
  differs: Differs,
): Copy<Row> {
  let broken = false;
  const next = async (): Promise<readonly string[] | null> => {
    try {
      const row = await rows.next();
      return row.done === true ? null : row.value;
    } catch {
      broken = true;
      return null;
    }
  };
  const compare = async (seq: number | null, expected: readonly string[]): Promise<void> => {
    if (broken) return;
    const found = await next();
    if (found === null) {
      broken = true;
      differs(seq, 'unreadable or ends here');
      return;
    }
    const wrong = expected.findIndex((cell, index) => cell !== found[index]);
    if (wrong >= 0) differs(seq, headings[wrong] ?? '');
    else if (found.length !== expected.length) differs(seq, 'extra cells');
  };
  return {
    start: () => compare(null, headings),
    compare: (seq, row) => compare(seq, cells(row)),
    end: async () => {
      if (broken) return;
      // What cannot be read behind the last row is no end either: another program may show it.
      if ((await next()) !== null || broken) differs(null, 'extra rows');
    },
    close: async () => {
      await rows.return(undefined).catch(() => undefined);
    },
  };
}
