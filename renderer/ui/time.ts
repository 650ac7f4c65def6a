import type { Language } from '../../preload/contract/gate-views.ts';

const locale = (language: Language): string => (language === 'vi' ? 'vi-VN' : 'en-GB');
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale(language), options);
  formats.set(key, made);
  return made;
}

/** `08:01`, local time, both languages. */
export const clockTime = (atMs: number): string =>
  format('en', 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(atMs);

/** `08:01:07`. */
export const clockSeconds = (atMs: number): string =>
  format('en', 'seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    atMs,
  );

/** Weekday and date in words. */
export const dayInWords = (atMs: number, language: Language): string =>
  format(language, 'day', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(atMs);

/** `08:01` today, `08:01 24/11` on another day. */
export function timeOrDay(atMs: number, nowMs: number, language: Language): string {
  const day = format(language, 'short', { day: '2-digit', month: '2-digit' });
  return day.format(atMs) === day.format(nowMs) ? clockTime(atMs) : `${clockTime(atMs)} ${day.format(atMs)}`;
}

/** `24/11/2026`, local. */
export const dateOf = (atMs: number, language: Language): string =>
  format(language, 'date', { day: '2-digit', month: '2-digit', year: 'numeric' }).format(atMs);

const DAY_MS = 86_400_000;
/** From so many days on an age is said in months, and in years. */
const [IN_MONTHS, IN_YEARS] = [60, 730];
const ages = new Map<Language, Intl.RelativeTimeFormat>();

/** How long ago: "hôm nay", "5 ngày trước", "3 tháng trước", "2 năm trước"; what lies ahead is today. */
export function agoInWords(atMs: number, nowMs: number, language: Language): string {
  const made = ages.get(language) ?? new Intl.RelativeTimeFormat(locale(language), { numeric: 'auto' });
  ages.set(language, made);
  const days = Math.max(0, Math.floor((nowMs - atMs) / DAY_MS));
  if (days < IN_MONTHS) return made.format(-days, 'day');
  if (days < IN_YEARS) return made.format(-Math.floor(days / 30.44), 'month');
  return made.format(-Math.floor(days / 365.25), 'year');
}
