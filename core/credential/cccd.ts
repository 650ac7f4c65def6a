import { documentOf, normaliseNumber } from '../person/documents.ts';
import { classifyExtras } from './cccd-extras.ts';
import { checkNumber } from './cccd-number.ts';
import type { Check, Credential, CredentialReader, Document } from './credential.ts';
import { orNull, readDate, splitFields } from './fields.ts';

/** No everyday Vietnamese QR carries a signature that anyone outside the state can check (FORMATS.md). */
export const UNSIGNED: Check = {
  name: 'signature',
  outcome: 'notApplicable',
  why: 'this kind of card carries no signature that can be checked outside the state',
};

/** Where the fields stand. The six-field form has no old number. */
interface Layout {
  readonly cmnd: number | null;
  readonly name: number;
  readonly birth: number;
}
const WITH_CMND: Layout = { cmnd: 1, name: 2, birth: 3 };
const WITHOUT_CMND: Layout = { cmnd: null, name: 1, birth: 2 };

/** Digits and separators of a date, readable or not: tells where the birth date stands. */
const DATE_SHAPE = /^(\d{8}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})$/;
const SEX_SHAPE = /^(nam|nữ|nu)$/iu;

/**
 * Finds the layout. The birth date or the sex behind it must be recognisable, so that a keyboard which destroyed
 * the ữ of Nữ, or a card with a bare birth year, still tells whose card it is.
 */
function layoutOf(fields: readonly string[]): Layout | null {
  for (const layout of [WITH_CMND, WITHOUT_CMND]) {
    if (fields.length < layout.birth + 4) continue;
    const birth = fields[layout.birth] ?? '';
    const sex = fields[layout.birth + 1] ?? '';
    const dated =
      DATE_SHAPE.test(birth) && (SEX_SHAPE.test(sex) || DATE_SHAPE.test(fields[layout.birth + 3] ?? ''));
    if (dated || (/^\d{4}$/.test(birth) && SEX_SHAPE.test(sex))) return layout;
  }
  return null;
}

function readSex(field: string): 'Nam' | 'Nữ' | null {
  const plain = field.toLowerCase();
  if (plain === 'nam') return 'Nam';
  return plain === 'nữ' || plain === 'nu' ? 'Nữ' : null;
}

/**
 * Chip CCCD (7 fields), Thẻ căn cước of 1 July 2024 on (11 fields) and the six-field form; FORMATS.md, section 1.
 * Fields from the eighth on are kept raw as `extra1`, `extra2` … and named beside that by what they look like
 * (cccd-extras.ts): public sources do not agree on their order.
 */
export const cccdReader: CredentialReader = {
  kind: 'cccd',
  read: (text) => {
    const fields = splitFields(text);
    const number = normaliseNumber('cccd', fields[0] ?? '');
    if (fields.length < 6 || fields.length > 24 || !/^\d{12}$/.test(number)) return null;
    const layout = layoutOf(fields);
    if (layout === null) return null;
    return readCard(number, fields, layout);
  },
};

function readCard(number: string, fields: readonly string[], layout: Layout): Credential {
  const at = (index: number): string => fields[index] ?? '';
  const birthField = at(layout.birth);
  const issuedField = at(layout.birth + 3);
  const birth = readDate(birthField);
  const issued = readDate(issuedField);
  const sexField = at(layout.birth + 1);
  const sex = readSex(sexField);
  const oldNumber = layout.cmnd === null ? '' : normaliseNumber('cmnd', at(layout.cmnd));
  const extras = fields.slice(layout.birth + 4);
  const { checks, notes } = checkNumber(number, { birth, male: sex === null ? null : sex === 'Nam' });

  const documents: readonly Document[] = [
    documentOf('cccd', number),
    ...(/^\d{9}$/.test(oldNumber) ? [documentOf('cmnd', oldNumber)] : []),
  ];
  const oddDate = birth === null || (issued === null && issuedField !== '');
  return {
    kind: 'cccd',
    fields: {
      number,
      oldNumber: orNull(oldNumber),
      name: orNull(at(layout.name)),
      birth: orNull(birth ?? birthField),
      sex: sex ?? orNull(sexField),
      address: orNull(at(layout.birth + 2)),
      issued: orNull(issued ?? issuedField),
      ...classifyExtras(extras, [number, oldNumber]),
    },
    documents,
    name: orNull(at(layout.name)),
    birth,
    checks: [UNSIGNED, ...checks],
    notes: oddDate ? [...notes, 'not-a-date'] : notes,
  };
}
