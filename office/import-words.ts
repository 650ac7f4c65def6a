import { isSameBatch, showsMore, tellsMore } from './merge-rule.ts';
import { type Mark, markSchema, type NewBatch } from './store/store.ts';
import type { Imported, ImportRefusal } from './take-batches.ts';
import { type Language, plain, problemWords, profileWords } from './words.ts';

/** Sentences of one kind in English and Vietnamese. */
type Words = readonly [en: string, vi: string];

const REFUSALS: Readonly<Record<Exclude<ImportRefusal['code'], 'problems' | 'record'>, Words>> = {
  'not-vouched': [
    'no gate that you know signed this: give the gate’s key with --key, or take it as not verified with --unverified',
    'không phải chữ ký của cổng đã biết: hãy đưa khóa của cổng bằng --key, hoặc nhập như lô chưa kiểm bằng --unverified',
  ],
  'not-opened': [
    'encrypted: give the office’s key with --identity, or --passphrase-file',
    'đã mã hóa: hãy đưa khóa của văn phòng bằng --identity, hoặc --passphrase-file',
  ],
  'vouched-stays': [
    'the office holds this batch as its gate vouches for it, in a form that tells less; this one nobody vouches for, so nothing of it was taken: give the gate’s key with --key, or get an undamaged copy',
    'văn phòng đã có lô này, đã kiểm, ở dạng cho biết ít hơn; lô ở đây thì chưa kiểm được nên không nhập gì: hãy đưa khóa của cổng bằng --key, hoặc lấy bản không bị hỏng',
  ],
  overlap: [
    'it holds events that other batches of the office hold already; ask the gate’s administrator which of them is right',
    'lô chứa các dòng mà văn phòng đã có trong lô khác; hãy hỏi quản trị của cổng lô nào đúng',
  ],
  fork: [
    'it contradicts what the office holds of this gate: two histories exist; keep both and ask the gate’s administrator',
    'lô mâu thuẫn với dữ liệu văn phòng đã có của cổng này: có hai lịch sử; hãy giữ cả hai và hỏi quản trị của cổng',
  ],
  'two-gates': [
    'the office holds this log under another site or gate',
    'văn phòng đã có sổ này dưới tên cơ sở hoặc cổng khác',
  ],
};
const MARKED: Readonly<Record<'key-not-enrolled' | 'fork', Words>> = {
  'key-not-enrolled': ['no gate that you know signed it', 'không phải chữ ký của cổng đã biết'],
  fork: ['it contradicts its neighbours', 'mâu thuẫn với lô kề'],
};

/** What became of one batch, where that is worth a line; nothing where it was taken or was here, as it should. */
export function importedLines(imported: Imported, language: Language): readonly string[] {
  const index = language === 'en' ? 0 : 1;
  const folder = plain(imported.folder) || '.';
  switch (imported.became) {
    case 'here':
    case 'gone':
      return [];
    case 'refused':
      return [`✗ ${folder}`, ...refusalLines(imported.why, language).map((line) => `  ✗ ${line}`)];
    default: {
      const ousted = oustedWords(imported.batch, language);
      if (ousted !== null) return [`• ${folder}`, `  • ${ousted}`];
      const less = tellsLessWords(imported.batch, language);
      if (less !== null) return [`• ${folder}`, `  • ${less}`];
      if (imported.batch.verified) return [];
      const why = markWords(imported.batch.marks, language);
      const taken = ['taken as not verified', 'nhập như lô chưa kiểm'][index];
      return [`• ${folder}`, `  • ${taken}: ${why}`];
    }
  }
}

/** What nobody vouched for and is gone now, with what of it the new batch does not tell; null where there is none. */
function oustedWords({ manifest, insteadOf }: NewBatch, language: Language): string | null {
  const others = insteadOf.map((one) => one.manifest).filter((one) => !isSameBatch(manifest, one));
  if (others.length === 0) return null;
  const en = language === 'en';
  const n = (seq: number): string => seq.toLocaleString(language);
  const list = (ranges: readonly (readonly [first: number, last: number])[]): string =>
    ranges.map(([first, last]) => `${n(first)} ${en ? 'to' : 'đến'} ${n(last)}`).join(', ');
  const ranges = others.map((one) => [one.first_seq, one.last_seq] as const);
  const lost = ranges.flatMap(([first, last]) =>
    [
      [first, Math.min(last, manifest.first_seq - 1)] as const,
      [Math.max(first, manifest.last_seq + 1), last] as const,
    ].filter(([from, to]) => from <= to),
  );
  const gone = en
    ? `took the place of what no known gate vouched for: seq ${list(ranges)}`
    : `đã thay cho phần chưa kiểm: dòng số ${list(ranges)}`;
  if (lost.length === 0) return gone;
  return en
    ? `${gone}; of that, seq ${list(lost)} is no longer in the database until the gate’s own batch comes`
    : `${gone}; trong đó dòng số ${list(lost)} không còn trong cơ sở dữ liệu cho đến khi có lô của chính cổng`;
}

/** What nobody vouched for told more of the same batch than the one that is vouched for; null where it did not. */
function tellsLessWords({ manifest, insteadOf }: NewBatch, language: Language): string | null {
  const en = language === 'en';
  const more = insteadOf
    .map((one) => one.manifest)
    .filter((one) => isSameBatch(manifest, one))
    .find((one) => showsMore(one.profile, manifest.profile) || tellsMore(one, manifest));
  if (more === undefined) return null;
  const [was, is] = [more.profile, manifest.profile].map((one) => profileWords(one, language));
  const events = (manifest.events_without_payload - more.events_without_payload).toLocaleString(language);
  const gone = showsMore(more.profile, manifest.profile)
    ? en
      ? `that came as ${was}, this as ${is}, and what only that one told is no longer in the database`
      : `lô ấy ở dạng ${was}, lô này ở dạng ${is}, nên phần chỉ lô ấy có không còn trong cơ sở dữ liệu`
    : en
      ? `that still had the personal part of ${events} events which retention has deleted from this one, and it is no longer in the database`
      : `lô ấy còn thông tin cá nhân của ${events} dòng mà ở lô này đã xóa theo hạn lưu giữ, nên phần đó không còn trong cơ sở dữ liệu`;
  const back = en
    ? '; import that batch again, with the key of its gate, and it is taken as verified'
    : '; hãy nhập lại lô ấy kèm khóa của cổng, khi đó lô được nhận là đã kiểm';
  const words = en
    ? `took the place of what no known gate vouched for: ${gone}`
    : `đã thay cho lô chưa kiểm: ${gone}`;
  return tellsMore(more, manifest) ? words + back : words;
}

function refusalLines(why: ImportRefusal, language: Language): readonly string[] {
  switch (why.code) {
    case 'problems':
      return why.problems.map((problem) => problemWords(problem, language));
    case 'record':
      return why.problems.map((code) => problemWords({ code, file: null, seq: null, facts: '' }, language));
    default:
      return [REFUSALS[why.code][language === 'en' ? 0 : 1]];
  }
}

/** Marks about one file, of which only the kind of fault is kept: gatelog verify names the file. */
const OF_A_FILE: ReadonlySet<Mark> = new Set([
  'link',
  'extra-file',
  'missing-file',
  'too-large',
  'unreadable-file',
  'size-differs',
  'hash-differs',
]);

/** Why a batch counts as not verified, in words. */
export function markWords(marks: readonly Mark[], language: Language): string {
  const index = language === 'en' ? 0 : 1;
  return marks
    .map((mark) => markSchema.parse(mark))
    .map((mark) =>
      mark === 'key-not-enrolled' || mark === 'fork'
        ? MARKED[mark][index]
        : (OF_A_FILE.has(mark) ? ['a file of the batch: ', 'một tệp của lô: '][index] : '') +
          problemWords({ code: mark, file: null, seq: null, facts: '' }, language),
    )
    .join('; ');
}
