import { documentOf, hasShape, normaliseNumber } from '../person/documents.ts';
import { UNSIGNED } from './cccd.ts';
import { checkNumber } from './cccd-number.ts';
import type { Check, Credential, CredentialReader, Document } from './credential.ts';
import { orNull, readDate, splitFields } from './fields.ts';
import { type HexText, readHexText } from './hex-text.ts';
import { cardInDate } from './in-date.ts';
import { textKey } from './unknown.ts';

/** Two letters, one digit, two of the province, ten of the insurance number (Decision 1351/QĐ-BHXH of 2015). */
const OLD_CODE = /^[A-Z]{2}\d{13}$/;
/** Codes that a card may have: old, the insurance number alone, or the identity number in its place. */
const CODE = /^([A-Z]{2}\d{13}|\d{10}|\d{12})$/;
/**
 * First year of which every card has the insurance number in its old code: until 2017 cards of the structure before
 * (Decision 1314/QĐ-BHXH of 2014) were printed, whose last ten digits are those of a district, an employer and a row.
 */
const INSURANCE_NUMBER_SINCE = '2018';
const BIRTH = /^(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}|\d{8})$/;

const LEAST_FIELDS = 9;
/** More than any card has; the end `$` counts. */
const MOST_FIELDS = 32;

/**
 * Health-insurance card (BHYT), `code|hex name|birth|sex|hex address|facility|from|to|issued|…|$`; FORMATS.md,
 * section 2. Known by its code, or by its end `$` where a keyboard has damaged the code. Unsigned: field 13 looks
 * like a seal, but nobody says how it is made.
 */
export const bhytReader: CredentialReader = {
  kind: 'bhyt',
  read: (text, context) => {
    if (!text.includes('|')) return null;
    const all = splitFields(text);
    const isWhole = all.at(-1) === '$';
    const fields = (isWhole ? all.slice(0, -1) : all).map((field) => (field === '-' ? '' : field));
    if (fields.length < LEAST_FIELDS || all.length > MOST_FIELDS) return null;
    const code = normaliseNumber('bhyt', fields[0] ?? '');
    const name = readHexText(fields[1] ?? '');
    const isDated = BIRTH.test(fields[2] ?? '');
    const hasCode = CODE.test(code);
    const isCard = hasCode ? isDated || isWhole : isWhole && isDated;
    if (!isCard) return null;
    return readCard({ fields, code, name, isWhole, hasCode, text }, context.nowMs);
  },
};

interface Card {
  readonly fields: readonly string[];
  readonly code: string;
  readonly name: HexText;
  readonly isWhole: boolean;
  readonly hasCode: boolean;
  readonly text: string;
}

function readCard(card: Card, nowMs: Parameters<typeof cardInDate>[1]): Credential {
  const at = (index: number): string => card.fields[index] ?? '';
  const { code, name } = card;
  const [address, parent, issuedBy] = [readHexText(at(4)), readHexText(at(10)), readHexText(at(15))];
  const birth = readDate(at(2));
  const sex = at(3) === '1' ? 'Nam' : at(3) === '2' ? 'Nữ' : null;
  const [from, to, issued, fiveYears] = [fullDate(at(6)), fullDate(at(7)), fullDate(at(8)), fullDate(at(12))];
  const isDamaged = [name, address, parent, issuedBy].some((one) => one.damaged);
  const oddDate =
    birth === null || [6, 7, 8, 12].some((index) => at(index) !== '' && fullDate(at(index)) === null);
  const unreadable = (from === null && at(6) !== '') || (to === null && at(7) !== '');
  const number = checkNumber(code, { birth, male: sex === null ? null : sex === 'Nam' });
  return {
    kind: 'bhyt',
    fields: {
      code: orNull(code),
      name: name.text ?? orNull(at(1)),
      birth: orNull(birth ?? at(2)),
      sex: sex ?? orNull(at(3)),
      address: address.text ?? orNull(at(4)),
      facility: orNull(at(5)),
      validFrom: orNull(from ?? at(6)),
      validTo: orNull(to ?? at(7)),
      issued: orNull(issued ?? at(8)),
      managingCode: orNull(at(9)),
      parent: parent.text ?? orNull(at(10)),
      area: orNull(at(11)),
      fiveYears: orNull(fiveYears ?? at(12)),
      mark: orNull(at(13)),
      extra1: orNull(at(14)),
      issuedBy: issuedBy.text ?? orNull(at(15)),
      ...Object.fromEntries(
        card.fields.slice(16).map((field, index) => [`extra${index + 2}`, orNull(field)]),
      ),
    },
    documents: documentsOf(card, issued ?? from),
    name: name.text,
    birth,
    checks: [
      UNSIGNED,
      wellFormed(card, isDamaged),
      ...number.checks,
      cardInDate({ from, to, unreadable }, nowMs),
    ],
    notes: [
      ...(card.hasCode ? [] : ['odd-insurance-code']),
      ...(isDamaged ? ['damaged-hex'] : []),
      ...(card.isWhole ? [] : ['card-cut-short']),
      ...number.notes,
      ...(oddDate ? ['not-a-date'] : []),
    ],
  };
}

/** A whole day; a bare year does not say from when to when a card holds. */
function fullDate(field: string): string | null {
  const date = readDate(field);
  return date !== null && date.length === 10 ? date : null;
}

/**
 * The card's code first. An old code of 2018 or later has the insurance number in its last ten digits, which is the
 * whole code of the same person's new card (Decision 1666/QĐ-BHXH of 2020). Twelve digits are the identity number,
 * which the social insurance is putting in the place of its own. Of a code that is none the text itself is the key,
 * so that nobody is joined on it.
 */
function documentsOf({ code, hasCode, text }: Card, printed: string | null): readonly Document[] {
  if (!hasCode) return [{ kind: 'text', number: textKey(text), masked: false }];
  if (!hasShape('bhyt', code)) return [documentOf('cccd', code)];
  const isLater = printed !== null && printed.slice(0, 4) >= INSURANCE_NUMBER_SINCE;
  return [
    documentOf('bhyt', code),
    ...(OLD_CODE.test(code) && isLater ? [documentOf('bhyt', code.slice(5))] : []),
  ];
}

function wellFormed({ isWhole, hasCode }: Card, isDamaged: boolean): Check {
  const name = 'wellFormed';
  if (!hasCode) return { name, outcome: 'fail', why: 'the code is none that an insurance card can have' };
  if (isDamaged) return { name, outcome: 'fail', why: 'a field in hex was altered on its way' };
  return isWhole
    ? { name, outcome: 'pass', why: 'code, hex fields and end are as on an insurance card' }
    : { name, outcome: 'fail', why: 'the end of the card is missing' };
}
