import { defuse } from './cell.ts';
import type { EventKind } from './event.ts';
import type { OpenedRow } from './table.ts';

/**
 * The people's file: columns in the order in which a person reads them, with Vietnamese headings and
 * widths in characters. Every cell is text, so that 001099000001 and 0901… keep their zeros.
 */
export const SHEET_COLUMNS: readonly { readonly heading: string; readonly width: number }[] = [
  { heading: 'Số thứ tự', width: 11 },
  { heading: 'Ngày giờ tại cổng', width: 21 },
  { heading: 'Lượt', width: 15 },
  { heading: 'Lý do', width: 24 },
  { heading: 'Họ và tên', width: 28 },
  { heading: 'Loại giấy tờ', width: 13 },
  { heading: 'Số giấy tờ', width: 18 },
  { heading: 'Ngày sinh', width: 12 },
  { heading: 'Giới tính', width: 10 },
  { heading: 'Địa chỉ', width: 40 },
  { heading: 'Điện thoại', width: 14 },
  { heading: 'Ghi chú', width: 24 },
  { heading: 'Bảo vệ', width: 16 },
  { heading: 'Làn', width: 10 },
  { heading: 'Nguồn đọc', width: 18 },
  { heading: 'Loại mã', width: 14 },
  { heading: 'Kiểm tra', width: 30 },
  { heading: 'Đồng hồ', width: 12 },
  { heading: 'Hủy dòng số', width: 12 },
  { heading: 'Trả lời dòng số', width: 15 },
  { heading: 'Nội dung quét', width: 40 },
  { heading: 'Trường khác', width: 40 },
  { heading: 'Mã người', width: 34 },
  { heading: 'Mã cổng', width: 12 },
];

/** Name of the one sheet. */
export const SHEET_NAME = 'Sổ Cổng';
/** Longest text that a cell may hold (Microsoft, Excel specifications and limits), in UTF-16 units. */
export const SHEET_CELL_LIMIT = 32_767;

const KIND_WORDS: Readonly<Record<EventKind, string>> = {
  in: 'Vào',
  out: 'Ra',
  refused: 'Không cho vào',
  repeat: 'Quét lại',
  unreadable: 'Không đọc được',
  asked: 'Hỏi bảo vệ',
  void: 'Hủy',
  note: 'Ghi chú',
  opened: 'Mở máy',
  closed: 'Tắt máy',
  alive: 'Máy hoạt động',
  mode: 'Đổi hướng',
  clock: 'Chỉnh giờ',
};

/** Cells of one event for events.xlsx, in the order of `SHEET_COLUMNS`; null becomes the empty text. */
export function sheetCells({ row, personal }: OpenedRow): string[] {
  return [
    String(row.seq),
    localTime(row.atMs, row.offsetMin),
    KIND_WORDS[row.kind],
    row.reason,
    personal?.name,
    personal?.documentKind,
    personal?.document,
    personal?.birth,
    personal?.sex,
    personal?.address,
    personal?.phone,
    personal?.note,
    personal?.guard,
    row.lane,
    row.source,
    row.credentialKind,
    row.checks,
    row.clock === 'ok' ? '' : 'nghi ngờ',
    row.voidsSeq?.toString(),
    row.answersSeq?.toString(),
    personal?.raw,
    personal === null ? '' : fieldWords(personal.fields),
    row.personKey,
    row.gateId,
  ].map((text) => sheetCell(text ?? ''));
}

/** Local time at the gate when the event was written, from its own offset: `2026-11-24 08:02:03`. */
export function localTime(atMs: number, offsetMin: number): string {
  return new Date(atMs + offsetMin * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function fieldWords(fields: Readonly<Record<string, string | null>>): string {
  return Object.keys(fields)
    .sort()
    .map((name) => `${name}: ${fields[name] ?? ''}`)
    .join('; ');
}

/** What XML 1.0 cannot carry even escaped (section 2.2), and DEL, which readers of workbooks drop with it. */
const UNSHOWABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g;

/**
 * Defused, and cut with a mark where a spreadsheet could not hold it. Control characters, which programs read
 * back differently or not at all, become their pictures (U+2400 …). Parquet and CSV have the text itself.
 */
function sheetCell(text: string): string {
  const cell = defuse(text).toWellFormed().replace(UNSHOWABLE, picture);
  if (cell.length <= SHEET_CELL_LIMIT) return cell;
  // Not through the middle of a pair: half a character is not Unicode.
  return `${cell.slice(0, SHEET_CELL_LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
}
