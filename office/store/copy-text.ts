import { columnsOf, type RowProfile } from '../../core/batch/profile.ts';
import { COLUMNS, type ColumnType } from '../../core/batch/table.ts';
import { quoted } from './tables.ts';

/*
 * Rows as lines of PostgreSQL's COPY in text format (PostgreSQL 15, COPY, File Formats), made by DuckDB where it reads
 * them: a million rows need not become objects first.
 */

/** How COPY writes null. */
const NULL = String.raw`'\N'`;

/**
 * Expression of DuckDB for one line of the event table: owner, columns of the profile, null for the others; tabs between,
 * no line end.
 */
export function eventLineSql(profile: RowProfile): string {
  const there = new Set(columnsOf(profile).map(({ name }) => name));
  const cells = [
    ...['log_id', 'site', 'gate'].map((name) => cellSql(name, 'text')),
    ...COLUMNS.map(({ name, type }) => (there.has(name) ? cellSql(name, type) : NULL)),
  ];
  return `concat_ws(chr(9), ${cells.join(', ')})`;
}

function cellSql(name: string, type: ColumnType): string {
  const column = quoted(name);
  switch (type) {
    case 'text':
      return `coalesce(${escaped(column)}, ${NULL})`;
    case 'bytes':
      return String.raw`coalesce('\\x' || lower(hex(${column})), ${NULL})`;
    default:
      return `coalesce(CAST(${column} AS VARCHAR), ${NULL})`;
  }
}

/**
 * What COPY reads as itself. PostgreSQL's texts hold no U+0000; it becomes its picture, as in a workbook. The sealed
 * snapshot in `payload` has the text itself.
 */
const escaped = (column: string): string =>
  [
    ['chr(0)', "'\u2400'"],
    [String.raw`'\'`, String.raw`'\\'`],
    ['chr(9)', String.raw`'\t'`],
    ['chr(10)', String.raw`'\n'`],
    ['chr(13)', String.raw`'\r'`],
  ].reduce((sql, [from, to]) => `replace(${sql}, ${from}, ${to})`, column);
