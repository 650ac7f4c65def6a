import { once } from 'node:events';
import { fstatSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isGatelogError } from '../core/errors.ts';
import { timestampMs } from '../core/units.ts';
import { type Command, cannotBegin, notUnderstood, type Usage, understand, type Words } from './command.ts';
import { answerLine, type ReadAnswer, readAnswerJsonSchema } from './read-answer.ts';
import { readLines } from './read-lines.ts';
import { createPayloadReader, HELD_BYTES, HELD_HEX_BYTES, type PayloadReader } from './read-payload.ts';
import type { Picture } from './read-pictures.ts';
import { readSite, type Site } from './read-site.ts';
import { readErrorWords, spoken } from './read-words.ts';

const usage: Usage = {
  en: `gatelog read [--hex] [--trust LIST]... [--roster FILE] [--at ISO_TIME] < PAYLOADS
gatelog read --image FILE... [--trust LIST]... [--roster FILE] [--at ISO_TIME]

Says what each payload is, whom it names and what could be checked: one payload a line in, one JSON object a line
out (docs/gatelog-read.md), in order and at once.

  --image FILE    a picture (PNG or JPEG) instead of standard input, read with the kiosk's own decoders; every code
                  in it is a line; may be given several times
  --hex           each line holds bytes as hex digits
  --trust LIST    a trust list, a certificate, or a folder of them; ISS=FILE for the bare keys (JWKS) of an issuer of
                  SMART Health Cards; may be given several times
  --roster FILE   badges of the site (CSV)
  --at ISO_TIME   the time to check dates by, such as 2022-03-01T08:00:00+07:00; now where left out
  --schema        prints the JSON Schema of a line
  --lang          language in which a mistake is explained, en or vi; GATELOG_LANG, then en, where left out

Exit code: 0 every payload got its answer, 1 not all could be read to the end or their answers be written, 2 the
command was not understood.
`,
  vi: `gatelog read [--hex] [--trust LIST]... [--roster FILE] [--at ISO_TIME] < PAYLOADS
gatelog read --image FILE... [--trust LIST]... [--roster FILE] [--at ISO_TIME]

Cho biết từng mã là gì, ghi tên ai và kiểm được gì: vào mỗi dòng một mã, ra mỗi dòng một đối tượng JSON
(docs/gatelog-read.md), đúng thứ tự và ngay lập tức.

  --image FILE    ảnh (PNG hoặc JPEG) thay cho đầu vào chuẩn, đọc bằng bộ giải mã của máy ở cổng; mỗi mã trong ảnh là một
                  dòng; có thể ghi nhiều lần
  --hex           mỗi dòng là các byte viết theo hệ 16
  --trust LIST    danh sách tin cậy, chứng thư, hoặc thư mục chứa chúng; ISS=FILE cho riêng các khóa (JWKS) của một nơi cấp
                  SMART Health Cards; có thể ghi nhiều lần
  --roster FILE   thẻ của cơ sở (CSV)
  --at ISO_TIME   thời điểm để xét ngày tháng, như 2022-03-01T08:00:00+07:00; không ghi thì là bây giờ
  --schema        in JSON Schema của một dòng
  --lang          ngôn ngữ khi giải thích lỗi của lệnh, en hoặc vi; không ghi thì theo GATELOG_LANG, rồi tiếng Anh

Mã kết thúc: 0 mọi mã đã có câu trả lời, 1 có mã không đọc được đến hết hoặc không ghi được câu trả lời, 2 không hiểu
lệnh.
`,
};

/** What to do about a name that no option stands before: mostly it is the file that should be read. */
const STRAY: Words = [
  'write < before a file of payloads, and --image before a picture',
  'hãy ghi < trước tệp chứa các mã, hoặc --image trước tệp ảnh',
];

/** `gatelog read`: payloads in, what a gate understands of them out. */
export const readCommand: Command = { usage, run };

async function run(args: readonly string[]): Promise<number> {
  const asked = understand(args, usage, () => parse(args), STRAY);
  if (typeof asked === 'number') return asked;
  const { values, language } = asked;
  const wrong = (en: string, vi: string): number => notUnderstood([en, vi], usage, language);
  if (values.schema === true) {
    process.stdout.write(`${JSON.stringify(readAnswerJsonSchema(), null, 2)}\n`);
    return 0;
  }
  const images = values.image ?? [];
  if (values.hex === true && images.length > 0)
    return wrong('--hex is for lines, not for pictures', '--hex dùng cho dòng, không dùng cho ảnh');
  if ([...images, ...(values.trust ?? []), values.roster].includes(''))
    return wrong('the name of a file is missing', 'thiếu tên tệp');
  const atMs = values.at === undefined ? null : timeOf(values.at);
  if (values.at !== undefined && atMs === null)
    return wrong(
      '--at is a time with its zone, such as 2022-03-01T08:00:00+07:00 or 2022-03-01T01:00:00Z',
      '--at là thời điểm kèm múi giờ, như 2022-03-01T08:00:00+07:00 hoặc 2022-03-01T01:00:00Z',
    );
  let site: Site;
  let pictures: readonly Picture[];
  try {
    site = await readSite({ trust: values.trust ?? [], roster: values.roster ?? null });
    // Loaded late: lines need no decoders.
    pictures = images.length === 0 ? [] : await (await import('./read-pictures.ts')).openPictures(images);
  } catch (error) {
    if (!isGatelogError(error)) throw error;
    return cannotBegin(readErrorWords(error, language));
  }
  for (const [en, vi] of site.warnings)
    process.stderr.write(language === 'en' ? `passed over: ${en}\n` : `bỏ qua: ${vi}\n`);
  const reader = createPayloadReader(() => site.context(timestampMs(atMs ?? Date.now())));
  const answers =
    pictures.length > 0
      ? answerPictures(pictures, reader)
      : answerInput(values.hex === true ? reader.hex : reader.bytes, values.hex === true);
  try {
    return (await writeAnswers(answers)) ? 0 : 1;
  } catch (error) {
    if (!isGatelogError(error)) throw error;
    process.stderr.write(`${readErrorWords(error, language)}\n`);
    return 1;
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      image: { type: 'string', multiple: true },
      hex: { type: 'boolean' },
      trust: { type: 'string', multiple: true },
      roster: { type: 'string' },
      at: { type: 'string' },
      schema: { type: 'boolean' },
      lang: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

const TIME = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/** A day, which begins at midnight UTC, or a time with its zone, as RFC 3339 writes them; null for anything else. */
function timeOf(text: string): number | null {
  const day = TIME.exec(text)?.[1];
  // Date.parse takes 30 February for 2 March.
  if (day === undefined || !isDay(day)) return null;
  const ms = Date.parse(text.toUpperCase());
  return Number.isNaN(ms) ? null : ms;
}

function isDay(day: string): boolean {
  const ms = Date.parse(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** @throws GatelogError `file/unreadable` where standard input ends by an error */
async function* answerInput(
  answer: (line: Uint8Array) => ReadAnswer,
  hex: boolean,
): AsyncGenerator<readonly ReadAnswer[]> {
  for await (const lines of readLines(standardInput(), hex ? HELD_HEX_BYTES : HELD_BYTES))
    yield lines.map(answer);
}

async function* standardInput(): AsyncGenerator<Uint8Array> {
  // Node takes a folder for an input without a byte.
  if (fstatSync(0).isDirectory())
    throw spoken('file/unreadable', [
      'standard input is a folder, not payloads',
      'đầu vào chuẩn là thư mục, không phải các mã',
    ]);
  try {
    yield* process.stdin;
  } catch (cause) {
    throw spoken(
      'file/unreadable',
      ['standard input cannot be read to its end', 'không đọc được đầu vào chuẩn đến hết'],
      cause,
    );
  }
}

async function* answerPictures(
  pictures: readonly Picture[],
  reader: PayloadReader,
): AsyncGenerator<readonly ReadAnswer[]> {
  for (const picture of pictures) yield await picture.answers(reader);
}

/**
 * Writes answers as they come, and waits where whoever reads them is slower. False where that one went away before
 * the end (`gatelog read | head -1`): nothing more is read. What is said of it output.ts says.
 */
async function writeAnswers(answers: AsyncIterable<readonly ReadAnswer[]>): Promise<boolean> {
  const { stdout } = process;
  const gone = new AbortController();
  stdout.on('error', () => gone.abort());
  for await (const some of answers) {
    if (gone.signal.aborted) break;
    const text = some.map((answer) => `${answerLine(answer)}\n`).join('');
    if (!stdout.write(text)) await once(stdout, 'drain', { signal: gone.signal }).catch(() => undefined);
    if (gone.signal.aborted) break;
  }
  return !gone.signal.aborted;
}
