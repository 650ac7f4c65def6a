import { defuse, undefuse } from './cell.ts';
import { COLUMNS, type OpenedRow, type Value, valuesOf } from './table.ts';

/** UTF-8 byte order mark: without it Excel reads a CSV in the system's code page. */
export const CSV_BOM = '\uFEFF';
/** Columns of events.csv, in order: every column of the record but the binary ones. */
export const CSV_HEADER: readonly string[] = COLUMNS.filter((one) => one.inCsv).map((one) => one.name);

/**
 * Cells of one event for events.csv, already defused: numbers in decimal, times as ISO 8601 in UTC with
 * milliseconds, null as the empty cell.
 */
export function csvCells(opened: OpenedRow): string[] {
  const values = valuesOf(opened);
  const cells: string[] = [];
  COLUMNS.forEach((column, index) => {
    if (column.inCsv) cells.push(csvCell(column.type === 'timestamp', values[index] ?? null));
  });
  return cells;
}

function csvCell(isTime: boolean, value: Value): string {
  if (value === null || value instanceof Uint8Array) return '';
  // A negative number (offset west of Greenwich) is ours and stays a number; texts are strangers'.
  if (typeof value === 'number') return isTime ? new Date(value).toISOString() : String(value);
  return defuse(value);
}

/** Raw text of a cell as a reader of events.csv gets it: numbers are left alone, so their minus sign stays. */
export function csvText(cell: string): string {
  return undefuse(cell);
}
