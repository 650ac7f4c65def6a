import { COUNT_COLUMNS, type CountRow, countValues } from './counts.ts';
import { csvCells, csvHeader } from './csv.ts';
import { columnsOf, type RowProfile } from './profile.ts';
import {
  type Headings,
  KIND_WORDS,
  SHEET_COLUMNS,
  SHEET_NAME,
  type SheetWording,
  sheetCell,
} from './sheet.ts';
import { laneWord } from './sheet-words.ts';
import { COLUMNS, type Column, type OpenedRow, type Value, valuesOf } from './table.ts';

/** How rows become files: what Parquet, CSV and workbook hold of each. Writing and verifying go by the same layout. */
export interface Layout<Row> {
  /** Columns of the Parquet file, in order. */
  readonly columns: readonly Column[];
  readonly values: (row: Row) => readonly Value[];
  readonly csvHeader: readonly string[];
  readonly csvCells: (row: Row) => readonly string[];
  readonly sheetName: string;
  /** Widths in characters. */
  readonly sheetColumns: readonly { readonly heading: string; readonly width: number }[];
  readonly sheetCells: (row: Row) => readonly string[];
}

/**
 * Files of the events themselves. Rows have been through `profiled` of the same profile.
 * @param wording of the workbook; another than the one that is written only to verify
 */
export function eventLayout(
  profile: RowProfile,
  headings: Headings,
  wording: SheetWording = 'words',
): Layout<OpenedRow> {
  const columns = columnsOf(profile);
  const kept = columns.map((one) => COLUMNS.indexOf(one));
  const values =
    columns.length === COLUMNS.length
      ? valuesOf
      : (opened: OpenedRow): readonly Value[] => {
          const all = valuesOf(opened);
          return kept.map((index) => all[index] ?? null);
        };
  const names = new Set(columns.map(({ name }) => name));
  const sheet = SHEET_COLUMNS.filter(({ shows }) => names.has(shows));
  return {
    columns,
    values,
    csvHeader: csvHeader(columns),
    csvCells: (opened) => csvCells(columns, values(opened)),
    sheetName: SHEET_NAME,
    sheetColumns: sheet.map(({ heading, width }) => ({ heading: heading[headings], width })),
    sheetCells: (opened) => sheet.map(({ cells }) => sheetCell(cells[wording](opened, headings) ?? '')),
  };
}

const COUNT_HEADINGS: Readonly<Record<Headings, readonly string[]>> = {
  vi: ['Ngày', 'Giờ', 'Làn', 'Lượt', 'Số lượt'],
  en: ['Day', 'Hour', 'Lane', 'What', 'How many'],
};
const COUNT_WIDTHS = [12, 8, 14, 18, 10];

/**
 * Files of the `counts` profile.
 * @param wording of the workbook; another than the one that is written only to verify
 */
export function countLayout(headings: Headings, wording: SheetWording = 'words'): Layout<CountRow> {
  const lane = (name: string): string => (wording === 'words' ? laneWord(name, headings) : name);
  return {
    columns: COUNT_COLUMNS,
    values: countValues,
    csvHeader: csvHeader(COUNT_COLUMNS),
    csvCells: (row) => csvCells(COUNT_COLUMNS, countValues(row)),
    sheetName: SHEET_NAME,
    sheetColumns: COUNT_HEADINGS[headings].map((heading, index) => ({
      heading,
      width: COUNT_WIDTHS[index] ?? 12,
    })),
    sheetCells: (row) =>
      [row.day, String(row.hour), lane(row.lane), KIND_WORDS[row.kind][headings], String(row.events)].map(
        sheetCell,
      ),
  };
}
