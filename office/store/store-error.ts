import { GatelogError } from '../../core/errors.ts';
import { type Language, plain } from '../words.ts';

type StoreCode = 'store/unavailable' | 'store/unknown' | 'store/failed';

/** Everything that can be wrong with a store, and what to do about it. */
const FAULTS = {
  'in-use': [
    'store/unavailable',
    'another program has the database open; wait until it is done, then run this again',
    'chương trình khác đang mở cơ sở dữ liệu; chờ nó xong rồi chạy lại',
  ],
  importing: [
    'store/unavailable',
    'another import into this database is running; wait until it is done, then run this again',
    'đang có một lần nhập khác vào cơ sở dữ liệu này; chờ xong rồi chạy lại',
  ],
  'cannot-open': [
    'store/unavailable',
    'the database cannot be opened; see whether its folder is there and may be written',
    'không mở được cơ sở dữ liệu; xem thư mục của nó có ở đó và có cho ghi không',
  ],
  folder: [
    'store/unavailable',
    'this is a folder, not a database; name a file in it, such as office.duckdb',
    'đây là thư mục, không phải cơ sở dữ liệu; hãy ghi tên một tệp trong đó, như office.duckdb',
  ],
  'question-mark': [
    'store/unavailable',
    'DuckDB opens no file with a question mark in its path; give the file or its folder another name',
    'DuckDB không mở được tệp có dấu hỏi trong đường dẫn; hãy đổi tên tệp hoặc thư mục',
  ],
  'other-address': [
    'store/unknown',
    'this is the address of no database that is known here; a PostgreSQL server is written postgres://user@server/database, a file of DuckDB by its path',
    'đây không phải địa chỉ cơ sở dữ liệu mà lệnh này biết; máy chủ PostgreSQL ghi postgres://user@server/database, tệp DuckDB ghi đường dẫn của tệp',
  ],
  absent: [
    'store/unavailable',
    'there is no such database; see the name behind --from, or make it with gatelog import',
    'không có cơ sở dữ liệu này; xem lại tên sau --from, hoặc tạo bằng gatelog import',
  ],
  unreachable: [
    'store/unavailable',
    'the PostgreSQL server cannot be reached; see whether it is on, and look over address, name and password',
    'không kết nối được máy chủ PostgreSQL; xem máy chủ có bật không, và xem lại địa chỉ, tên, mật khẩu',
  ],
  'no-duckdb': [
    'store/unknown',
    'the file is no database of this DuckDB; give another file behind --into or --from',
    'tệp này không phải cơ sở dữ liệu của DuckDB bản này; hãy ghi tệp khác sau --into hoặc --from',
  ],
  'other-version': [
    'store/unknown',
    'the database belongs to another version of Gatelog; use that version, or import into a new database',
    'cơ sở dữ liệu này của bản Gatelog khác; dùng đúng bản đó, hoặc nhập vào cơ sở dữ liệu mới',
  ],
  stranger: [
    'store/unknown',
    'the database is none of Gatelog’s; give another file behind --into',
    'cơ sở dữ liệu này không phải của Gatelog; hãy ghi tệp khác sau --into',
  ],
  'never-imported': [
    'store/unknown',
    'nothing was ever imported into this database; run gatelog import first',
    'chưa từng nhập gì vào cơ sở dữ liệu này; hãy chạy gatelog import trước',
  ],
  'odd-batch': [
    'store/unknown',
    'the database holds a batch that cannot be understood; import all batches into a new database',
    'trong cơ sở dữ liệu có lô không hiểu được; hãy nhập lại mọi lô vào cơ sở dữ liệu mới',
  ],
  'cannot-write': [
    'store/failed',
    'the database cannot be written; see whether its disk is full or its server is gone, then run this again: nothing is taken twice',
    'không ghi được cơ sở dữ liệu; xem ổ đĩa có đầy hoặc máy chủ có mất không rồi chạy lại: không lô nào bị nhập hai lần',
  ],
  'no-room': [
    'store/failed',
    'there is no room left beside the database; make some, then run this again: nothing is taken twice',
    'hết chỗ ở ổ đĩa chứa cơ sở dữ liệu; dọn bớt rồi chạy lại: không lô nào bị nhập hai lần',
  ],
  scratch: [
    'store/failed',
    'this folder, which an import needs for a moment, cannot be made or cleared; an import of another account may have left it: have that account or an administrator delete it, then run this again',
    'không tạo hoặc không dọn được thư mục tạm này của lệnh nhập; có thể lần nhập của tài khoản khác để lại: hãy nhờ tài khoản đó hoặc người quản trị máy xóa nó rồi chạy lại',
  ],
  'cannot-make': [
    'store/failed',
    'the folder above it is not there or cannot be written; make it, or give another place behind --to',
    'thư mục chứa nó không có hoặc không cho ghi; hãy tạo thư mục ấy, hoặc ghi chỗ khác sau --to',
  ],
  'cannot-keep': [
    'store/failed',
    'it could not be written to its end; see whether the disk is full or the stick was pulled out, then run this again (a folder whose name ends in .gatelog-partial is unfinished and may be deleted)',
    'không ghi được đến cuối; xem ổ đĩa có đầy hoặc USB có bị rút không rồi chạy lại (thư mục có tên kết thúc bằng .gatelog-partial là phần dở dang, xóa được)',
  ],
  'cannot-read': [
    'store/failed',
    'the database cannot be read; see whether its server is gone, then run this again',
    'không đọc được cơ sở dữ liệu; xem máy chủ có mất không rồi chạy lại',
  ],
} as const satisfies Record<string, readonly [code: StoreCode, en: string, vi: string]>;

export type StoreFault = keyof typeof FAULTS;

/**
 * The error for a fault. Its message holds no path and no address, which may hold a password.
 * @param place a folder that it is about instead of what was typed; no address
 */
export function storeError(fault: StoreFault, cause?: unknown, place?: string): GatelogError {
  const [code, message] = FAULTS[fault];
  return new GatelogError(code, message, place === undefined ? { fault } : { fault, place }, { cause });
}

/**
 * What whoever typed the command reads of it.
 * @param path the file or folder that is meant, as it was typed; of a server nothing is repeated, its address may hold a
 *   password
 */
export function storeErrorWords(error: GatelogError, language: Language, path: string): string {
  const { fault, place } = error.context;
  const typed = path.includes('://') || fault === 'other-address' ? '' : `${plain(path)}: `;
  const named = typeof place === 'string' ? `${plain(place)}: ` : typed;
  const known = Object.entries(FAULTS).find(([name]) => name === fault)?.[1];
  const words = known?.[language === 'en' ? 1 : 2] ?? error.message.replace(`${error.code}: `, '');
  return `${named}${words}`;
}
