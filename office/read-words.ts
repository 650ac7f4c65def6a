import type { RosterWrong } from '../core/credential/roster-text.ts';
import { type ErrorCode, GatelogError } from '../core/errors.ts';
import type { RefusedFile } from '../core/trust/parse-files.ts';
import type { Words } from './command.ts';
import { type Language, plain } from './words.ts';

/** What can be wrong with a file that `gatelog read` was given; the name of the file stands before it. */
const FAULTS = {
  'cannot-read': ['file/unreadable', 'cannot be read', 'không đọc được'],
  'not-a-file': ['file/unreadable', 'is not a file', 'không phải là tệp'],
  'too-large': ['file/unreadable', 'is too large', 'quá lớn'],
  'list-too-large': [
    'trust/too-large',
    'is larger than a list may be',
    'lớn hơn mức cho phép của một danh sách',
  ],
  'lists-too-large': [
    'trust/too-large',
    'holds more than trust lists may be together',
    'chứa nhiều hơn mức cho phép của các danh sách tin cậy',
  ],
  'too-many-files': [
    'trust/too-large',
    'holds too many files to look through',
    'chứa quá nhiều tệp nên không xem hết được',
  ],
  'folder-of-issuer': [
    'trust/invalid',
    'is a folder: ISS=FILE names a file',
    'là thư mục: ISS=FILE phải ghi tên một tệp',
  ],
  'no-list': ['trust/empty', 'holds no trust list', 'không chứa danh sách tin cậy nào'],
} as const satisfies Record<string, readonly [code: ErrorCode, en: string, vi: string]>;

/**
 * The error for a file. Its message is English; `readErrorWords` has the Vietnamese.
 * @param more a sentence behind it
 */
export function readError(
  fault: keyof typeof FAULTS,
  path: string,
  { cause, more }: { readonly cause?: unknown; readonly more?: Words } = {},
): GatelogError {
  const [code, en, vi] = FAULTS[fault];
  const name = plain(path);
  const [alsoEn, alsoVi] = (more ?? ['', '']).map((one) => (one === '' ? '' : `; ${one}`));
  return spoken(code, [`${name} ${en}${alsoEn}`, `${name} ${vi}${alsoVi}`], cause);
}

/** An error with its words in both languages. */
export const spoken = (code: ErrorCode, [en, vi]: Words, cause?: unknown): GatelogError =>
  new GatelogError(code, en, { vi }, { cause });

const ROSTER: Readonly<Record<RosterWrong, string>> = {
  'not-utf8': 'không phải UTF-8: hãy lưu tệp dạng "CSV UTF-8" hoặc "Unicode text"',
  'not-csv': 'tệp không phải CSV',
  'no-headings': 'không dòng đầu nào ghi tên cột mã thẻ và họ tên',
  'heading-missing': 'không cột nào có tiêu đề như trong cài đặt',
  'heading-twice': 'hai cột có cùng một tiêu đề',
  'too-many': 'quá nhiều thẻ',
  'code-twice': 'mã thẻ này đã có ở dòng khác',
  'code-length': 'mã thẻ để trống hoặc quá dài',
  'code-rounded': 'bảng tính đã làm tròn mã thẻ (1.2E+11): hãy đổi cột sang dạng văn bản rồi nhập lại',
  'name-length': 'họ tên để trống hoặc quá dài',
  'department-length': 'tên bộ phận quá dài',
  'first-day': 'ngày đầu không phải là ngày: hãy viết dd/MM/yyyy hoặc yyyy-MM-dd',
  'last-day': 'ngày cuối không phải là ngày: hãy viết dd/MM/yyyy hoặc yyyy-MM-dd',
  'days-reversed': 'ngày đầu sau ngày cuối',
};

/** Why `gatelog read` cannot begin or go on, in the language of the answer; without the code of the error. */
export function readErrorWords({ code, message, context }: GatelogError, language: Language): string {
  const english = message.replace(`${code}: `, '');
  if (language === 'en') return english;
  const { vi, line, why } = context;
  if (typeof vi === 'string') return vi;
  const roster: Readonly<Record<string, string>> = ROSTER;
  const words =
    code === 'roster/invalid' && Object.hasOwn(roster, String(why)) ? roster[String(why)] : undefined;
  return words === undefined ? english : `dòng ${line}: ${words}`;
}

const LISTS: Readonly<Partial<Record<ErrorCode, Words>>> = {
  'trust/invalid': ['is no trust list that Gatelog knows', 'không phải danh sách tin cậy mà Gatelog biết'],
  'trust/unsupported': ['has a form that this version does not read', 'có dạng mà bản này không đọc được'],
  'trust/too-large': [FAULTS['list-too-large'][1], FAULTS['list-too-large'][2]],
  'trust/empty': ['holds nothing that can be used', 'không chứa gì dùng được'],
  'trust/bad-signature': [
    'was altered: its own signature does not fit',
    'đã bị sửa: không khớp với chữ ký của chính nó',
  ],
};
const LIST_WHYS: Readonly<Record<string, Words>> = {
  'issuer-missing': [
    'does not say whose keys these are; give them as --trust ISS=FILE',
    'không ghi khóa của nơi cấp nào; hãy đưa bằng --trust ISS=FILE',
  ],
  'older-issue': [
    'is an older issue of a list that lies beside it',
    'là bản cũ của một danh sách nằm cùng chỗ',
  ],
  'issuers-without-keys': [
    'names issuers without their keys; get the snapshot of the same directory',
    'ghi tên các nơi cấp mà không có khóa; hãy lấy bản chụp (snapshot) của cùng danh bạ ấy',
  ],
  'keys-alone': ['holds keys for checking signatures alone', 'chỉ chứa các khóa để kiểm chữ ký'],
  'more-behind': [
    'holds several things one after the other; put each into a file of its own',
    'chứa nhiều thứ nối nhau; hãy tách mỗi thứ ra một tệp',
  ],
  'revocations-in-slices': [
    'holds revocations in slices, as apps fetch them; get the batches with hashType and entries',
    'chứa danh sách thu hồi cắt lát cho ứng dụng; hãy lấy các gói có hashType và entries',
  ],
  'signature-alone': ['is a signature without its list', 'là chữ ký mà không có danh sách'],
  cms: [
    'is a PKCS #7 (CMS) file with content that Gatelog does not know',
    'là tệp PKCS #7 (CMS) có nội dung mà Gatelog không biết',
  ],
};

/** What is wrong with a file of trust, with its name. */
export function refusedWords(name: string, { code, why }: Omit<RefusedFile, 'name'>): Words {
  const facts = why === null || why === 'not-a-list' ? '' : ` (${plain(why)})`;
  const by = Object.hasOwn(LIST_WHYS, why ?? '') ? LIST_WHYS[why ?? ''] : undefined;
  const [en, vi] =
    by ?? (LISTS[code] ?? [FAULTS['cannot-read'][1], FAULTS['cannot-read'][2]]).map((one) => one + facts);
  return [`${plain(name)} ${en}`, `${plain(name)} ${vi}`];
}
