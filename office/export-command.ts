import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isDay } from '../core/batch/local-day.ts';
import { PROFILES } from '../core/batch/profile.ts';
import { PSEUDONYM_SECRET_BYTES, type Pseudonyms, pseudonymsOf } from '../core/batch/pseudonym.ts';
import { HEADINGS } from '../core/batch/sheet.ts';
import { GatelogError, isGatelogError } from '../core/errors.ts';
import { type Command, cannotBegin, notUnderstood, type Usage, understand } from './command.ts';
import { exportFailureWords, exportJson, exportWords, progressWords } from './export-words.ts';
import { clearedWhenEnded } from './interrupt.ts';
import { keyWords, whyUnreadable } from './key-words.ts';
import type { Store } from './store/store.ts';
import { emptyStore, strayStore, withStore } from './store-command.ts';
import { type Language, plain } from './words.ts';

const FORMATS = ['parquet', 'csv', 'xlsx'] as const;

const usage: Usage = {
  en: `gatelog export --from office.duckdb --to FOLDER [--profile full|masked|pseudonymous|counts]
               [--format parquet,csv,xlsx] [--since YYYY-MM-DD] [--until YYYY-MM-DD] [--site SLUG] [--gate SLUG]
               [--pseudonym-key FILE] [--lang en|vi] [--json]

Writes the events of all gates together into a new folder, as files like a gate's own. In front of each row stand its log,
site and gate, and whether its batch is verified. What is written lies in the open.

  --from STORE          the database that gatelog import made
  --to FOLDER           is made; it must not be there
  --profile             how much of a person it shows; masked where left out
  --format              one or more, with commas between; all three where left out
  --since, --until      only events from this day on, and up to that day, both included: days where they happened, by the
                        local time of their gate
  --site, --gate        only of this site or gate
  --pseudonym-key FILE  the site's secret (64 hex characters), to make pseudonyms of batches that came as full
  --lang                language of headings and answer, en or vi; GATELOG_LANG, then en, where left out
  --json                the answer as one JSON object (docs/office.md)

Exit code: 0 everything was written, 1 some batches hold too little for the profile, there is no event to write (then no
folder is made), or it could not be written, 2 the command was not understood. Progress goes to standard error.
`,
  vi: `gatelog export --from office.duckdb --to FOLDER [--profile full|masked|pseudonymous|counts]
               [--format parquet,csv,xlsx] [--since YYYY-MM-DD] [--until YYYY-MM-DD] [--site SLUG] [--gate SLUG]
               [--pseudonym-key FILE] [--lang en|vi] [--json]

Xuất các dòng của mọi cổng vào một thư mục mới, thành các tệp như của cổng. Đầu mỗi dòng ghi thêm sổ, cơ sở,
cổng và lô đã kiểm hay chưa. Tệp xuất ra không mã hóa.

  --from STORE          cơ sở dữ liệu do gatelog import tạo
  --to FOLDER           được tạo mới; không được có sẵn
  --profile             cho thấy thông tin cá nhân đến mức nào; không ghi thì là masked (che bớt)
  --format              một hoặc nhiều loại, cách nhau dấu phẩy; không ghi thì cả ba
  --since, --until      chỉ các dòng từ ngày này và đến hết ngày này: ngày theo giờ tại cổng
  --site, --gate        chỉ của cơ sở hoặc cổng này
  --pseudonym-key FILE  khóa mã danh của cơ sở (64 ký tự hệ 16), để tạo mã danh cho lô ở dạng đầy đủ
  --lang                ngôn ngữ của tiêu đề và câu trả lời, en hoặc vi; không ghi thì theo GATELOG_LANG, rồi tiếng Anh
  --json                câu trả lời là một đối tượng JSON (docs/office.md)

Mã kết thúc: 0 đã xuất hết, 1 có lô không đủ cho kiểu xuất này, không có dòng nào để xuất (khi đó không tạo thư mục), hoặc
không ghi được, 2 không hiểu lệnh. Tiến độ ghi ra đầu ra lỗi.
`,
};

/** `gatelog export`: all gates together, in files for people and programs. */
export const exportCommand: Command = { usage, run };

async function run(args: readonly string[]): Promise<number> {
  const asked = understand(args, usage, () => parse(args), strayStore(args));
  if (typeof asked === 'number') return asked;
  const { values, language } = asked;
  const wrong = (en: string, vi: string): number => notUnderstood([en, vi], usage, language);
  const { from, to } = values;
  if (from === undefined || from === '') return wrong('--from is missing', 'thiếu --from');
  if (to === undefined || to === '') return wrong('--to is missing', 'thiếu --to');
  if (existsSync(to))
    return cannotBegin(
      language === 'en'
        ? `${plain(to)} is there already; give a folder that is not, it is made.`
        : `${plain(to)} đã có sẵn; hãy ghi một thư mục chưa có, lệnh sẽ tự tạo.`,
    );
  const profile = PROFILES.find((one) => one === (values.profile ?? 'masked').toLowerCase());
  if (profile === undefined)
    return wrong(
      `--profile is one of: ${PROFILES.join(', ')}`,
      `--profile phải là một trong: ${PROFILES.join(', ')}`,
    );
  const named = (values.format ?? FORMATS.join())
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const formats = FORMATS.filter((one) => named.includes(one));
  if (!named.every((name) => FORMATS.some((one) => one === name)))
    return wrong(
      `--format is one or more of: ${FORMATS.join(', ')}`,
      `--format phải là một trong: ${FORMATS.join(', ')}`,
    );
  const { since, until } = values;
  for (const [name, day] of Object.entries({ since, until }))
    if (day !== undefined && !isDay(day))
      return /^\d{4}-\d{2}-\d{2}$/.test(day)
        ? wrong(`--${name}: there is no day ${day}`, `--${name}: không có ngày ${day}`)
        : wrong(
            `--${name} is a day such as 2026-11-29, not ${JSON.stringify(day)}`,
            `--${name} là ngày như 2026-11-29 (năm, tháng, ngày), không phải ${JSON.stringify(day)}`,
          );
  if (since !== undefined && until !== undefined && since > until)
    return wrong(`--since ${since} is later than --until ${until}`, `--since ${since} sau --until ${until}`);
  let pseudonyms: Pseudonyms | null;
  try {
    pseudonyms = values['pseudonym-key'] === undefined ? null : readPseudonyms(values['pseudonym-key']);
  } catch (error) {
    if (isGatelogError(error)) return cannotBegin(keyWords(error, language));
    throw error;
  }
  const headings = HEADINGS.find((one) => one === language) ?? 'vi';
  const plan = {
    profile,
    headings,
    formats,
    pseudonyms,
    site: values.site ?? null,
    gate: values.gate ?? null,
    days: { since: values.since ?? null, until: values.until ?? null },
  };
  return withStore(from, language, async (store) => {
    const none = await nothingOf(store, plan, language);
    if (none !== null) return none;
    // Loaded late: usage and mistakes need none of what writes workbooks and Parquet.
    const { exportEvents, growing } = await import('./export/export.ts');
    const { createProgress } = await import('./progress.ts');
    const progress = createProgress(process.stderr, Date.now);
    const onRows = (rows: number, ofEvents: number): void =>
      progress.say(() => progressWords(rows, ofEvents, profile, language));
    try {
      const done = await clearedWhenEnded(growing(to), () =>
        exportEvents(store, { ...plan, folder: to, onRows }),
      );
      progress.end();
      const ok = done.rows > 0 && done.leftOut.length === 0;
      const said = exportWords(done, { ...plan, to }, language);
      if (values.json === true) {
        const { heldName } = await import('./held-logs.ts');
        process.stdout.write(`${JSON.stringify(exportJson(ok, done, plan, heldName), null, 2)}\n`);
      } else (done.rows > 0 ? process.stdout : process.stderr).write(`${said}\n`);
      return ok ? 0 : 1;
    } catch (error) {
      if (!isGatelogError(error, 'batch/unknown-profile', 'store/failed')) throw error;
      progress.end();
      process.stderr.write(`${await exportFailureWords(error, { from, to }, language)}\n`);
      return 1;
    } finally {
      progress.end();
    }
  });
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      profile: { type: 'string' },
      format: { type: 'string' },
      site: { type: 'string' },
      gate: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
      'pseudonym-key': { type: 'string' },
      lang: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

/** Says it where the database has no batch, or none of this site and gate: a mistyped name gives no empty files. */
async function nothingOf(
  store: Store,
  { site, gate }: { readonly site: string | null; readonly gate: string | null },
  language: Language,
): Promise<number | null> {
  const held = await store.held();
  if (held.length === 0) return emptyStore(language);
  const isAsked = (one: { readonly site: string; readonly gate: string }): boolean =>
    (site === null || one.site === site) && (gate === null || one.gate === gate);
  if (held.some(({ manifest }) => isAsked(manifest))) return null;
  const known = [...new Set(held.map(({ manifest }) => `${manifest.site}/${manifest.gate}`))].sort();
  const list = plain(known.slice(0, 10).join(', '));
  process.stderr.write(
    language === 'en'
      ? `The database has no batch of that site and gate. It has: ${list}.\n`
      : `Cơ sở dữ liệu không có lô nào của cơ sở và cổng ấy. Hiện có: ${list}.\n`,
  );
  return 1;
}

function readPseudonyms(path: string): Pseudonyms {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new GatelogError(
      'key/missing',
      'the secret of pseudonyms cannot be read',
      { why: whyUnreadable(cause), path },
      { cause },
    );
  }
  if (!new RegExp(`^[0-9a-f]{${2 * PSEUDONYM_SECRET_BYTES}}$`, 'i').test(text))
    throw new GatelogError('key/invalid', 'the secret of pseudonyms is not 64 hex characters', {
      why: 'no-secret',
      path,
    });
  return pseudonymsOf(Buffer.from(text, 'hex'));
}
