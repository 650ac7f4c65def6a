import { parse } from 'csv-parse/sync';
import { GatelogError } from '../errors.ts';
import { normaliseNumber } from '../person/documents.ts';
import { tidyName } from '../person/fold.ts';
import { LONGEST_BADGE } from './badge.ts';
import type { CredentialContext, RosterEntry } from './credential.ts';

/** The roster by badge code in its one written form. */
export type Roster = ReadonlyMap<string, RosterEntry>;

/** Most lines that a roster may have; a whole hospital has a few thousand. */
export const ROSTER_LIMIT = 200_000;

/**
 * Reads a roster: CSV (RFC 4180, also with `;` as Excel writes it here) with a first line that names the columns
 * `code`, `name` and, if wanted, `department`, in any order. UTF-8, with or without BOM.
 * @throws GatelogError `roster/invalid` with the line, counted from 1, and what is wrong there; never a name
 */
export function parseRoster(csv: string): Roster {
  const [head, ...lines] = readRows(csv);
  const columns = (head ?? []).map((column) => column.trim().toLowerCase());
  const [code, name, department] = ['code', 'name', 'department'].map((column) => columns.indexOf(column));
  if (code === undefined || name === undefined || code < 0 || name < 0) {
    throw new GatelogError('roster/invalid', 'the first line must name the columns code and name', {
      line: 1,
    });
  }
  const roster = new Map<string, RosterEntry>();
  lines.forEach((cells, index) => {
    const line = index + 2;
    const key = normaliseNumber('badge', cells[code] ?? '');
    const person = tidyName(cells[name] ?? '');
    if (key === '' || key.length > LONGEST_BADGE)
      throw wrong(line, 'code is empty or longer than 64 characters');
    if (person === '' || person.length > 200)
      throw wrong(line, 'name is empty or longer than 200 characters');
    if (roster.has(key)) throw wrong(line, 'code stands twice in the roster');
    const place = tidyName(cells[department ?? -1] ?? '');
    roster.set(key, {
      name: person,
      department: place === '' ? null : place,
      validFrom: null,
      validTo: null,
    });
  });
  return roster;
}

/** The lookup that parsers get: case and spaces of a scanned code do not matter. */
export function badgeLookup(roster: Roster): CredentialContext['badge'] {
  return (code) => roster.get(normaliseNumber('badge', code)) ?? null;
}

const wrong = (line: number, what: string): GatelogError =>
  new GatelogError('roster/invalid', `line ${line}: ${what}`, { line });

function readRows(csv: string): readonly (readonly string[])[] {
  const firstLine = csv.slice(0, 1000).split(/\r|\n/, 1)[0] ?? '';
  try {
    return parse(csv, {
      bom: true,
      delimiter: firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',',
      relaxColumnCount: true,
      skipEmptyLines: true,
      to: ROSTER_LIMIT + 1,
      trim: true,
    });
  } catch (cause) {
    throw new GatelogError('roster/invalid', 'the file is not CSV', {}, { cause });
  }
}
