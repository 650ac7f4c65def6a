import type { CheckName, CheckOutcome } from '../credential/credential.ts';
import type { Headings } from './sheet.ts';
import type { Said } from './sheet-words.ts';

type Told = Readonly<Record<Exclude<CheckOutcome, 'notApplicable'>, Said>> & {
  readonly notApplicable?: Said;
};

/**
 * Outcomes of checks. Where the kiosk's screen has words for one they are the same (`checks` in the locales; a test
 * holds them together); here those of which a guard is told nothing stand too. What does not apply is left out, but
 * for a signature: that a card was read and not verified has to be seen.
 */
export const CHECK_WORDS: Readonly<Record<CheckName, Told>> = {
  signature: {
    pass: { vi: 'Chữ ký đúng', en: 'Signature is right' },
    fail: { vi: 'Chữ ký sai', en: 'Signature is wrong' },
    unknown: { vi: 'Chưa kiểm được chữ ký', en: 'Signature could not be checked' },
    notApplicable: { vi: 'Chỉ đọc, không xác minh', en: 'Read only, not verified' },
  },
  issuerKnown: {
    pass: { vi: 'Nơi cấp có trong danh sách', en: 'Issuer is on the list' },
    fail: { vi: 'Nơi cấp không có trong danh sách', en: 'Issuer is not on the list' },
    unknown: { vi: 'Không rõ nơi cấp', en: 'Issuer unknown' },
  },
  notBefore: {
    pass: { vi: 'Đã có hiệu lực', en: 'In force' },
    fail: { vi: 'Chưa đến ngày có hiệu lực', en: 'Not in force yet' },
    unknown: { vi: 'Chưa kiểm được ngày có hiệu lực', en: 'First day could not be checked' },
  },
  notExpired: {
    pass: { vi: 'Còn hạn', en: 'In date' },
    fail: { vi: 'Hết hạn', en: 'Expired' },
    unknown: { vi: 'Chưa kiểm được hạn dùng', en: 'Expiry could not be checked' },
  },
  notRevoked: {
    pass: { vi: 'Chưa bị thu hồi', en: 'Not revoked' },
    fail: { vi: 'Đã bị thu hồi', en: 'Revoked' },
    unknown: { vi: 'Chưa kiểm được việc thu hồi', en: 'Revocation could not be checked' },
  },
  keyUsage: {
    pass: { vi: 'Nơi cấp được ký loại giấy này', en: 'Issuer may sign this type' },
    fail: { vi: 'Nơi cấp không được ký loại giấy này', en: 'Issuer may not sign this type' },
    unknown: {
      vi: 'Chưa rõ nơi cấp có được ký loại giấy này không',
      en: 'Whether the issuer may sign this type is not known',
    },
  },
  schema: {
    pass: { vi: 'Nội dung đúng mẫu', en: 'Content is as prescribed' },
    fail: { vi: 'Nội dung sai mẫu', en: 'Content is not as prescribed' },
    unknown: { vi: 'Chưa kiểm được mẫu nội dung', en: 'Content could not be checked' },
  },
  wellFormed: {
    pass: { vi: 'Mã đúng quy cách', en: 'Code is made as prescribed' },
    fail: { vi: 'Mã sai quy cách', en: 'Code is not made as prescribed' },
    unknown: { vi: 'Chưa kiểm được quy cách mã', en: 'How the code is made could not be checked' },
  },
  numberConsistent: {
    pass: {
      vi: 'Số giấy tờ khớp năm sinh và giới tính',
      en: 'Number matches year of birth and sex',
    },
    fail: {
      vi: 'Số giấy tờ không khớp năm sinh hoặc giới tính',
      en: 'Number does not match year of birth or sex',
    },
    unknown: {
      vi: 'Chưa so được số giấy tờ với năm sinh và giới tính',
      en: 'Number could not be compared with year of birth and sex',
    },
  },
  cardInDate: {
    pass: { vi: 'Thẻ còn hạn', en: 'Card in date' },
    fail: { vi: 'Thẻ hết hạn', en: 'Card out of date' },
    unknown: { vi: 'Chưa kiểm được hạn thẻ', en: 'Dates of the card could not be checked' },
  },
  roster: {
    pass: { vi: 'Có tên trong danh sách đơn vị', en: "On the site's list" },
    fail: { vi: 'Không có trong danh sách đơn vị', en: "Not on the site's list" },
    unknown: { vi: 'Chưa so được với danh sách đơn vị', en: "Could not be looked up on the site's list" },
  },
  controlCode: {
    pass: { vi: 'Thẻ điều khiển của nơi đây', en: 'Control card of this site' },
    fail: { vi: 'Thẻ điều khiển của nơi khác hoặc đã cũ', en: 'Control card of elsewhere, or an old one' },
    unknown: { vi: 'Chưa kiểm được thẻ điều khiển', en: 'Control card could not be checked' },
  },
  checksum: {
    pass: { vi: 'Mã đọc đúng', en: 'Code was read right' },
    fail: { vi: 'Mã đọc chưa đúng', en: 'Code was not read right' },
    unknown: { vi: 'Chưa kiểm được mã đọc', en: 'Reading of the code could not be checked' },
  },
};

/** By `name=outcome`, as the record has them; null for what is not said. */
const BY_FACT: ReadonlyMap<string, Said | null> = new Map(
  Object.entries(CHECK_WORDS).flatMap(([name, told]) =>
    (['pass', 'fail', 'unknown', 'notApplicable'] as const).map(
      (outcome) => [`${name}=${outcome}`, told[outcome] ?? null] as const,
    ),
  ),
);

/**
 * Checks of the record in words, in its order: `Số giấy tờ khớp năm sinh và giới tính; Chỉ đọc, không xác minh`.
 * @param checks `name=outcome` joined by `;`; a fact that has no words stays as it is
 */
export function checksWords(checks: string, headings: Headings): string {
  if (checks === '') return '';
  return checks
    .split(';')
    .flatMap((fact) => {
      const said = BY_FACT.get(fact);
      if (said === null) return [];
      return [said === undefined ? fact : said[headings]];
    })
    .join('; ');
}
