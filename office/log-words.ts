import { assertNever } from '../core/errors.ts';
import { type Finding, isWrong, type LogReport } from './log-report.ts';
import { type Times, timesIn } from './times.ts';
import { type Language, plain } from './words.ts';

/** Most findings of one sort that are listed for one log; a gate that is closed every night has hundreds. */
const LISTED = 10;
/** Most folders that one sentence names. */
const FOLDERS = 6;

/** Why what the batches of a log say together proves nothing: one of them is wrong by itself, or nobody vouches for it. */
export type Doubt = 'wrong' | 'unverified';

/**
 * A log in plain words: what of it is here, then what is wrong (✗), then what is worth knowing (•).
 * @param doubt nothing is said to be whole by batches that are in doubt themselves
 */
export function logLines(
  log: LogReport,
  language: Language,
  times: Times = timesIn(language),
  doubt: Doubt | null = null,
): readonly string[] {
  const say = sayIn(language, times);
  const wrong = log.findings.filter(isWrong);
  const notable = log.findings.filter((one) => !isWrong(one));
  const lines = [say.log(log), ...listed(wrong, '✗', log, say), ...listed(notable, '•', log, say)];
  if (wrong.length === 0) {
    const whole = doubt === null ? `✓ ${say.whole(log)}` : `• ${say.whole(log)}${say.doubt(doubt)}`;
    lines.splice(1, 0, `  ${whole}`);
  }
  return lines;
}

function listed(findings: readonly Finding[], mark: string, log: LogReport, say: Say): readonly string[] {
  const byCode = new Map<string, Finding[]>();
  for (const one of findings) byCode.set(one.code, [...(byCode.get(one.code) ?? []), one]);
  return [...byCode.values()].flatMap((same) => {
    const lines = same.slice(0, LISTED).map((one) => `  ${mark} ${findingWords(one, log, say)}`);
    return same.length > LISTED ? [...lines, `  ${mark} ${say.more(same.length - LISTED)}`] : lines;
  });
}

/** What sentences of both languages are made of. */
interface Say extends Pick<Times, 'time' | 'span'> {
  readonly index: 0 | 1;
  readonly number: (value: number) => string;
  readonly length: (ms: number) => string;
  readonly log: (log: LogReport) => string;
  readonly whole: (log: LogReport) => string;
  readonly doubt: (doubt: Doubt) => string;
  readonly more: (count: number) => string;
}

function sayIn(language: Language, { time, span }: Times): Say {
  const en = language === 'en';
  const number = (value: number): string => value.toLocaleString(en ? 'en' : 'vi');
  return {
    index: en ? 0 : 1,
    number,
    time,
    span,
    length: (ms) => {
      const total = Math.round(ms / 60_000);
      const [h, min] = [Math.floor(total / 60), total % 60];
      if (h === 0) return en ? `${min} min` : `${min} phút`;
      return en ? `${number(h)} h ${min} min` : `${number(h)} giờ ${min} phút`;
    },
    log: ({ site, gate, logId, batches, events, firstSeq, lastSeq, fromMs, toMs }) => {
      const when = span(fromMs, toMs);
      const id = logId.slice(0, 8);
      return en
        ? `Gate ${gate} of ${site}, log ${id}: ${number(batches)} ${batches === 1 ? 'batch' : 'batches'}, ${number(events)} events, seq ${number(firstSeq)} to ${number(lastSeq)}, ${when}`
        : `Cổng ${gate} của ${site}, sổ ${id}: ${number(batches)} lô, ${number(events)} dòng, số ${number(firstSeq)} đến ${number(lastSeq)}, ${when}`;
    },
    whole: ({ firstSeq, lastSeq }) =>
      en
        ? `nothing missing, doubled or contradictory from seq ${number(firstSeq)} to ${number(lastSeq)}`
        : `không thiếu, không lặp, không mâu thuẫn từ dòng số ${number(firstSeq)} đến ${number(lastSeq)}`,
    doubt: (doubt) => {
      if (doubt === 'wrong')
        return en
          ? ', by what these batches say; but one of them is wrong itself: see ✗ above'
          : ', theo lời các lô này; nhưng trong đó có lô sai: xem các dòng ✗ ở trên';
      return en
        ? ', by what these batches say; but one of them is not verified'
        : ', theo lời các lô này; nhưng trong đó có lô chưa kiểm';
    },
    more: (count) =>
      en
        ? `… and ${number(count)} more like these; --json has all`
        : `… và ${number(count)} mục tương tự; xem đủ bằng --json`,
  };
}

/** One finding as a sentence; the gate is named in those that are wrong, which are passed on by themselves. */
function findingWords(one: Finding, { gate }: LogReport, say: Say): string {
  const { number, time, span } = say;
  const pick = (en: string, vi: string): string => (say.index === 0 ? en : vi);
  const seqs = ({ firstSeq, lastSeq }: { firstSeq: number; lastSeq: number }): string =>
    firstSeq === lastSeq
      ? pick(`seq ${number(firstSeq)}`, `dòng số ${number(firstSeq)}`)
      : pick(
          `seq ${number(firstSeq)} to ${number(lastSeq)}`,
          `dòng số ${number(firstSeq)} đến ${number(lastSeq)}`,
        );
  const where = (folders: readonly string[]): string => {
    const named = folders.slice(0, FOLDERS).map((name) => plain(name) || '.');
    return [...named, ...(folders.length > FOLDERS ? [`… (+${folders.length - FOLDERS})`] : [])].join(', ');
  };
  const at = pick(`gate ${gate}: `, `cổng ${gate}: `);
  switch (one.code) {
    case 'gap':
      return (
        at +
        pick(
          `${span(one.fromMs, one.toMs)}, ${seqs(one)} missing`,
          `${span(one.fromMs, one.toMs)}, thiếu ${seqs(one)}`,
        )
      );
    case 'lost-at-restore':
      return (
        at +
        pick(
          `${seqs(one)} missing, after ${time(one.fromMs)}: log ${one.nextLogId.slice(0, 8)} continues this one from seq ${number(one.lastSeq)}, but no batch of them is here`,
          `thiếu ${seqs(one)}, sau ${time(one.fromMs)}: sổ ${one.nextLogId.slice(0, 8)} nối tiếp sổ này từ dòng số ${number(one.lastSeq)}, nhưng không có lô nào chứa các dòng đó`,
        )
      );
    case 'overlap':
      return (
        at +
        pick(
          `${seqs(one)} stand in several batches that are not the same: ${where(one.folders)}`,
          `${seqs(one)} nằm trong nhiều lô khác nhau: ${where(one.folders)}`,
        )
      );
    case 'fork':
      return (
        at +
        pick(
          `two histories up to seq ${number(one.seq)} contradict each other: ${one.sides.map(where).join(' / ')}`,
          `có hai lịch sử mâu thuẫn nhau tính đến dòng số ${number(one.seq)}: ${one.sides.map(where).join(' / ')}`,
        )
      );
    case 'two-gates':
      return (
        at +
        pick(
          `batches of one log name different gates: ${one.gates.map(plain).join(' / ')} (${where(one.folders)})`,
          `các lô của cùng một sổ ghi các cổng khác nhau: ${one.gates.map(plain).join(' / ')} (${where(one.folders)})`,
        )
      );
    case 'from-the-future':
      return (
        at +
        pick(
          `seq ${number(one.seq)} is from the future, ${time(one.atMs)}: the gate’s clock or this PC’s is wrong (${where(one.folders)})`,
          `dòng số ${number(one.seq)} có giờ ở tương lai, ${time(one.atMs)}: đồng hồ của cổng hoặc của máy này sai (${where(one.folders)})`,
        )
      );
    case 'clock-back':
      return (
        at +
        pick(
          `the clock ran back from ${time(one.beforeMs)} to ${time(one.atMs)} between seq ${number(one.beforeSeq)} and ${number(one.seq)}, and the kiosk did not mark it`,
          `đồng hồ bị lùi từ ${time(one.beforeMs)} về ${time(one.atMs)} giữa dòng số ${number(one.beforeSeq)} và ${number(one.seq)}, mà máy không đánh dấu`,
        )
      );
    case 'begins-later':
      return pick(
        `not here: ${seqs(one)}, before the first batch`,
        `không có ở đây: ${seqs(one)}, trước lô đầu tiên`,
      );
    case 'same-batch':
      return pick(
        `${seqs(one)}: the same batch, byte for byte, in ${where(one.folders)}`,
        `${seqs(one)}: cùng một lô, giống từng byte, ở ${where(one.folders)}`,
      );
    case 'other-rendition':
      return pick(
        `${seqs(one)}: one batch in several renditions: ${where(one.folders)}`,
        `${seqs(one)}: cùng một lô, nhiều bản xuất: ${where(one.folders)}`,
      );
    case 'restored':
      return pick(
        `continues log ${one.fromLogId.slice(0, 8)} from its seq ${number(one.fromSeq)} since ${time(one.atMs)}; what that log may have written later, nobody can tell`,
        `nối tiếp sổ ${one.fromLogId.slice(0, 8)} từ dòng số ${number(one.fromSeq)}, kể từ ${time(one.atMs)}; sổ cũ có ghi thêm sau đó hay không thì không ai biết được`,
      );
    case 'went-on':
      return pick(
        `${seqs(one)} are here although log ${one.nextLogId.slice(0, 8)} continues this one from before them: the backup was older`,
        `${seqs(one)} có ở đây, dù sổ ${one.nextLogId.slice(0, 8)} nối tiếp từ trước các dòng đó: bản sao lưu cũ hơn`,
      );
    case 'began-anew':
      return pick(
        `a new log since ${time(one.atMs)} that does not name log ${one.beforeLogId.slice(0, 8)} before it: a new PC, or the log was deleted`,
        `sổ mới từ ${time(one.atMs)}, không nhắc đến sổ ${one.beforeLogId.slice(0, 8)} trước đó: máy mới, hoặc sổ đã bị xóa`,
      );
    case 'off':
      return offWords(one, say, pick);
    case 'clock-suspect':
      return one.confirmedMs === null
        ? pick(`${seqs(one)}: times by a clock in doubt`, `${seqs(one)}: giờ ghi theo đồng hồ đáng ngờ`)
        : pick(
            `${seqs(one)}: times by a clock in doubt; an administrator said later: add ${signed(one.confirmedMs, say)}`,
            `${seqs(one)}: giờ ghi theo đồng hồ đáng ngờ; quản trị đã xác nhận sau đó: cộng ${signed(one.confirmedMs, say)}`,
          );
    case 'clock-back-marked':
      return pick(
        `the clock ran back from ${time(one.beforeMs)} to ${time(one.atMs)} between seq ${number(one.beforeSeq)} and ${number(one.seq)}`,
        `đồng hồ bị lùi từ ${time(one.beforeMs)} về ${time(one.atMs)} giữa dòng số ${number(one.beforeSeq)} và ${number(one.seq)}`,
      );
    case 'key-changed':
      return pick(
        `another key signs from seq ${number(one.seq)} on: ${one.keyId}. Ask the gate’s administrator whether it made a new one, and enrol that`,
        `từ dòng số ${number(one.seq)} dùng khóa ký khác: ${one.keyId}. Hãy hỏi quản trị của cổng có tạo khóa mới không, rồi nhận khóa ấy`,
      );
    default:
      return assertNever(one);
  }
}

function offWords(
  one: Extract<Finding, { code: 'off' }>,
  say: Say,
  pick: (en: string, vi: string) => string,
): string {
  const how = {
    closed: pick('closed', 'đã tắt máy'),
    cut: pick('off without closing', 'mất điện hoặc tắt ngang'),
    silent: pick('no sign of the kiosk', 'máy không có tín hiệu'),
  }[one.how];
  const doubt = one.certain ? '' : pick('; by a clock in doubt', '; theo đồng hồ đáng ngờ');
  return `${say.span(one.fromMs, one.toMs)} (${say.length(one.toMs - one.fromMs)}): ${how}${doubt}`;
}

const signed = (ms: number, say: Say): string => `${ms < 0 ? '−' : ''}${say.number(Math.abs(ms / 1000))} s`;

/** What to do where events are missing; nothing where none are. */
export function missingWords(logs: readonly LogReport[], language: Language): string {
  const isMissing = logs.some(({ findings }) =>
    findings.some(({ code }) => code === 'gap' || code === 'lost-at-restore'),
  );
  if (!isMissing) return '';
  return language === 'en'
    ? ' Look for the sticks that hold what is missing, or have the gate deliver those batches once more (Deliver, “Deliver earlier batches again”).'
    : ' Hãy tìm USB có các dòng còn thiếu, hoặc nhờ cổng giao lại các lô ấy (trang Giao sổ, mục “Chép lại lô cũ”).';
}
