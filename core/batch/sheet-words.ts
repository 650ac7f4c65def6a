import type { CredentialKind, DocumentKind } from '../credential/credential.ts';
import type { EventPersonal, EventRow } from './event.ts';
import type { Headings } from './sheet.ts';

/** One thing in the words of each language of the people's file. */
export type Said = Readonly<Record<Headings, string>>;

/** Says a code in words; one that has none, such as a newer gate's, stays as it is. */
export const wordOf = (words: ReadonlyMap<string, Said>, code: string, headings: Headings): string =>
  words.get(code)?.[headings] ?? code;

/** Words by code, where a code may be any text of a stranger's file. */
export const wordsOf = (words: Readonly<Record<string, Said>>): ReadonlyMap<string, Said> =>
  new Map(Object.entries(words));

/** What was read, as the kiosk's screen says it (`kinds` in the locales; a test holds them together). */
export const CREDENTIAL_WORDS: Readonly<Record<CredentialKind, Said>> = {
  control: { vi: 'Thẻ điều khiển', en: 'Control card' },
  cccd: { vi: 'Căn cước', en: 'Identity card' },
  bhyt: { vi: 'Thẻ bảo hiểm y tế', en: 'Health-insurance card' },
  'pc-covid': { vi: 'Mã PC-Covid', en: 'PC-Covid code' },
  'hcert-dcc': { vi: 'Chứng nhận sức khỏe (kiểu châu Âu)', en: 'Health certificate (EU style)' },
  'hcert-who': { vi: 'Chứng nhận sức khỏe (WHO)', en: 'Health certificate (WHO)' },
  shc: { vi: 'Thẻ sức khỏe SMART', en: 'SMART Health Card' },
  'shc-part': { vi: 'Một phần thẻ sức khỏe SMART', en: 'Part of a SMART Health Card' },
  'vds-nc': { vi: 'Chứng nhận đi lại (VDS-NC)', en: 'Travel health certificate (VDS-NC)' },
  divoc: { vi: 'Chứng nhận tiêm chủng (DIVOC)', en: 'Vaccination certificate (DIVOC)' },
  badge: { vi: 'Thẻ của cơ quan', en: 'Site badge' },
  payment: { vi: 'Mã chuyển tiền (VietQR)', en: 'Payment code (VietQR)' },
  link: { vi: 'Địa chỉ trang web', en: 'Web address' },
  contact: { vi: 'Danh thiếp', en: 'Contact card' },
  wifi: { vi: 'Mã Wi-Fi', en: 'Wi-Fi code' },
  'unknown-text': { vi: 'Mã lạ', en: 'Unknown code' },
};
const CREDENTIALS = wordsOf(CREDENTIAL_WORDS);

/** Kinds of document, as the kiosk's screen says them (`documentKinds` in the locales). */
export const DOCUMENT_WORDS: Readonly<Record<DocumentKind, Said>> = {
  cccd: { vi: 'Số căn cước', en: 'Citizen number' },
  cmnd: { vi: 'Số CMND', en: 'Old identity number' },
  bhyt: { vi: 'Số bảo hiểm y tế', en: 'Health insurance' },
  qid: { vi: 'Mã PC-Covid', en: 'PC-Covid code' },
  passport: { vi: 'Hộ chiếu', en: 'Passport' },
  certificate: { vi: 'Mã chứng nhận', en: 'Certificate' },
  phone: { vi: 'Điện thoại', en: 'Phone' },
  badge: { vi: 'Số thẻ', en: 'Badge' },
  text: { vi: 'Mã lạ', en: 'Unknown code' },
};
const DOCUMENTS = wordsOf(DOCUMENT_WORDS);

const [IN, OUT]: readonly [Said, Said] = [
  { vi: 'Vào', en: 'In' },
  { vi: 'Ra', en: 'Out' },
];
/** Names that set-up gives two lanes, in the language that it is done in; the screen says them in its own. */
const LANES: ReadonlyMap<string, Said> = new Map([
  ['Vào', IN],
  ['In', IN],
  ['Ra', OUT],
  ['Out', OUT],
]);

const MALE: Said = { vi: 'Nam', en: 'Male' };
const FEMALE: Said = { vi: 'Nữ', en: 'Female' };
/** Words that cards use; any other is shown as the card has it. */
const SEXES: ReadonlyMap<string, Said> = new Map([
  ['nam', MALE],
  ['male', MALE],
  ['m', MALE],
  ['nữ', FEMALE],
  ['female', FEMALE],
  ['f', FEMALE],
]);

/** Further fields that cards of everyday life and certificates carry; a name of a foreign card stays as it is. */
export const FIELD_WORDS: Readonly<Record<string, Said>> = {
  address: { vi: 'Địa chỉ', en: 'Address' },
  area: { vi: 'Mã khu vực', en: 'Area code' },
  argument: { vi: 'Nội dung lệnh', en: 'Argument' },
  bhyt: { vi: 'Số bảo hiểm y tế', en: 'Health insurance number' },
  birth: { vi: 'Ngày sinh', en: 'Born' },
  cancelledNumber: { vi: 'Số định danh đã hủy', en: 'Cancelled number' },
  certificate: { vi: 'Số chứng nhận', en: 'Certificate number' },
  code: { vi: 'Mã số', en: 'Code' },
  command: { vi: 'Lệnh', en: 'Command' },
  department: { vi: 'Bộ phận', en: 'Department' },
  expiresAt: { vi: 'Hết hạn', en: 'Expires' },
  extra: { vi: 'Trường thêm', en: 'Extra field' },
  extraDate: { vi: 'Ngày khác', en: 'Other date' },
  facility: { vi: 'Nơi khám ban đầu', en: 'First clinic' },
  familyName: { vi: 'Họ', en: 'Family name' },
  fiveYears: { vi: 'Đủ 5 năm liên tục từ', en: 'Five years in a row from' },
  givenName: { vi: 'Tên', en: 'Given name' },
  issued: { vi: 'Ngày cấp', en: 'Issued' },
  issuedAt: { vi: 'Ngày cấp', en: 'Issued' },
  issuedBy: { vi: 'Nơi cấp', en: 'Issued by' },
  issuer: { vi: 'Nơi cấp', en: 'Issuer' },
  managingCode: { vi: 'Mã quản lý', en: 'Managing code' },
  mark: { vi: 'Chuỗi kiểm tra', en: 'Check mark' },
  name: { vi: 'Họ và tên', en: 'Name' },
  nationality: { vi: 'Quốc tịch', en: 'Nationality' },
  notBefore: { vi: 'Có hiệu lực từ', en: 'In force from' },
  number: { vi: 'Số giấy tờ', en: 'Number' },
  oldNumber: { vi: 'Số CMND', en: 'Old identity number' },
  parent: { vi: 'Cha hoặc mẹ', en: 'Parent' },
  qid: { vi: 'Mã PC-Covid', en: 'PC-Covid code' },
  text: { vi: 'Nội dung', en: 'Text' },
  validFrom: { vi: 'Có giá trị từ', en: 'Valid from' },
  validTo: { vi: 'Có giá trị đến', en: 'Valid to' },
};
const FIELDS = wordsOf(FIELD_WORDS);

export const credentialWord = (kind: string, headings: Headings): string =>
  wordOf(CREDENTIALS, kind, headings);
export const documentWord = (kind: string, headings: Headings): string => wordOf(DOCUMENTS, kind, headings);
export const laneWord = (lane: string, headings: Headings): string => wordOf(LANES, lane, headings);
export const sexWord = (sex: string, headings: Headings): string =>
  SEXES.get(sex.toLowerCase())?.[headings] ?? sex;

/**
 * Where a row came from. A guard's typed entry and his press of a button are both `manual` in the record: what answers
 * or undoes another row was a button.
 */
export function sourceWord(
  { source, voidsSeq, answersSeq }: Pick<EventRow, 'source' | 'voidsSeq' | 'answersSeq'>,
  headings: Headings,
): string {
  const vi = headings === 'vi';
  if (source === 'camera') return 'Camera';
  if (source === 'manual') {
    if (voidsSeq !== null || answersSeq !== null) return vi ? 'Bảo vệ bấm' : 'Guard’s button';
    return vi ? 'Nhập tay' : 'Typed';
  }
  const [, kind, where = ''] = /^(serial|wedge):(.*)$/s.exec(source) ?? [];
  if (kind === 'serial') return vi ? `Nối tiếp, cổng ${where}` : `Serial, port ${where}`;
  if (kind !== 'wedge') return source;
  if (where === '') return vi ? 'Kiểu bàn phím' : 'Keyboard';
  return vi ? `Kiểu bàn phím, tiền tố ${where}` : `Keyboard, prefix ${where}`;
}

/** Further fields that say something, by their names in words: `Ngày cấp: 2021-05-01; Trường thêm 2: …`. */
export function fieldsWords(fields: EventPersonal['fields'], headings: Headings): string {
  return Object.keys(fields)
    .sort()
    .flatMap((name) => {
      const value = fields[name];
      return value === null || value === undefined ? [] : [`${fieldWord(name, headings)}: ${value}`];
    })
    .join('; ');
}

function fieldWord(name: string, headings: Headings): string {
  const whole = FIELDS.get(name)?.[headings];
  if (whole !== undefined) return whole;
  // The second of a kind has a number behind its name.
  const [, stem = '', nth = ''] = /^([A-Za-z]+)(\d{1,3})$/.exec(name) ?? [];
  const numbered = FIELDS.get(stem)?.[headings];
  return numbered === undefined ? name : `${numbered} ${nth}`;
}
