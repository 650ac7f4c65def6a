import type { GatelogError } from '../core/errors.ts';
import { errnoOf } from './find-batches.ts';
import { type Language, plain } from './words.ts';

const WORDS: Readonly<Record<string, readonly [en: string, vi: string]>> = {
  unreadable: [
    'this key file cannot be read; see whether it is there',
    'không đọc được tệp khóa này; hãy xem tệp có ở đó không',
  ],
  folder: [
    'this is a folder, not a key file; name the file in it',
    'đây là thư mục, không phải tệp khóa; hãy ghi tên tệp trong đó',
  ],
  'too-large': ['this is too large for a key file', 'tệp này quá lớn, không phải tệp khóa'],
  'no-key': [
    'this file holds no public key of a gate; give the gate-key.pub.json that its kiosk exports',
    'tệp này không chứa khóa công khai của cổng; hãy đưa tệp gate-key.pub.json mà máy ở cổng chép ra',
  ],
  private: [
    'this is a private key: keep it at its gate, and give the gate-key.pub.json that its kiosk exports',
    'đây là khóa riêng của cổng: hãy để yên tại cổng, và đưa tệp gate-key.pub.json mà máy ở cổng chép ra',
  ],
  'damaged-identity': ['a secret key in this file is damaged', 'khóa bí mật trong tệp này bị hỏng'],
  'encrypted-identity': [
    'this file is itself encrypted: decrypt it with age first',
    'tệp này đang được mã hóa: hãy giải mã bằng age trước',
  ],
  'no-identity': [
    'this file holds no secret key; give the one that age-keygen wrote',
    'tệp này không có khóa bí mật; hãy đưa tệp do age-keygen tạo ra',
  ],
  'public-key': [
    'this is a public key; give the file with the secret one',
    'đây là khóa công khai; hãy đưa tệp có khóa bí mật',
  ],
  'passphrase-lines': [
    'a passphrase is one line, and this file has more; leave only that line',
    'mật khẩu chỉ là một dòng, mà tệp này có nhiều dòng; hãy chỉ để lại dòng mật khẩu',
  ],
  'passphrase-marks': [
    'a passphrase has letters without marks, digits and signs only; write it as it was typed at the gate, and save the file as plain text',
    'mật khẩu chỉ có chữ không dấu, chữ số và ký hiệu; hãy ghi đúng như đã đặt ở cổng, và lưu tệp dạng văn bản thường',
  ],
  'passphrase-space': [
    'the passphrase begins or ends with a space; take that away',
    'đầu hoặc cuối mật khẩu có dấu cách; hãy xóa dấu cách ấy',
  ],
  'passphrase-length': [
    'a passphrase has 12 to 200 characters; see whether this is the right file',
    'mật khẩu có từ 12 đến 200 ký tự; hãy xem có đúng tệp không',
  ],
  'no-secret': [
    'this file does not hold the secret of pseudonyms, 64 hex characters',
    'tệp này không chứa khóa mã danh gồm 64 ký tự hệ 16',
  ],
};

/** Why a key file cannot be read, by what reading it threw. */
export const whyUnreadable = (cause: unknown): 'folder' | 'unreadable' =>
  errnoOf(cause) === 'EISDIR' ? 'folder' : 'unreadable';

/** Why a key cannot be taken, with the name of its file; what has no words of its own is said as it was thrown. */
export function keyWords({ code, message, context }: GatelogError, language: Language): string {
  const { why, path } = context;
  const words = WORDS[String(why)]?.[language === 'en' ? 0 : 1];
  // The error class puts its code in front.
  return words === undefined ? message.replace(`${code}: `, '') : `${plain(String(path))}: ${words}`;
}
