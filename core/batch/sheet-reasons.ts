import { confirmedOffset, type StartDoubt } from '../gate/clock.ts';
import type { Direction, Reason } from '../gate/rules.ts';
import { personNote } from '../person/told.ts';
import { restoredFrom } from './restored.ts';
import type { Headings } from './sheet.ts';
import { type Said, wordOf, wordsOf } from './sheet-words.ts';

/** Reasons of a guard's acts and of the kiosk's own events, beside those of a decision. */
type OwnReason =
  | 'undone'
  | 'guard-signed-in'
  | 'guard-signed-out'
  | 'control-nothing-to-undo'
  | 'opened'
  | 'closed'
  | 'alive';

/** What the event itself says already. */
const NOTHING_MORE: Said = { vi: '', en: '' };

/**
 * Why, in the few words of a list; the screen speaks to the visitor in whole sentences (`reasons` in the locales), which
 * would be out of place here.
 */
export const REASON_WORDS: Readonly<Record<Reason | OwnReason, Said>> = {
  entered: { vi: 'Đã ghi giờ vào', en: 'Entry recorded' },
  left: { vi: 'Đã ghi giờ ra', en: 'Exit recorded' },
  'left-without-entry': {
    vi: 'Ra, chưa thấy lượt vào ở cổng này',
    en: 'Left; no entry was seen at this gate',
  },
  'entered-open-visit-inferred': {
    vi: 'Vào; lần trước ra mà chưa quét nên máy tự khép lượt cũ',
    en: 'Entered; left last time without a scan, so that visit was closed',
  },
  'already-in': { vi: 'Đã được ghi vào trước đó', en: 'Was recorded as in before' },
  'already-out': { vi: 'Đã được ghi ra trước đó', en: 'Was recorded as out before' },
  full: { vi: 'Bên trong đã đủ người', en: 'Full inside' },
  'damaged-text': { vi: 'Chữ đọc được có thể sai dấu', en: 'Letters may have been changed on the way' },
  'unknown-text': { vi: 'Mã không phải giấy tờ đã biết', en: 'Code is no known document' },
  'masked-document': { vi: 'Mã che bớt số giấy tờ', en: 'Code hides part of the number' },
  'control-foreign': {
    vi: 'Thẻ điều khiển của nơi khác hoặc đã cũ',
    en: 'Control card of elsewhere, or an old one',
  },
  'control-from-camera': { vi: 'Thẻ điều khiển đưa qua camera', en: 'Control card shown to the camera' },
  'control-not-signed-in': {
    vi: 'Thẻ điều khiển khi không có bảo vệ ở máy',
    en: 'Control card while no guard was at the kiosk',
  },
  'control-nothing-to-undo': {
    vi: 'Thẻ hoàn tác: không có lượt nào để hoàn tác',
    en: 'Undo card: nothing to undo',
  },
  'empty-read': { vi: 'Máy quét không đọc được gì', en: 'The scanner read nothing' },
  'check-asks': { vi: 'Hỏi theo kết quả kiểm tra', en: 'A check asks' },
  'check-stops': { vi: 'Dừng theo kết quả kiểm tra', en: 'A check stops' },
  'not-a-pass': { vi: 'Mã không phải giấy tờ để vào cổng', en: 'Code is not a document to enter with' },
  'parts-missing': { vi: 'Thẻ gồm nhiều mã, chưa đọc đủ', en: 'Card of several codes, not all were read' },
  'certificate-unreadable': {
    vi: 'Không đọc được giấy chứng nhận',
    en: 'Certificate could not be read',
  },
  'names-nobody': { vi: 'Giấy không ghi tên ai', en: 'Paper names nobody' },
  unanswered: {
    vi: 'Bảo vệ chưa trả lời nên ghi là từ chối',
    en: 'Not answered, so recorded as refused',
  },
  'guard-admitted': { vi: 'Bảo vệ đã đồng ý', en: 'The guard agreed' },
  'guard-refused': { vi: 'Bảo vệ đã từ chối', en: 'The guard refused' },
  'manual-entry': { vi: 'Bảo vệ nhập tay', en: 'Typed by the guard' },
  undone: { vi: 'Bảo vệ hoàn tác', en: 'Undone by the guard' },
  'guard-signed-in': { vi: 'Bảo vệ vào ca bằng thẻ', en: 'The guard signed in with a card' },
  'guard-signed-out': { vi: 'Bảo vệ hết ca', en: 'The guard ended the duty' },
  opened: NOTHING_MORE,
  closed: NOTHING_MORE,
  alive: NOTHING_MORE,
};
const REASONS = wordsOf(REASON_WORDS);

const DOUBTS = wordsOf({
  jumped: { vi: 'Giờ của máy bị đổi', en: 'The PC’s time was changed' },
  'long-after-last-event': {
    vi: 'Đã hơn 7 ngày kể từ lượt ghi cuối',
    en: 'More than 7 days since the last event',
  },
  'earlier-than-last-event': {
    vi: 'Giờ của máy sớm hơn lượt ghi cuối',
    en: 'The PC’s time is earlier than the last event',
  },
  'earlier-than-build': {
    vi: 'Giờ của máy sớm hơn ngày làm ra phần mềm',
    en: 'The PC’s time is earlier than this software',
  },
} satisfies Readonly<Record<StartDoubt['why'], Said>>);

const DIRECTIONS = wordsOf({
  in: { vi: 'VÀO', en: 'IN' },
  out: { vi: 'RA', en: 'OUT' },
  auto: { vi: 'TỰ ĐỘNG', en: 'AUTO' },
} satisfies Readonly<Record<Direction, Said>>);

/** A reason of the record in words; one that has none stays as it is. */
export function reasonWords(reason: string, headings: Headings): string {
  const plain = REASONS.get(reason);
  if (plain !== undefined) return plain[headings];
  return composed(reason, headings === 'vi', headings) ?? reason;
}

/** Reasons that carry something: which way, how much, which log, who. */
function composed(reason: string, vi: boolean, headings: Headings): string | null {
  const [, by, direction = ''] = /^(guard|control):(in|out|auto)$/.exec(reason) ?? [];
  const way = wordOf(DIRECTIONS, direction, headings);
  if (by === 'guard') return vi ? `Bảo vệ đổi sang ${way}` : `Turned to ${way} by the guard`;
  if (by === 'control') return vi ? `Thẻ điều khiển đổi sang ${way}` : `Turned to ${way} by a control card`;
  const [, why] = /^doubt:([a-z-]+)$/.exec(reason) ?? [];
  if (why !== undefined && DOUBTS.has(why)) return wordOf(DOUBTS, why, headings);
  const offsetMs = confirmedOffset(reason);
  if (offsetMs !== null) {
    const by = `${offsetMs < 0 ? '−' : ''}${Math.abs(offsetMs) / 1000} s`;
    if (offsetMs === 0) return vi ? 'Quản trị xác nhận giờ đúng' : 'An administrator confirmed the time';
    return vi
      ? `Quản trị xác nhận giờ; giờ trước đó cộng ${by}`
      : `An administrator confirmed the time; add ${by} to the times before`;
  }
  const restored = restoredFrom(reason);
  if (restored !== null) {
    const { logId, seq } = restored;
    return vi ? `Nối tiếp sổ ${logId} từ dòng số ${seq}` : `Continues log ${logId} from number ${seq}`;
  }
  const note = personNote(reason);
  if (note === null) return null;
  if (note.kind === 'joined')
    return vi ? `Gộp người ${note.key} vào ${note.into}` : `Person ${note.key} is one with ${note.into}`;
  return vi ? `Tách người ${note.key} khỏi ${note.from}` : `Person ${note.key} is another than ${note.from}`;
}
