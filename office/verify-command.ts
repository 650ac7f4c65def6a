import { parseArgs } from 'node:util';
import { isGatelogError } from '../core/errors.ts';
import { timestampMs } from '../core/units.ts';
import { type Command, cannotBegin, notUnderstood, type Usage, understand } from './command.ts';
import { readEnrolledKeys } from './enrolled-keys.ts';
import { clearedWhenEnded } from './interrupt.ts';
import { keyWords } from './key-words.ts';
import { logLines, missingWords } from './log-words.ts';
import type { NoticeCode } from './problem.ts';
import { timesIn } from './times.ts';
import type { VerifyOptions } from './verify.ts';
import type { BatchReport, VerifyReport } from './verify-report.ts';
import { type Language, noticeWords, plain, problemWords, profileWords } from './words.ts';

const usage: Usage = {
  en: `gatelog verify PATH... [--key gate-key.pub.json]... [--identity FILE]... [--passphrase-file FILE]...
                      [--lang en|vi] [--json]

Checks every batch in each PATH (a batch, or any folder above several, such as a whole stick): hashes, signature,
chain, counts, commitments, and that CSV and workbook say what the record says. Then the batches of each gate's log
together: what is missing, doubled or contradictory, what was lost at a restore, when the kiosk was off and what its
clock did. An encrypted batch is checked from outside without a key, and wholly with one; nothing that was encrypted
is written anywhere.

  --key FILE              public key of a gate that you know (JWK, JWK set or PEM); may be given several times
  --identity FILE         the office's secret key, as age-keygen writes it; may be given several times
  --passphrase-file FILE  a passphrase, one line; may be given several times
  --lang                  language of the answer, en or vi; GATELOG_LANG, then en, where left out
  --json                  the whole report as JSON (docs/office.md)
  --schema                prints the JSON Schema of that report

Exit code: 0 all is well, 1 something is wrong or missing, 2 the command was not understood. On a terminal,
progress goes to standard error.
`,
  vi: `gatelog verify PATH... [--key gate-key.pub.json]... [--identity FILE]... [--passphrase-file FILE]...
                      [--lang en|vi] [--json]

Kiểm mọi lô trong từng PATH (một lô, hoặc thư mục bất kỳ chứa nhiều lô, như cả một USB): mã băm, chữ ký, chuỗi, số
lượng, phần cá nhân, và CSV cùng bảng tính có ghi đúng như bản ghi không. Sau đó kiểm các lô của từng sổ với nhau: thiếu
gì, trùng gì, mâu thuẫn gì, mất gì khi khôi phục, khi nào máy tắt và đồng hồ chạy ra sao. Lô đã mã hóa thì không có khóa
chỉ kiểm được bên ngoài, có khóa thì kiểm hết; nội dung đã mã hóa không được ghi ra đâu cả.

  --key FILE              khóa công khai của cổng đã biết (JWK, bộ JWK hoặc PEM); có thể ghi nhiều lần
  --identity FILE         khóa bí mật của văn phòng do age-keygen tạo; có thể ghi nhiều lần
  --passphrase-file FILE  tệp mật khẩu, một dòng; có thể ghi nhiều lần
  --lang                  ngôn ngữ của câu trả lời, en hoặc vi; không ghi thì theo GATELOG_LANG, rồi tiếng Anh
  --json                  toàn bộ báo cáo dạng JSON (docs/office.md)
  --schema                in JSON Schema của báo cáo đó

Mã kết thúc: 0 tất cả đều tốt, 1 có thiếu hoặc sai sót, 2 không hiểu lệnh. Trên cửa sổ lệnh, tiến độ ghi ra
đầu ra lỗi.
`,
};

/** `gatelog verify`: checks batches and says in words what is wrong. */
export const verifyCommand: Command = { usage, run };

async function run(args: readonly string[]): Promise<number> {
  const asked = understand(args, usage, () => parse(args));
  if (typeof asked === 'number') return asked;
  const { values, positionals, language } = asked;
  if (values.schema === true) {
    const { verifyReportJsonSchema } = await import('./verify-report.ts');
    process.stdout.write(`${JSON.stringify(verifyReportJsonSchema(), null, 2)}\n`);
    return 0;
  }
  if (positionals.length === 0)
    return notUnderstood(['a folder is missing', 'thiếu thư mục'], usage, language);
  const json = values.json === true;
  try {
    // Loaded late: usage and mistakes need none of what reads workbooks, Parquet and envelopes.
    const { readOpeningKeys } = await import('./opening-keys.ts');
    const { verifyPaths } = await import('./verify.ts');
    const { createProgress } = await import('./progress.ts');
    const opening = await readOpeningKeys(values.identity ?? [], values['passphrase-file'] ?? []);
    const enrolled = readEnrolledKeys(values.key ?? []);
    const progress = createProgress(process.stderr, Date.now);
    // Each batch is said as soon as it was looked at: a stick of a thousand takes its time, and one large batch too.
    const onBatch = (batch: BatchReport): void => {
      progress.end();
      if (!json) process.stdout.write(batchText(batch, language));
    };
    // Only who watches a terminal waits: elsewhere standard error stays empty where all is well.
    const onEvents = (...now: Followed): void => {
      if (process.stderr.isTTY) progress.say(() => followedWords(now, language));
    };
    const options = { enrolled, opening, nowMs: timestampMs(Date.now()), onBatch, onEvents };
    const report = await clearedWhenEnded(null, () => verifyPaths(positionals, options));
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : verdictText(report, language));
    return report.ok ? 0 : 1;
  } catch (error) {
    if (isGatelogError(error, 'key/missing', 'key/invalid')) return cannotBegin(keyWords(error, language));
    throw error;
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true },
      identity: { type: 'string', multiple: true },
      'passphrase-file': { type: 'string', multiple: true },
      lang: { type: 'string' },
      json: { type: 'boolean' },
      schema: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

type Followed = Parameters<NonNullable<VerifyOptions['onEvents']>>;

function followedWords([seen, ofEvents, batches, ofBatches]: Followed, language: Language): string {
  const n = (value: number): string => value.toLocaleString(language);
  return language === 'en'
    ? `batch ${n(batches + 1)} of ${n(ofBatches)}: ${n(seen)} of ${n(ofEvents)} events followed`
    : `lô ${n(batches + 1)} / ${n(ofBatches)}: đã dò ${n(seen)} / ${n(ofEvents)} dòng`;
}

/** One batch in plain words. */
function batchText(batch: BatchReport, language: Language): string {
  const lines = [`${batch.problems.length === 0 ? '✓' : '✗'} ${plain(batch.folder) || '.'}`];
  if (batch.manifest !== null) lines.push(`  ${batchWords(batch, language === 'en')}`);
  for (const problem of batch.problems) lines.push(`  ✗ ${problemWords(problem, language)}`);
  for (const notice of batch.notices) lines.push(`  • ${noticeWords(notice, language)}`);
  return `${lines.join('\n')}\n`;
}

/** Notices without which nobody can say that all is well: anybody could have made the batch, or nobody looked inside. */
const UNPROVED: ReadonlySet<NoticeCode> = new Set(['key-not-enrolled', 'not-opened']);

/** The logs in plain words, then what is wrong beside the batches, the verdict last. */
function verdictText(report: VerifyReport, language: Language): string {
  const en = language === 'en';
  const times = timesIn(language);
  const wrong = new Set(
    report.batches.flatMap(({ manifest, problems }) =>
      problems.length > 0 && manifest ? [manifest.log_id] : [],
    ),
  );
  const lines = report.logs.flatMap((log) =>
    logLines(log, language, times, wrong.has(log.logId) ? 'wrong' : null),
  );
  if (lines.length > 0) lines.push(times.zone());
  for (const problem of report.problems) lines.push(`✗ ${problemWords(problem, language)}`);
  const batches = report.batches.length;
  const proved = report.batches.every(({ notices }) => !notices.some(({ code }) => UNPROVED.has(code)));
  if (report.ok && proved)
    lines.push(
      en
        ? `All is well: ${batches} ${batches === 1 ? 'batch' : 'batches'} verified.`
        : `Tất cả đều tốt: đã kiểm ${batches} lô.`,
    );
  else if (report.ok)
    lines.push(
      en
        ? `Nothing wrong was found in ${batches} ${batches === 1 ? 'batch' : 'batches'}; what is not proved is said at • above.`
        : `Không thấy sai sót trong ${batches} lô; điều chưa chứng minh được ghi ở các dòng • phía trên.`,
    );
  else
    lines.push(
      (en ? 'Something is wrong: see ✗ above.' : 'Có sai sót: xem các dòng ✗ ở trên.') +
        missingWords(report.logs, language),
    );
  return `${lines.join('\n')}\n`;
}

const INSIDE_WORDS: Readonly<Record<BatchReport['inside'], readonly [en: string, vi: string]>> = {
  plain: ['not encrypted', 'không mã hóa'],
  opened: ['encrypted, opened', 'đã mã hóa, đã mở'],
  closed: ['encrypted, not opened', 'đã mã hóa, chưa mở'],
};

function batchWords({ manifest, record, enrolled, inside }: BatchReport, en: boolean): string {
  if (manifest === null) return '';
  const { first_seq: first, last_seq: last, events, profile } = manifest;
  const index = en ? 0 : 1;
  const key = en
    ? enrolled
      ? 'signed by a known gate'
      : 'gate’s key not known'
    : enrolled
      ? 'chữ ký của cổng đã biết'
      : 'chưa biết khóa của cổng';
  const chained = record?.chainChecked ?? 0;
  const checked = record?.commitmentsChecked ?? 0;
  const facts = en
    ? [
        `${events} events, ${first} to ${last}`,
        `${chained} followed through the chain`,
        `${checked} personal parts checked against it`,
      ]
    : [
        `${events} dòng, từ ${first} đến ${last}`,
        `đã dò chuỗi ${chained} dòng`,
        `đã đối chiếu ${checked} phần cá nhân với chuỗi`,
      ];
  return [...facts, profileWords(profile, en ? 'en' : 'vi'), INSIDE_WORDS[inside][index], key].join('; ');
}
