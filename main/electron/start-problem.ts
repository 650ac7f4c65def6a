import type { ErrorCode, GatelogError } from '../../core/errors.ts';

/** What is wrong and what to do next, for whoever stands before a kiosk that does not start. */
interface Words {
  readonly vi: string;
  readonly en: string;
}

const SETTINGS = {
  vi: 'Sửa tệp cài đặt theo dòng cuối bên dưới, rồi mở lại chương trình. Chưa có gì được ghi.',
  en: 'Correct the settings file as the last lines below say, then start again. Nothing was written.',
};

/** Codes that a start can end with. The page has its own texts: it is not there yet when these are needed. */
const WORDS: Partial<Record<ErrorCode, Words>> = {
  'settings/unreadable': {
    vi: 'Không đọc được tệp cài đặt hoặc một tệp mà nó nêu tên. Kiểm tra đường dẫn và quyền đọc tệp, rồi mở lại chương trình.',
    en: 'The settings file, or a file that it names, cannot be read. Check the path and the right to read it, then start again.',
  },
  'settings/invalid': {
    vi: `Tệp cài đặt có chỗ sai. ${SETTINGS.vi}`,
    en: `The settings file has a mistake. ${SETTINGS.en}`,
  },
  'roster/invalid': {
    vi: 'Danh sách thẻ có dòng sai. Sửa dòng được nêu bên dưới, rồi mở lại chương trình.',
    en: 'The badge list has a wrong line. Correct the line named below, then start again.',
  },
  'key/missing': {
    vi: 'Không thấy tệp khóa của sổ (log.key). Đặt lại đúng tệp khóa của máy này, rồi mở lại chương trình. Đừng xóa sổ: không có khóa thì không ai đọc được.',
    en: "The log's key file (log.key) is missing. Put the key file of this PC back, then start again. Do not delete the log: without its key nobody can read it.",
  },
  'key/invalid': {
    vi: 'Tệp khóa không phải là khóa (cần 64 ký tự 0-9, a-f). Đặt lại đúng tệp khóa của máy này, rồi mở lại chương trình.',
    en: 'The key file is not a key (64 characters of 0-9, a-f). Put the key file of this PC back, then start again.',
  },
  'log/wrong-key': {
    vi: 'Khóa này không mở được sổ: hoặc là khóa của máy khác, hoặc phần đầu của sổ đã hỏng. Đặt lại đúng tệp khóa của máy này và mở lại; nếu vẫn vậy, chép cả thư mục dữ liệu ra USB và gọi người quản trị. Tạm ghi ra giấy.',
    en: 'This key does not open the log: either it is the key of another PC, or the beginning of the log is damaged. Put the key file of this PC back and start again; if that does not help, copy the whole data folder to a stick and call an administrator. Write on paper for now.',
  },
  'log/corrupt': {
    vi: 'Sổ đã hỏng. Đừng xóa gì: chép cả thư mục dữ liệu ra USB và gọi người quản trị ngay. Tạm ghi ra giấy.',
    en: 'The log is damaged. Delete nothing: copy the whole data folder to a stick and call an administrator at once. Write on paper for now.',
  },
  'log/from-the-future': {
    vi: 'Sổ này do phiên bản mới hơn ghi. Cài lại phiên bản mới hơn, rồi mở lại chương trình.',
    en: 'The log was written by a newer version. Install the newer version again, then start again.',
  },
  'log/gone': {
    vi: 'Sổ của máy này đã biến mất, chỉ còn tệp gate.db-wal với những dòng ghi sau cùng. Đừng xóa gì trong thư mục dữ liệu; gọi người quản trị để tìm lại tệp gate.db. Tạm ghi ra giấy.',
    en: 'The log of this PC is gone; only the file gate.db-wal with what was written last is left. Delete nothing in the data folder; call an administrator to find the file gate.db again. Write on paper for now.',
  },
  'log/disk-full': {
    vi: 'Ổ đĩa đã đầy. Dọn bớt chỗ trên ổ đĩa, rồi mở lại chương trình. Tạm ghi ra giấy.',
    en: 'The disk is full. Make room on it, then start again. Write on paper for now.',
  },
  'log/open-failed': {
    vi: 'Không mở được sổ. Kiểm tra ổ đĩa và quyền ghi vào thư mục dữ liệu, rồi mở lại chương trình. Tạm ghi ra giấy.',
    en: 'The log cannot be opened. Check the disk and the right to write to the data folder, then start again. Write on paper for now.',
  },
};

const OTHER: Words = {
  vi: 'Chương trình không mở được. Mở lại một lần; nếu vẫn vậy, chụp màn hình này và gọi người quản trị. Tạm ghi ra giấy.',
  en: 'The program cannot start. Start it once more; if that does not help, take a picture of this and call an administrator. Write on paper for now.',
};

/** A log that is gone without a trace but its id; with its key file, and without. */
const NOTHING_LEFT: Words = {
  vi: 'Sổ của máy này đã biến mất. Đừng xóa gì trong thư mục dữ liệu; gọi người quản trị để tìm lại tệp gate.db. Chỉ khi chắc chắn bỏ sổ cũ: dời tệp log.id đi rồi mở lại, chương trình sẽ lập sổ mới. Tạm ghi ra giấy.',
  en: 'The log of this PC is gone. Delete nothing in the data folder; call an administrator to find the file gate.db again. Only where the old log is given up for certain: move the file log.id away and start again, then a new log is begun. Write on paper for now.',
};
const NEITHER_LEFT: Words = {
  vi: 'Sổ của máy này đã biến mất, cùng tệp khóa của nó (log.key). Đừng xóa gì trong thư mục dữ liệu; gọi người quản trị để tìm lại hai tệp gate.db và log.key: không có khóa thì không ai đọc được sổ. Chỉ khi chắc chắn bỏ sổ cũ: dời tệp log.id đi rồi mở lại, chương trình sẽ lập sổ mới với khóa mới. Tạm ghi ra giấy.',
  en: 'The log of this PC is gone, and so is its key file (log.key). Delete nothing in the data folder; call an administrator to find both files again, gate.db and log.key: without its key nobody can read the log. Only where the old log is given up for certain: move the file log.id away and start again, then a new log is begun with a new key. Write on paper for now.',
};

/**
 * Text of a start that failed: Vietnamese, English, and below them the error itself for whoever mends it. Both
 * languages, because the settings that name one may be what is wrong.
 */
export function startProblem(
  error: Pick<GatelogError, 'code' | 'message'> & Partial<Pick<GatelogError, 'context'>>,
): string {
  const { vi, en } = wordsOf(error);
  return `${vi}\n\n${en}\n\n${error.message}`;
}

function wordsOf({ code, context = {} }: Parameters<typeof startProblem>[0]): Words {
  if (code === 'log/gone' && context['left'] === 'nothing')
    return context['key'] === false ? NEITHER_LEFT : NOTHING_LEFT;
  return WORDS[code] ?? OTHER;
}
