import type { Days } from '../core/batch/local-day.ts';
import type { Profile } from '../core/batch/profile.ts';
import type { GatelogError } from '../core/errors.ts';
import type { Exported } from './export/export.ts';
import type { HeldBatch } from './store/store.ts';
import { dayWords } from './times.ts';
import { type Language, plain, profileWords } from './words.ts';

/** Faults of the folder that is written, not of the database. */
const ABOUT_FOLDER: ReadonlySet<unknown> = new Set(['cannot-make', 'cannot-keep']);

/** Why nothing was written. */
export async function exportFailureWords(
  error: GatelogError,
  { from, to }: { readonly from: string; readonly to: string },
  language: Language,
): Promise<string> {
  if (error.code === 'batch/unknown-profile')
    return language === 'en'
      ? 'Pseudonyms of batches that came as full need the site’s secret: give its file with --pseudonym-key.'
      : 'Để tạo mã danh cho lô ở dạng đầy đủ cần khóa mã danh của cơ sở: hãy đưa tệp khóa bằng --pseudonym-key.';
  const { storeErrorWords } = await import('./store/store-error.ts');
  return storeErrorWords(error, language, ABOUT_FOLDER.has(error.context['fault']) ? to : from);
}

/** Of counts it is not known beforehand how many rows there will be. */
export function progressWords(rows: number, ofEvents: number, profile: Profile, language: Language): string {
  const n = (value: number): string => value.toLocaleString(language);
  const of = profile === 'counts' ? '' : n(ofEvents);
  if (language === 'en') return of === '' ? `${n(rows)} rows` : `${n(rows)} of at most ${of} rows`;
  return of === '' ? `${n(rows)} dòng` : `${n(rows)} / nhiều nhất ${of} dòng`;
}

/** What was asked for, as far as the answer says it. */
interface Asked {
  readonly profile: Profile;
  readonly days: Days;
}

/** What was written, what of it nobody vouches for, and what was left out; or that there is nothing. */
export function exportWords(
  { batches, rows, unverified, leftOut }: Exported,
  { profile, days, to }: Asked & { readonly to: string },
  language: Language,
): string {
  const en = language === 'en';
  const n = (value: number): string => value.toLocaleString(language);
  const shown = profileWords(profile, language);
  const period = periodWords(days, en);
  const folder = plain(to);
  const open = en ? `, to ${folder}; the files are not encrypted` : `, vào ${folder}; tệp không mã hóa`;
  // How many batches those rows lie in is of no use then: most of them are of other days.
  const written =
    period !== ''
      ? en
        ? `${n(rows)} ${rows === 1 ? 'row' : 'rows'} ${period} written, ${shown}${open}.`
        : `Đã xuất ${n(rows)} dòng ${period}, kiểu ${shown}${open}.`
      : en
        ? `${n(batches)} ${batches === 1 ? 'batch' : 'batches'} written, ${n(rows)} ${rows === 1 ? 'row' : 'rows'}, ${shown}${open}.`
        : `Đã xuất ${n(batches)} lô, ${n(rows)} dòng, kiểu ${shown}${open}.`;
  return [
    rows === 0 ? nothingWords(period, en) : written,
    unverified.batches === 0 ? '' : unverifiedWords(unverified, language),
    leftOut.length === 0
      ? ''
      : en
        ? `${n(leftOut.length)} left out: they came in a profile that holds too little for this one, or their pseudonyms have another secret.`
        : `Bỏ qua ${n(leftOut.length)} lô: kiểu xuất của các lô đó không đủ cho kiểu này, hoặc mã danh dùng khóa khác.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function periodWords({ since, until }: Days, en: boolean): string {
  return [
    since === null ? [] : [en ? `from ${since}` : `từ ${dayWords(since, 'vi')}`],
    until === null ? [] : [en ? `to ${until}` : `đến ${dayWords(until, 'vi')}`],
  ]
    .flat()
    .join(' ');
}

function nothingWords(period: string, en: boolean): string {
  const when = period === '' ? '' : ` ${period}`;
  return en
    ? `Nothing was written: there is no event${when} to write.`
    : `Không xuất gì: không có dòng nào${when} để xuất.`;
}

function unverifiedWords({ batches, rows }: Exported['unverified'], language: Language): string {
  const n = (value: number): string => value.toLocaleString(language);
  if (language === 'vi') {
    const of = rows === null ? '' : `${n(rows)} dòng của `;
    return `Trong đó có ${of}${n(batches)} lô chưa kiểm: gatelog batches cho biết lô nào và vì sao.`;
  }
  const are = batches === 1 ? 'batch that is' : 'batches that are';
  const of = rows === null ? '' : `${n(rows)} ${rows === 1 ? 'row' : 'rows'} of `;
  return `Among them: ${of}${n(batches)} ${are} not verified; gatelog batches says which and why.`;
}

/** The answer of `--json`; docs/office.md names its keys. */
export function exportJson(
  ok: boolean,
  { batches, rows, unverified, leftOut }: Exported,
  { profile, days }: Asked,
  nameOf: (batch: HeldBatch) => string,
) {
  return { ok, profile, ...days, batches, rows, unverified, leftOut: leftOut.map(nameOf) };
}
