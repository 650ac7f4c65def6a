import { defuse } from './cell.ts';
import type { Column, Value } from './table.ts';

/** UTF-8 byte order mark: without it Excel reads a CSV in the system's code page. */
export const CSV_BOM = '\uFEFF';

/** Names of the columns that a CSV has of these: every one but the binary ones. */
export const csvHeader = (columns: readonly Column[]): readonly string[] =>
  columns.filter((one) => one.inCsv).map((one) => one.name);

/**
 * Cells of one row for a CSV, already defused: numbers in decimal, times as ISO 8601 in UTC with milliseconds, null as
 * the empty cell. `values` are in the order of `columns`.
 */
export function csvCells(columns: readonly Column[], values: readonly Value[]): string[] {
  const cells: string[] = [];
  columns.forEach((column, index) => {
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
