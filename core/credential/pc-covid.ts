import { documentOf, hasShape, normaliseNumber } from '../person/documents.ts';
import { UNSIGNED } from './cccd.ts';
import { checkNumber } from './cccd-number.ts';
import type { CredentialReader, Document } from './credential.ts';
import { orNull, readIsoDate, splitFields } from './fields.ts';
import { textKey } from './unknown.ts';

/** `YYYY-MM-DD`; the app hides day and month behind `*` by default. */
const BIRTH = /^(\d{4})-(\d{2}|\*{1,2})-(\d{2}|\*{1,2})$/;

/**
 * PC-Covid national QR, `SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT` (Decision 1405/QĐ-BTTTT of 11 Sept 2021).
 * EXT splits on `<`: declarer's QID, sex, BHYT, phone, signature. A number with `*` makes a masked document, on
 * which two people are never joined. What the sex codes 0, 1 and 2 mean is said nowhere, so they are kept as codes.
 */
export const pcCovidReader: CredentialReader = {
  kind: 'pc-covid',
  read: (text) => {
    if (!text.includes('|')) return null;
    const fields = splitFields(text);
    if (fields.length < 5 || fields.length > 8 || !/^[01]$/.test(fields[3] ?? '')) return null;
    const date = BIRTH.exec(fields[2] ?? '');
    if (date === null) return null;
    const number = normaliseNumber('cccd', fields[0] ?? '');
    const ext = readExt(fields[5] ?? '');
    const isHidden = (fields[2] ?? '').includes('*');
    const birth = isHidden ? (date[1] ?? null) : readIsoDate(date[0]);
    const { checks, notes } = checkNumber(number, { birth });
    return {
      kind: 'pc-covid',
      fields: {
        number: orNull(number),
        name: orNull(fields[1]),
        birth: orNull(fields[2]),
        idKind: orNull(fields[3]),
        qid: orNull(fields[4]),
        ...ext,
        ...Object.fromEntries(fields.slice(6).map((field, index) => [`extra${index + 1}`, orNull(field)])),
      },
      documents: documentsOf(number, fields[4] ?? '', ext, text),
      name: orNull(fields[1]),
      birth,
      checks: [UNSIGNED, ...checks],
      notes: birth === null ? [...notes, 'not-a-date'] : notes,
    };
  },
};

/** What EXT says, in its order. */
type Ext = Readonly<Record<'declarerQid' | 'sexCode' | 'bhyt' | 'phone' | 'extSignature', string | null>>;

function readExt(field: string): Ext {
  const parts = field.split('<').map((part) => orNull(part.trim()));
  const [declarerQid = null, sexCode = null, bhyt = null, phone = null, extSignature = null, ...more] = parts;
  return {
    declarerQid,
    sexCode,
    bhyt,
    phone,
    extSignature,
    ...(more.length === 0 ? {} : { extMore: more.map((part) => part ?? '').join('<') }),
  };
}

/**
 * The identity number first, known or masked, else the QID; then BHYT (`00` says none) and phone as EXT has them. A
 * phone number comes last and never alone: families declare on one phone. Where nothing names the person the text
 * itself is the key, as for unknown text.
 */
function documentsOf(number: string, qid: string, ext: Ext, text: string): readonly Document[] {
  const named: readonly Document[] = [
    ...identityOf(number),
    ...(hasShape('qid', qid) ? [documentOf('qid', qid)] : []),
  ];
  const insured = normaliseNumber('bhyt', ext.bhyt ?? '');
  const phone = normaliseNumber('phone', ext.phone ?? '');
  return [
    ...(named.length > 0 ? named : [{ kind: 'text' as const, number: textKey(text), masked: false }]),
    ...(BHYT.test(insured) ? [documentOf('bhyt', insured)] : []),
    ...(hasShape('phone', phone) ? [documentOf('phone', phone)] : []),
  ];
}

/** Both codes, with digits that may be hidden. */
const BHYT = /^([A-Z]{2}[\d*]{13}|[\d*]{10})$/;

function identityOf(number: string): readonly Document[] {
  if (/^[\d*]*\*[\d*]*$/.test(number)) return [documentOf(number.length === 9 ? 'cmnd' : 'cccd', number)];
  const kind = (['cccd', 'cmnd'] as const).find((one) => hasShape(one, number));
  return kind === undefined ? [] : [documentOf(kind, number)];
}
