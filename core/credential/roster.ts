import { parse } from 'csv-parse/sync';
import { normaliseNumber } from '../person/documents.ts';
import { tidyName } from '../person/fold.ts';
import { visibleText } from '../read/clean.ts';
import { LONGEST_BADGE } from './badge.ts';
import type { CredentialContext, RosterEntry } from './credential.ts';
import { readDate, readIsoDate } from './fields.ts';
import { findColumns, type RosterColumns, type RosterHeadings } from './roster-columns.ts';
import { wrongLine } from './roster-text.ts';

/** The roster by badge code in its one written form. */
export type Roster = ReadonlyMap<string, RosterEntry>;

/** Most lines that a roster may have; a whole hospital has a few thousand. */
export const ROSTER_LIMIT = 200_000;

/** The row of headings stands among so many first rows: spreadsheets have a title above. */
const HEAD_ROWS = 10;
/** Longest name or department, in characters. */
const LONGEST_TEXT = 200;

/**
 * Reads a roster: CSV (RFC 4180) with commas, with `;` as Excel writes it here, or with tabs. A row of headings names
 * the columns, in any order and in Vietnamese or English; code and name must be there, department, first and last
 * day need not. Days are written `dd/MM/yyyy` or `yyyy-MM-dd`. Lines that hold nothing are passed over.
 * @param headings headings of this site's file, where they are none of the usual ones (roster-columns.ts)
 * @throws GatelogError `roster/invalid` with the line, counted from 1, and what is wrong there; never a cell
 */
export function parseRoster(csv: string, headings: RosterHeadings = {}): Roster {
  const { delimiter, columns, headRow } = findHead(csv, headings);
  const rows = readRows(csv, delimiter, headRow + 1 + ROSTER_LIMIT + 1).slice(headRow + 1);
  const over = rows[ROSTER_LIMIT];
  if (over !== undefined) throw wrongLine(over.line, `more than ${ROSTER_LIMIT} badges`, 'too-many');
  const roster = new Map<string, RosterEntry>();
  for (const row of rows) {
    const [code, entry] = readLine(row, columns);
    if (roster.has(code)) throw wrongLine(row.line, 'code stands twice in the roster', 'code-twice');
    roster.set(code, entry);
  }
  return roster;
}

/**
 * The lookup that parsers get. Case of a scanned code does not matter, nor do spaces around it or several in place of
 * one; one inside it counts.
 */
export function badgeLookup(roster: Roster): CredentialContext['badge'] {
  return (code) => roster.get(normaliseNumber('badge', code)) ?? null;
}

interface Row {
  readonly cells: readonly string[];
  /** Counted from 1. */
  readonly line: number;
}

function readLine({ cells, line }: Row, columns: RosterColumns): readonly [code: string, entry: RosterEntry] {
  const at = (column: number | null): string => visibleText(cells[column ?? -1] ?? '').trim();
  const code = normaliseNumber('badge', at(columns.code));
  if (code === '' || code.length > LONGEST_BADGE) {
    throw wrongLine(line, `code is empty or longer than ${LONGEST_BADGE} characters`, 'code-length');
  }
  if (/^\d[.,]\d+E\+\d+$/.test(code)) {
    throw wrongLine(
      line,
      'a spreadsheet has rounded the code (1.2E+11): make the column text and enter it anew',
      'code-rounded',
    );
  }
  const name = tidyName(columns.name.map(at).join(' '));
  if (name === '' || name.length > LONGEST_TEXT) {
    throw wrongLine(line, `name is empty or longer than ${LONGEST_TEXT} characters`, 'name-length');
  }
  const department = tidyName(at(columns.department));
  if (department.length > LONGEST_TEXT) {
    throw wrongLine(line, `department is longer than ${LONGEST_TEXT} characters`, 'department-length');
  }
  const validFrom = readDay(at(columns.validFrom), line, 'first');
  const validTo = readDay(at(columns.validTo), line, 'last');
  if (validFrom !== null && validTo !== null && validFrom > validTo) {
    throw wrongLine(line, 'the first day is after the last day', 'days-reversed');
  }
  return [code, { name, department: department === '' ? null : department, validFrom, validTo }];
}

function readDay(field: string, line: number, which: 'first' | 'last'): string | null {
  if (field === '' || field === '-') return null;
  const day = readIsoDate(field) ?? (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$/.test(field) ? readDate(field) : null);
  if (day === null)
    throw wrongLine(line, `the ${which} day is no date: write dd/MM/yyyy or yyyy-MM-dd`, `${which}-day`);
  return day;
}

interface Head {
  readonly delimiter: string;
  readonly columns: RosterColumns;
  /** Index of the row of headings among the rows that hold something. */
  readonly headRow: number;
}

/** The delimiter is the one by which a row of headings can be found. */
function findHead(csv: string, headings: RosterHeadings): Head {
  let wrong: Error | null = null;
  for (const delimiter of [',', ';', '\t']) {
    try {
      for (const [headRow, { cells, line }] of readRows(csv, delimiter, HEAD_ROWS).entries()) {
        const found = findColumns(cells, headings);
        if (found.kind === 'found') return { delimiter, columns: found.columns, headRow };
        if (found.kind === 'wrong') throw wrongLine(line, found.what, found.why);
      }
    } catch (error) {
      wrong ??= error instanceof Error ? error : null;
    }
  }
  throw (
    wrong ??
    wrongLine(1, `none of the first ${HEAD_ROWS} lines names the columns of code and name`, 'no-headings')
  );
}

function readRows(csv: string, delimiter: string, to: number): readonly Row[] {
  const rows: Row[] = [];
  try {
    parse(csv, {
      bom: true,
      delimiter,
      relaxColumnCount: true,
      skipEmptyLines: true,
      skipRecordsWithEmptyValues: true,
      to,
      trim: true,
      onRecord: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines });
        return null;
      },
    });
    return rows;
  } catch (cause) {
    const line = cause instanceof Error && 'lines' in cause ? Number(cause.lines) : Number.NaN;
    throw wrongLine(Number.isSafeInteger(line) && line > 0 ? line : 1, 'the file is not CSV', 'not-csv');
  }
}
