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

/**
 * The CSV and the workbook of a record, as far as they are sound; what differs becomes a problem.
 * @param layouts of the record, which differ in the wording of the workbook; the one that is written now first
 */
export function copiesOf<Row>(
  layouts: readonly [Layout<Row>, ...Layout<Row>[]],
  record: string,
  sound: ReadonlyMap<string, FileSource>,
  problems: Problems,
): readonly Copy<Row>[] {
  const copies: Copy<Row>[] = [];
  const [layout] = layouts;
  const csv = sound.get(`${record}.csv`);
  if (csv !== undefined) {
    const differs = differing('csv-differs', `${record}.csv`, problems);
    copies.push(copyOf(readCsv(csv), layout.csvHeader, [layout.csvCells], differs));
  }
  const sheet = sound.get(`${record}.xlsx`);
  if (sheet !== undefined) {
    const headings = layout.sheetColumns.map((column) => column.heading);
    const differs = differing('sheet-differs', `${record}.xlsx`, problems);
    const wordings = layouts.map(({ sheetCells }) => sheetCells);
    copies.push(copyOf(readSheet(sheet, headings.length), headings, wordings, differs));
  }
  return copies;
}

type Differs = (seq: number | null, facts: string) => void;
const differing =
  (code: ProblemCode, file: string, problems: Problems): Differs =>
  (seq, facts) =>
    problems.add(code, file, seq, facts);

/** @param wordings in which the file may be written, from its first row to its last */
function copyOf<Row>(
  rows: AsyncGenerator<readonly string[]>,
  headings: readonly string[],
  wordings: readonly ((row: Row) => readonly string[])[],
  differs: Differs,
): Copy<Row> {
  let broken = false;
  let possible = wordings;
  const next = async (): Promise<readonly string[] | null> => {
    try {
      const row = await rows.next();
      return row.done === true ? null : row.value;
    } catch {
      broken = true;
      return null;
    }
  };
  /** The next row of the file, or null where there is none that could be compared; that is said once. */
  const foundAt = async (seq: number | null): Promise<readonly string[] | null> => {
    if (broken) return null;
    const found = await next();
    if (found !== null) return found;
    broken = true;
    differs(seq, 'unreadable or ends here');
    return null;
  };
  const compare = (seq: number | null, found: readonly string[], expected: readonly string[]): void => {
    const wrong = expected.findIndex((cell, index) => cell !== found[index]);
    if (wrong >= 0) differs(seq, headings[wrong] ?? '');
    else if (found.length !== expected.length) differs(seq, 'extra cells');
  };
  return {
    start: async () => {
      const found = await foundAt(null);
      if (found !== null) compare(null, found, headings);
    },
    compare: async (seq, row) => {
      const found = await foundAt(seq);
      if (found === null) return;
      const told = possible.map((cells) => {
        const expected = cells(row);
        return { cells, expected, differences: differences(found, expected) };
      });
      const fewest = Math.min(...told.map((one) => one.differences));
      // The first row that tells them apart says in which wording all the others have to be.
      const nearest = told.filter((one) => one.differences === fewest);
      possible = nearest.map(({ cells }) => cells);
      compare(seq, found, nearest[0]?.expected ?? []);
    },
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

const differences = (found: readonly string[], expected: readonly string[]): number =>
  expected.filter((cell, index) => cell !== found[index]).length;
