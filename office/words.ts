import type { Profile } from '../core/batch/profile.ts';
import type { Notice, NoticeCode, Problem, ProblemCode } from './problem.ts';

export type Language = 'en' | 'vi';

/** Language of the answer: what was given, else GATELOG_LANG, else English; null where that is neither. */
export function languageOf(given: string | undefined): Language | null {
  const language = given ?? (process.env['GATELOG_LANG'] === 'vi' ? 'vi' : 'en');
  return language === 'en' || language === 'vi' ? language : null;
}

const PROBLEMS: Readonly<Record<ProblemCode, readonly [en: string, vi: string]>> = {
  'no-folder': [
    'there is no such folder; see whether the stick is in, and give the whole path of the folder, in quotes where it has a space',
    'không có thư mục này; xem USB đã cắm chưa, và hãy ghi cả đường dẫn của thư mục, trong dấu ngoặc kép nếu có dấu cách',
  ],
  'not-a-folder': [
    'this is a file, not a folder; give the folder in which the batches lie',
    'đây là một tệp, không phải thư mục; hãy ghi thư mục chứa các lô',
  ],
  'no-batch': [
    'no batch was found in this folder; give the one in which the folder GATELOG lies',
    'không tìm thấy lô dữ liệu nào trong thư mục này; hãy ghi thư mục có thư mục GATELOG bên trong',
  ],
  'too-much': [
    'there are too many folders to look through; name a folder closer to the batch',
    'có quá nhiều thư mục; hãy chỉ rõ thư mục gần lô dữ liệu hơn',
  ],
  unfinished: [
    'this copy was never finished; deliver the batch again',
    'bản sao này chưa ghi xong; hãy giao lại lô dữ liệu',
  ],
  link: [
    'this is a link or a device, not a file; it was not opened',
    'đây là liên kết hoặc thiết bị, không phải tệp; không mở',
  ],
  'extra-file': [
    'this does not belong to the batch; close what has a file of the batch open, and take this out of the folder',
    'tệp này không thuộc lô dữ liệu; hãy đóng chương trình đang mở tệp của lô, rồi bỏ tệp này ra khỏi thư mục',
  ],
  'missing-file': [
    'this file is missing; copy the whole batch again, or have the gate deliver it again',
    'thiếu tệp này; hãy chép lại cả lô, hoặc nhờ cổng giao lại',
  ],
  'too-large': [
    'this is larger than any batch can be; it was not read',
    'tệp quá lớn so với một lô; không đọc',
  ],
  'unreadable-file': ['this file cannot be read', 'không đọc được tệp này'],
  'taken-away': [
    'it can no longer be read: the stick was pulled out, the share went off, or the medium is broken. Put it back and run the same command again',
    'không còn đọc được: USB đã bị rút, ổ mạng bị ngắt, hoặc thiết bị hỏng. Hãy cắm hoặc nối lại rồi chạy lại đúng lệnh này',
  ],
  'size-differs': [
    'the size is not the one that was sealed: it was changed or not copied to its end; copy the whole batch again, or have the gate deliver it again',
    'kích thước khác với lúc niêm phong: đã bị sửa hoặc chưa chép hết; hãy chép lại cả lô, hoặc nhờ cổng giao lại',
  ],
  'hash-differs': [
    'the content is not the one that was sealed: it was changed or damaged; copy the whole batch again, or have the gate deliver it again',
    'nội dung khác với lúc niêm phong: đã bị sửa hoặc hỏng; hãy chép lại cả lô, hoặc nhờ cổng giao lại',
  ],
  'in-spool': [
    'this lies in a kiosk’s spool, encrypted for that kiosk alone, and is no delivered batch; it was not looked into: deliver it from the kiosk to a stick or folder and give that',
    'đây là kho riêng (spool) của máy ở cổng, chỉ máy ấy mở được, chưa phải lô đã giao; chưa xem bên trong: hãy giao từ máy ở cổng ra USB hoặc thư mục rồi chỉ tới đó',
  ],
  'manifest-invalid': [
    'the manifest is damaged or of an unknown kind',
    'tệp kê khai bị hỏng hoặc không rõ loại',
  ],
  'manifest-not-canonical': [
    'the manifest is not written the way Gatelog writes it: it was changed',
    'tệp kê khai không đúng cách Gatelog ghi: đã bị sửa',
  ],
  'signature-invalid': [
    'the signature does not belong to this manifest: one of the two was changed',
    'chữ ký không khớp với tệp kê khai: một trong hai đã bị sửa',
  ],
  'signature-other-key': [
    'the batch is signed, but not by a gate whose key was given; where the gate lost its key and made another, ask its administrator for the new one and give that with --key too',
    'lô có chữ ký nhưng không phải của cổng có khóa đã đưa vào; nếu cổng mất khóa và đã tạo khóa khác, hãy hỏi quản trị của cổng, rồi đưa thêm khóa mới bằng --key',
  ],
  'name-differs': [
    'the folder has another name than the batch in it',
    'tên thư mục không khớp với lô bên trong',
  ],
  'place-differs': [
    'the folders above the batch name another site or gate',
    'thư mục phía trên ghi cơ sở hoặc cổng khác',
  ],
  'sums-differ': [
    'the list of checksums does not say what the manifest says',
    'danh sách mã kiểm khác tệp kê khai',
  ],
  'record-unreadable': ['the record cannot be read', 'không đọc được bản ghi'],
  'columns-differ': [
    'the record has other columns than this version knows',
    'bản ghi có cột lạ hoặc thiếu cột',
  ],
  order: [
    'events are missing, doubled or out of order here',
    'các dòng bị thiếu, lặp hoặc sai thứ tự tại đây',
  ],
  'row-count': ['the number of events is not the one in the manifest', 'số dòng khác với tệp kê khai'],
  'chain-broken': [
    'the chain breaks at this event: it or one before it was changed',
    'chuỗi bị đứt tại dòng này: dòng này hoặc dòng trước đã bị sửa',
  ],
  'chain-end-differs': [
    'the chain does not end where the manifest says',
    'chuỗi không kết thúc đúng như kê khai',
  ],
  'commitment-differs': [
    'the personal part is not the one that was written at the gate',
    'phần thông tin cá nhân khác với lúc ghi tại cổng',
  ],
  'payload-unreadable': ['the personal part cannot be read', 'không đọc được phần thông tin cá nhân'],
  'snapshot-differs': [
    'a column says something else than the sealed personal part',
    'một cột ghi khác với phần thông tin cá nhân đã niêm phong',
  ],
  'counts-differ': [
    'the counts by kind do not match the events',
    'số lượng theo loại không khớp với các dòng',
  ],
  'times-differ': [
    'first or last time do not match the events',
    'giờ đầu hoặc giờ cuối không khớp với các dòng',
  ],
  'csv-differs': ['the CSV says something else than the record', 'tệp CSV ghi khác với bản ghi'],
  'sheet-differs': ['the workbook says something else than the record', 'bảng tính ghi khác với bản ghi'],
  'audit-invalid': ['the list of administrators’ acts is damaged', 'nhật ký quản trị bị hỏng'],
  'shows-too-much': [
    'this column shows more of a person than the profile allows',
    'cột này cho thấy nhiều thông tin cá nhân hơn kiểu xuất cho phép',
  ],
  'envelope-invalid': [
    'this envelope cannot be opened: it is damaged or not encrypted as the manifest says',
    'không mở được tệp mã hóa này: bị hỏng hoặc không đúng cách mã hóa đã kê khai',
  ],
  'envelope-differs': [
    'what lies in the envelopes is another batch than the manifest outside says',
    'nội dung bên trong khác với tệp kê khai bên ngoài',
  ],
  'inside-differs': [
    'the content of this envelope is not the one that was sealed',
    'nội dung trong tệp mã hóa này khác với lúc niêm phong',
  ],
  'wrong-key': [
    'none of the keys that were given opens this batch; see whether --identity and --passphrase-file name the right files',
    'không khóa nào đã đưa vào mở được lô này; hãy xem --identity và --passphrase-file có đúng tệp không',
  ],
};

const NOTICES: Readonly<Record<NoticeCode, readonly [en: string, vi: string]>> = {
  'key-not-enrolled': [
    'the signature fits the key inside the batch, which proves that the parts belong together, not which gate made it: give the gate’s own key with --key',
    'chữ ký khớp với khóa nằm trong lô: chứng tỏ các phần thuộc về nhau, nhưng chưa chứng tỏ cổng nào tạo ra; hãy đưa khóa của cổng bằng --key',
  ],
  'payload-forgotten': [
    'the personal part of some events was deleted before sealing, so it could not be checked',
    'phần cá nhân của một số dòng đã bị xóa trước khi niêm phong nên không kiểm được',
  ],
  'proves-masked': [
    'masked: the chain proves that no event is missing or changed; names and numbers are masked and carry no salts, so only the gate’s signature vouches for them',
    'kiểu che bớt: chuỗi chứng tỏ không dòng nào thiếu hay bị sửa; tên và số đã che, không kèm muối, nên chỉ có chữ ký của cổng bảo đảm',
  ],
  'proves-pseudonymous': [
    'pseudonymous: the chain proves that no event is missing or changed; numbers are keyed hashes, still personal data, and only the gate’s signature vouches for them',
    'kiểu mã danh: chuỗi chứng tỏ không dòng nào thiếu hay bị sửa; số giấy tờ là mã băm có khóa, vẫn là dữ liệu cá nhân, và chỉ có chữ ký của cổng bảo đảm',
  ],
  'proves-counts': [
    'counts only: it holds no events, so the chain cannot be followed; the gate’s signature vouches for the numbers, and they add up',
    'chỉ có số lượng: không có từng dòng nên không dò được chuỗi; chữ ký của cổng bảo đảm các con số, và tổng đã khớp',
  ],
  'not-opened': [
    'encrypted: hashes, signature, range and neighbours were checked, the content was not; give the office’s key with --identity, or --passphrase-file',
    'đã mã hóa: đã kiểm mã băm, chữ ký, khoảng dòng và các lô kề, chưa kiểm nội dung; hãy đưa khóa của văn phòng bằng --identity, hoặc --passphrase-file',
  ],
  'other-readers': [
    'this batch can be opened with other keys than those that were given',
    'lô này mở được bằng khóa khác với các khóa đã đưa vào',
  ],
};

const PROFILES: Readonly<Record<Profile, readonly [en: string, vi: string]>> = {
  full: ['full', 'đầy đủ'],
  masked: ['masked', 'che bớt'],
  pseudonymous: ['pseudonymous', 'mã danh'],
  counts: ['counts only', 'chỉ số lượng'],
};
export const profileWords = (profile: Profile, language: Language): string =>
  PROFILES[profile][language === 'en' ? 0 : 1];

/** One problem as a sentence: `events.csv, event 12: …`. */
export function problemWords(problem: Problem, language: Language): string {
  const event = language === 'en' ? 'event' : 'dòng số';
  const file = problem.file === null ? null : plain(problem.file);
  const where = [file, problem.seq === null ? null : `${event} ${problem.seq}`].filter(
    (part) => part !== null,
  );
  const text = PROBLEMS[problem.code][language === 'en' ? 0 : 1];
  const isSize = problem.code === 'size-differs' && problem.facts !== '';
  const unit = isSize ? (language === 'en' ? ' bytes' : ' byte') : '';
  const facts = factsWords(problem.facts + unit, language);
  return `${where.length > 0 ? `${where.join(', ')}: ` : ''}${text}${facts}`;
}

/** One notice as a sentence. */
export function noticeWords(notice: Notice, language: Language): string {
  return `${NOTICES[notice.code][language === 'en' ? 0 : 1]}${factsWords(notice.facts, language)}`;
}

/** Facts that are words of ours; the others are numbers and names. */
const FACTS_VI: Readonly<Record<string, string>> = {
  'unreadable or ends here': 'từ đây không đọc được hoặc đã hết',
  'extra cells': 'thừa ô',
  'extra rows': 'thừa dòng',
};
const factsWords = (facts: string, language: Language): string => {
  if (facts === '') return '';
  const known = language === 'vi' && Object.hasOwn(FACTS_VI, facts) ? FACTS_VI[facts] : undefined;
  return ` (${known ?? plain(facts)})`;
};
/** A stranger's file names must not steer the terminal: control and direction characters become `?`. */
export const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?').slice(0, 300);
