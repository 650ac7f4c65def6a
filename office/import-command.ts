import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isGatelogError } from '../core/errors.ts';
import { timestampMs } from '../core/units.ts';
import {
  type Command,
  cannotBegin,
  NOT_UNDERSTOOD,
  notUnderstood,
  type Usage,
  understand,
} from './command.ts';
import { readEnrolledKeys } from './enrolled-keys.ts';
import { clearedWhenEnded } from './interrupt.ts';
import { keyWords } from './key-words.ts';
import { type Language, plain, problemWords } from './words.ts';

const usage: Usage = {
  en: `gatelog import PATH... --into STORE [--key gate-key.pub.json]... [--identity FILE]...
                      [--passphrase-file FILE]... [--unverified] [--thorough] [--lang en|vi]

Merges every batch in each PATH (a batch, or any folder above several) into one database. Importing again changes
nothing; a batch is taken whole or not at all; one that is damaged, contradicts another, or that no gate whose key was
given signed, is refused. Of several renditions of a batch the office keeps the one that tells most.

  --into STORE            the database: a file of DuckDB such as office.duckdb, or postgres://user@server/database; made
                          where it is not there
  --key FILE              public key of a gate that you know (JWK, JWK set or PEM); may be given several times
  --identity FILE         the office's secret key, as age-keygen writes it; may be given several times
  --passphrase-file FILE  a passphrase, one line; may be given several times
  --unverified            also takes what no known gate signed, and what is damaged beside its record; it stays marked
  --thorough              verifies every event first, as gatelog verify does; takes much longer
  --lang                  language of the answer, en or vi; GATELOG_LANG, then en, where left out

Exit code: 0 the database holds all of them, 1 something was refused or could not be read, 2 the command was not
understood. Progress goes to standard error.
`,
  vi: `gatelog import PATH... --into STORE [--key gate-key.pub.json]... [--identity FILE]...
                      [--passphrase-file FILE]... [--unverified] [--thorough] [--lang en|vi]

Nhập mọi lô trong từng PATH (một lô, hoặc thư mục bất kỳ chứa nhiều lô) vào một cơ sở dữ liệu. Nhập lại thì không có gì
thay đổi; mỗi lô được nhập trọn vẹn hoặc không nhập; lô bị hỏng, mâu thuẫn với lô khác, hoặc không phải chữ ký của cổng
có khóa đã đưa vào thì bị từ chối. Nếu một lô có nhiều bản, văn phòng giữ bản đầy đủ nhất.

  --into STORE            cơ sở dữ liệu: tệp DuckDB như office.duckdb, hoặc postgres://user@server/database; chưa có thì
                          được tạo
  --key FILE              khóa công khai của cổng đã biết (JWK, bộ JWK hoặc PEM); có thể ghi nhiều lần
  --identity FILE         khóa bí mật của văn phòng do age-keygen tạo; có thể ghi nhiều lần
  --passphrase-file FILE  tệp mật khẩu, một dòng; có thể ghi nhiều lần
  --unverified            nhập cả lô không có chữ ký của cổng đã biết, và lô hỏng phần ngoài bản ghi; lô được đánh dấu
  --thorough              trước hết kiểm từng dòng như gatelog verify; lâu hơn nhiều
  --lang                  ngôn ngữ của câu trả lời, en hoặc vi; không ghi thì theo GATELOG_LANG, rồi tiếng Anh

Mã kết thúc: 0 cơ sở dữ liệu đã có mọi lô, 1 có lô bị từ chối hoặc không đọc được, 2 không hiểu lệnh. Tiến độ ghi ra
đầu ra lỗi.
`,
};

/** `gatelog import`: batches into the office's database. */
export const importCommand: Command = { usage, run };

async function run(args: readonly string[]): Promise<number> {
  const asked = understand(args, usage, () => parse(args));
  if (typeof asked === 'number') return asked;
  const { values, positionals, language } = asked;
  if (positionals.length === 0)
    return notUnderstood(['a folder is missing', 'thiếu thư mục'], usage, language);
  const { into } = values;
  if (into === undefined || into === '')
    return notUnderstood(['--into is missing', 'thiếu --into'], usage, language);
  try {
    return await importAll(positionals, into, values, language);
  } catch (error) {
    if (isGatelogError(error, 'key/missing', 'key/invalid')) return cannotBegin(keyWords(error, language));
    const { isStoreError } = await import('./import.ts');
    if (!isStoreError(error)) throw error;
    const { storeErrorWords } = await import('./store/store-error.ts');
    process.stderr.write(`${storeErrorWords(error, language, into)}\n`);
    return error.code === 'store/failed' ? 1 : NOT_UNDERSTOOD;
  }
}

async function importAll(
  paths: readonly string[],
  into: string,
  values: ReturnType<typeof parse>['values'],
  language: Language,
): Promise<number> {
  // Loaded late: usage and mistakes need none of what opens envelopes and databases.
  const { importPaths } = await import('./import.ts');
  const { importedLines } = await import('./import-words.ts');
  const { readOpeningKeys } = await import('./opening-keys.ts');
  const { openStore } = await import('./store/open.ts');
  const { createProgress } = await import('./progress.ts');
  const opening = await readOpeningKeys(values.identity ?? [], values['passphrase-file'] ?? []);
  const enrolled = readEnrolledKeys(values.key ?? []);
  // Of a server's address there is no such file, and nothing of it is removed.
  const isNewFile = !into.includes('://') && !existsSync(into);
  const { store, scratch } = await openStore(into);
  const progress = createProgress(process.stderr, Date.now);
  const counts = { imported: 0, replaced: 0, here: 0, refused: 0, gone: 0 };
  let events = 0;
  let doneAll = 0;
  let firstGone: string | null = null;
  const begunMs = Date.now();
  try {
    // What comes out of envelopes lies in the scratch folder, in the open.
    const problems = await clearedWhenEnded(scratch, () =>
      importPaths(paths, store, {
        enrolled,
        opening,
        unverified: values.unverified === true,
        thorough: values.thorough === true,
        scratch,
        nowMs: () => timestampMs(Date.now()),
        onLook: (looked, of) => {
          if (doneAll === 0) progress.say(() => lookedWords(looked, of, language));
        },
        onBatch: (imported, done, of) => {
          doneAll = done;
          counts[imported.became] += 1;
          if (imported.became === 'gone') firstGone ??= imported.folder;
          if ('batch' in imported) events += imported.batch.manifest.events;
          const lines = importedLines(imported, language);
          if (lines.length > 0) {
            // On a terminal the answer would stand behind the line of the progress.
            progress.end();
            process.stdout.write(`${lines.join('\n')}\n`);
          }
          progress.say(() => progressWords(done, of, events, (Date.now() - begunMs) / 1000, language));
        },
      }),
    );
    progress.end();
    for (const problem of problems) process.stdout.write(`✗ ${problemWords(problem, language)}\n`);
    if (counts.gone > 0) {
      // Of one name places are shown as they lie below it.
      const [only = ''] = paths;
      const from = paths.length === 1 ? only : (firstGone ?? '');
      process.stdout.write(`✗ ${plain(from)}: ${goneWords(counts.gone, language)}\n`);
    }
    process.stdout.write(`${summary(counts, events, language)}\n`);
    return problems.length === 0 && counts.refused === 0 && counts.gone === 0 ? 0 : 1;
  } finally {
    progress.end();
    await store.close();
    // A wrong path makes no database: asked for what is missing, an empty one would say that nothing is.
    if (isNewFile && counts.imported + counts.replaced === 0) await rm(into, { force: true });
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      into: { type: 'string' },
      key: { type: 'string', multiple: true },
      identity: { type: 'string', multiple: true },
      'passphrase-file': { type: 'string', multiple: true },
      unverified: { type: 'boolean' },
      thorough: { type: 'boolean' },
      lang: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

/** Before the first batches are in: they are taken many at a time. */
function lookedWords(looked: number, of: number, language: Language): string {
  const n = (value: number): string => value.toLocaleString(language);
  return language === 'en'
    ? `${n(looked)} of ${n(of)} batches looked at`
    : `đã xem ${n(looked)} / ${n(of)} lô`;
}

function progressWords(
  done: number,
  of: number,
  events: number,
  seconds: number,
  language: Language,
): string {
  const n = (value: number): string => Math.round(value).toLocaleString(language);
  const remaining = (seconds / done) * (of - done);
  return language === 'en'
    ? `${n(done)} of ${n(of)} batches, ${n(events)} events, ${n(events / seconds)} a second, ${n(remaining)} s to go`
    : `${n(done)} / ${n(of)} lô, ${n(events)} dòng, ${n(events / seconds)} dòng mỗi giây, còn ${n(remaining)} giây`;
}

/** A stick of a thousand that was pulled out is one sentence, behind the place of the first. */
const goneWords = (gone: number, language: Language): string =>
  language === 'en'
    ? `${gone.toLocaleString(language)} ${gone === 1 ? 'batch' : 'batches'} not read: the stick was pulled out, the share went off, or the medium is broken. What was taken is whole and stays; put it back and run the same command again.`
    : `chưa đọc ${gone.toLocaleString(language)} lô: USB đã bị rút, ổ mạng bị ngắt, hoặc thiết bị hỏng. Các lô đã nhập vẫn đầy đủ; hãy cắm hoặc nối lại rồi chạy lại đúng lệnh này.`;

function summary(
  {
    imported,
    replaced,
    here,
    refused,
  }: Readonly<Record<'imported' | 'replaced' | 'here' | 'refused', number>>,
  events: number,
  language: Language,
): string {
  const n = (value: number): string => value.toLocaleString(language);
  const en = language === 'en';
  // What there was none of is left out; what was taken is always said.
  const rest = [
    [
      replaced,
      en
        ? `${n(replaced)} replaced by one that tells more or is vouched for`
        : `thay ${n(replaced)} lô bằng bản đầy đủ hơn hoặc đã kiểm`,
    ],
    [here, en ? `${n(here)} here already` : `${n(here)} lô đã có từ trước`],
    [refused, en ? `${n(refused)} refused` : `từ chối ${n(refused)} lô`],
  ] as const;
  const parts = rest.filter(([count]) => count > 0).map(([, words]) => `, ${words}`);
  return en
    ? `${n(imported)} ${imported === 1 ? 'batch' : 'batches'} imported${parts.join('')}; ${n(events)} events taken.`
    : `Đã nhập ${n(imported)} lô${parts.join('')}; nhận ${n(events)} dòng.`;
}
