import { defuse } from './cell.ts';
import type { EventKind } from './event.ts';
import { checksWords } from './sheet-checks.ts';
import { reasonWords } from './sheet-reasons.ts';
import {
  credentialWord,
  documentWord,
  fieldsWords,
  laneWord,
  type Said,
  sexWord,
  sourceWord,
} from './sheet-words.ts';
import type { OpenedRow } from './table.ts';

/** Language of headings and words in the people's file; the files for programs have none. */
export const HEADINGS = ['vi', 'en'] as const;
export type Headings = (typeof HEADINGS)[number];

/**
 * How the cells of a people's file speak: `words` is what is written; `codes` of the record stood in the first ones,
 * which lie sealed on sticks and are still verified (docs/decisions/parquet-and-xlsx.md). Sealed words must be found
 * again: whoever changes one adds a wording here and keeps this one.
 */
export type SheetWording = 'words' | 'codes';

type Cell = (opened: OpenedRow, headings: Headings) => string | null | undefined;

/** One column of the people's file. */
export interface SheetColumn {
  /** Column of the record that it shows. */
  readonly shows: string;
  readonly heading: Said;
  /** Characters. */
  readonly width: number;
  readonly cells: Readonly<Record<SheetWording, Cell>>;
}

/** @param codes what stood there in the wording of codes, where that was something else */
const column = (
  shows: string,
  vi: string,
  en: string,
  width: number,
  words: Cell,
  codes: Cell = words,
): SheetColumn => ({ shows, heading: { vi, en }, width, cells: { words, codes } });

/**
 * The people's file: columns in the order in which a person reads them. Every cell is text, so that 001099000001 and
 * 0901… keep their zeros.
 */
export const SHEET_COLUMNS: readonly SheetColumn[] = [
  column('seq', 'Số thứ tự', 'Number', 11, ({ row }) => String(row.seq)),
  column('at', 'Ngày giờ tại cổng', 'Date and time at the gate', 21, ({ row }) =>
    localTime(row.atMs, row.offsetMin),
  ),
  column('kind', 'Lượt', 'What', 15, ({ row }, headings) => KIND_WORDS[row.kind][headings]),
  column(
    'reason',
    'Lý do',
    'Reason',
    34,
    ({ row }, headings) => reasonWords(row.reason, headings),
    ({ row }) => row.reason,
  ),
  column('name', 'Họ và tên', 'Name', 28, ({ personal }) => personal?.name),
  column(
    'document_kind',
    'Loại giấy tờ',
    'Document',
    18,
    ({ personal }, headings) => personal?.documentKind && documentWord(personal.documentKind, headings),
    ({ personal }) => personal?.documentKind,
  ),
  column('document', 'Số giấy tờ', 'Document number', 18, ({ personal }) => personal?.document),
  column('birth', 'Ngày sinh', 'Born', 12, ({ personal }) => personal?.birth),
  column(
    'sex',
    'Giới tính',
    'Sex',
    10,
    ({ personal }, headings) => personal?.sex && sexWord(personal.sex, headings),
    ({ personal }) => personal?.sex,
  ),
  column('address', 'Địa chỉ', 'Address', 40, ({ personal }) => personal?.address),
  column('phone', 'Điện thoại', 'Phone', 14, ({ personal }) => personal?.phone),
  column('note', 'Ghi chú', 'Note', 24, ({ personal }) => personal?.note),
  column('guard', 'Bảo vệ', 'Guard', 16, ({ personal }) => personal?.guard),
  column(
    'lane',
    'Làn',
    'Lane',
    10,
    ({ row }, headings) => laneWord(row.lane, headings),
    ({ row }) => row.lane,
  ),
  column(
    'source',
    'Nguồn đọc',
    'Read by',
    24,
    ({ row }, headings) => sourceWord(row, headings),
    ({ row }) => row.source,
  ),
  column(
    'credential_kind',
    'Loại mã',
    'Kind of code',
    22,
    ({ row }, headings) => credentialWord(row.credentialKind, headings),
    ({ row }) => row.credentialKind,
  ),
  column(
    'checks',
    'Kiểm tra',
    'Checks',
    44,
    ({ row }, headings) => checksWords(row.checks, headings),
    ({ row }) => row.checks,
  ),
  column('clock', 'Đồng hồ', 'Clock', 12, ({ row }, headings) =>
    row.clock === 'ok' ? '' : SUSPECT_WORDS[headings],
  ),
  column('voids_seq', 'Hủy dòng số', 'Undoes number', 12, ({ row }) => row.voidsSeq?.toString()),
  column('answers_seq', 'Trả lời dòng số', 'Answers number', 15, ({ row }) => row.answersSeq?.toString()),
  column('raw', 'Nội dung quét', 'Text as read', 40, ({ personal }) => personal?.raw),
  column(
    'fields',
    'Trường khác',
    'Other fields',
    40,
    ({ personal }, headings) => personal && fieldsWords(personal.fields, headings),
    ({ personal }) => personal && fieldCodes(personal.fields),
  ),
  column('person_key', 'Mã người', 'Person', 34, ({ row }) => row.personKey),
  column('gate_id', 'Mã cổng', 'Gate', 12, ({ row }) => row.gateId),
];

/** Name of the one sheet. */
export const SHEET_NAME = 'Sổ Cổng';
/** Longest text that a cell may hold (Microsoft, Excel specifications and limits), in UTF-16 units. */
export const SHEET_CELL_LIMIT = 32_767;

/** What happened, in words. */
export const KIND_WORDS: Readonly<Record<EventKind, Said>> = {
  in: { vi: 'Vào', en: 'In' },
  out: { vi: 'Ra', en: 'Out' },
  refused: { vi: 'Không cho vào', en: 'Refused' },
  repeat: { vi: 'Quét lại', en: 'Read again' },
  unreadable: { vi: 'Không đọc được', en: 'Unreadable' },
  asked: { vi: 'Hỏi bảo vệ', en: 'Guard was asked' },
  void: { vi: 'Hủy', en: 'Undone' },
  note: { vi: 'Ghi chú', en: 'Note' },
  opened: { vi: 'Mở máy', en: 'Kiosk opened' },
  closed: { vi: 'Tắt máy', en: 'Kiosk closed' },
  alive: { vi: 'Máy hoạt động', en: 'Kiosk running' },
  mode: { vi: 'Đổi hướng', en: 'Direction turned' },
  clock: { vi: 'Chỉnh giờ', en: 'Clock' },
};
const SUSPECT_WORDS: Said = { vi: 'nghi ngờ', en: 'suspect' };

/** Local time at the gate when the event was written, from its own offset: `2026-11-24 08:02:03`. */
export function localTime(atMs: number, offsetMin: number): string {
  return new Date(atMs + offsetMin * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function fieldCodes(fields: Readonly<Record<string, string | null>>): string {
  return Object.keys(fields)
    .sort()
    .map((name) => `${name}: ${fields[name] ?? ''}`)
    .join('; ');
}

/** What XML 1.0 cannot carry even escaped (section 2.2), and DEL, which readers of workbooks drop with it. */
const UNSHOWABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g;

/**
 * Text of a cell: defused, and cut with a mark where a spreadsheet could not hold it. Control characters, which
 * programs read back differently or not at all, become their pictures (U+2400 …). Parquet and CSV have the text itself.
 */
export function sheetCell(text: string): string {
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
