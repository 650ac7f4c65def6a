import { documentOf, hasShape, normaliseNumber } from '../person/documents.ts';
import { UNSIGNED } from './cccd.ts';
import type { CredentialReader, Document } from './credential.ts';
import { orNull, splitFields } from './fields.ts';
import { textKey } from './unknown.ts';

/** `YYYY-MM-DD`; the app hides day and month behind `*` by default. */
const BIRTH = /^(\d{4})-(\d{2}|\*{1,2})-(\d{2}|\*{1,2})$/;

/**
 * PC-Covid national QR, `SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT` (Decision 1405/QĐ-BTTTT of 11 Sept 2021).
 * EXT splits on `<`: declarer's QID, sex, BHYT, phone, signature. A number with `*` makes a masked document, on
 * which two people are never joined.
 */
export const pcCovidReader: CredentialReader = {
  kind: 'pc-covid',
  read: (text) => {
    const fields = splitFields(text);
    if (fields.length < 5 || fields.length > 8 || !/^[01]$/.test(fields[3] ?? '')) return null;
    const date = BIRTH.exec(fields[2] ?? '');
    if (date === null) return null;
    const number = normaliseNumber('cccd', fields[0] ?? '');
    const [declarer, sex, bhyt, phone] = (fields[5] ?? '').split('<').map((part) => part.trim());
    const hidden = (fields[2] ?? '').includes('*');
    return {
      kind: 'pc-covid',
      fields: {
        number: orNull(number),
        name: orNull(fields[1]),
        birth: orNull(fields[2]),
        idKind: orNull(fields[3]),
        qid: orNull(fields[4]),
        declarerQid: orNull(declarer),
        sexCode: orNull(sex),
        bhyt: orNull(bhyt),
        ext: orNull(fields[5]),
      },
      documents: documentsOf(number, fields[4] ?? '', phone ?? '', text),
      name: orNull(fields[1]),
      birth: hidden ? (date[1] ?? null) : date[0],
      checks: [UNSIGNED],
      notes: [],
    };
  },
};

/**
 * The identity number first, known or masked, else the QID. A phone number comes last and never alone: families
 * declare on one phone. Where nothing names the person the text itself is the key, as for unknown text.
 */
function documentsOf(number: string, qid: string, phone: string, text: string): readonly Document[] {
  const named: readonly Document[] = [
    ...identityOf(number),
    ...(hasShape('qid', qid) ? [documentOf('qid', qid)] : []),
  ];
  const tail = normaliseNumber('phone', phone);
  return [
    ...(named.length > 0 ? named : [{ kind: 'text' as const, number: textKey(text), masked: false }]),
    ...(hasShape('phone', tail) ? [documentOf('phone', tail)] : []),
  ];
}

function identityOf(number: string): readonly Document[] {
  if (/^[\d*]*\*[\d*]*$/.test(number)) return [documentOf(number.length === 9 ? 'cmnd' : 'cccd', number)];
  const kind = (['cccd', 'cmnd'] as const).find((one) => hasShape(one, number));
  return kind === undefined ? [] : [documentOf(kind, number)];
}
