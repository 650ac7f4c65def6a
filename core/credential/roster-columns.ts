import { foldName } from '../person/fold.ts';
import type { RosterWrong } from './roster-text.ts';

/** What a line of a roster says; settings call the columns by these words. */
export const ROSTER_ROLES = ['code', 'name', 'department', 'validFrom', 'validTo'] as const;
export type RosterRole = (typeof ROSTER_ROLES)[number];

/** Headings that a site gives for the columns of its roster; those left out are found by their usual names. */
export type RosterHeadings = { readonly [role in RosterRole]?: string | undefined };

/** Where the columns stand, from 0; null where the file has none of that role. */
export interface RosterColumns {
  readonly code: number;
  /** One column, or family name and given name in this order. */
  readonly name: readonly number[];
  readonly department: number | null;
  readonly validFrom: number | null;
  readonly validTo: number | null;
}

/** Words between commas. */
const list = (words: string): readonly string[] => words.split(',').map((word) => word.trim());

/** Usual headings as `foldName` gives them, one list a role; of several that a file has, the first is meant. */
const USUAL: Readonly<Record<RosterRole | 'family' | 'given', readonly string[]>> = {
  code: list(`
    code, badge code, badge, card code, card number, card no, card id, card, ma the, ma so the, so the,
    ma the tu, ma vach, ma qr, ma, ma so, barcode, qr code, ma nhan vien, ma so nhan vien, ma nv, msnv,
    ma can bo, ma hoc sinh, ma sinh vien, mssv, employee id, employee code, employee no, staff id,
    staff code, student id, id
  `),
  name: list(`
    name, full name, fullname, holder, employee name, staff name, student name, ho ten, ho va ten,
    ho ten nhan vien, ho va ten nhan vien, ten nhan vien, ten day du
  `),
  family: list(`
    ho, ho dem, ho va dem, ho lot, ho va ten dem, ho ten dem, ho va ten lot, ho chu dem, surname,
    family name, last name
  `),
  given: list(`
    ten, given name, first name
  `),
  department: list(`
    department, dept, phong ban, khoa phong, phong khoa, khoa, phong, bo phan, don vi, unit, division,
    section, team, class, to nhom, lop, ban, noi lam viec
  `),
  validFrom: list(`
    validfrom, valid from, start date, start, begins, from date, from, tu ngay, ngay bat dau, bat dau,
    hieu luc tu, co hieu luc tu, ngay hieu luc, co gia tri tu
  `),
  validTo: list(`
    validto, valid to, valid until, valid till, end date, end, expires, expiry, expiry date, to date,
    to, until, den ngay, ngay het han, het han, han dung, han su dung, ngay ket thuc, ket thuc, hieu luc den,
    co hieu luc den, het hieu luc, co gia tri den
  `),
};

/** What a row of headings came to; `wrong` names roles only, never a cell. */
export type FoundColumns =
  | { readonly kind: 'found'; readonly columns: RosterColumns }
  /** No column for the code or the name: this is no row of headings. */
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly what: string; readonly why: RosterWrong };

/**
 * Finds the columns in a row of headings. Case, accents, signs and spaces do not matter: `Mã thẻ`, `MA THE` and
 * `ma_the` are one; nor does what stands in brackets or behind a slash, `Mã thẻ / Card code`.
 */
export function findColumns(cells: readonly string[], wanted: RosterHeadings): FoundColumns {
  const whole = cells.map(foldName);
  const short = cells.map(foldHeading);
  const taken = new Set<number>();
  const twice: RosterRole[] = [];
  const missing: RosterRole[] = [];
  const indexOf = (
    headings: readonly string[],
    names: readonly string[],
    role: RosterRole,
  ): number | null => {
    for (const name of names) {
      const [index, another] = headings.flatMap((heading, at) =>
        heading === name && !taken.has(at) ? [at] : [],
      );
      if (index === undefined) continue;
      if (another !== undefined) twice.push(role);
      return index;
    }
    return null;
  };
  const asWanted = ROSTER_ROLES.flatMap((role) => {
    const heading = wanted[role];
    if (heading === undefined) return [];
    const index = indexOf(whole, [foldName(heading)], role);
    if (index === null) missing.push(role);
    else taken.add(index);
    return [[role, index] as const];
  });
  const given: ReadonlyMap<RosterRole, number | null> = new Map(asWanted);
  const columnOf = (role: RosterRole): number | null => {
    const index = given.get(role);
    return index === undefined ? indexOf(short, USUAL[role], role) : index;
  };

  const code = columnOf('code');
  const name = columnOf('name');
  const firstName = name === null && !given.has('name') ? indexOf(short, USUAL.given, 'name') : null;
  const family = firstName === null ? null : indexOf(short, USUAL.family, 'name');
  const names = [name, family, firstName].filter((index) => index !== null);
  if (code === null || names.length === 0) return { kind: 'none' };
  const columns = {
    code,
    name: names,
    department: columnOf('department'),
    validFrom: columnOf('validFrom'),
    validTo: columnOf('validTo'),
  };
  if (missing.length > 0) {
    return {
      kind: 'wrong',
      what: `no column has the heading of the settings for ${missing.join(', ')}`,
      why: 'heading-missing',
    };
  }
  return twice.length > 0
    ? {
        kind: 'wrong',
        what: `two columns have the same heading for ${twice.join(', ')}`,
        why: 'heading-twice',
      }
    : { kind: 'found', columns };
}

/** `Tổ`, a team, would fold to the English "to", the last day. */
function foldHeading(cell: string): string {
  const short = cell.normalize('NFC').split(/[/([]/, 1)[0] ?? '';
  return short.trim().toLowerCase() === 'tổ' ? 'to nhom' : foldName(short);
}
