import type { Language } from '../../preload/contract/views.ts';

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
