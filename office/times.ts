import { localTime } from '../core/batch/sheet.ts';
import type { Language } from './words.ts';

/** Minutes east of UTC that a clock on this PC's wall shows at a moment. */
export type OffsetAt = (atMs: number) => number;

/** How people read times in what the office's commands say: local time of the office, its zone said once. */
export interface Times {
  /** `2026-11-24 14:00`, in Vietnamese `24/11/2026 14:00`. */
  readonly time: (atMs: number) => string;
  /** From one time to another; a day is not said twice. */
  readonly span: (fromMs: number, toMs: number) => string;
  /** The sentence that says whose times these are. */
  readonly zone: () => string;
}

const here: OffsetAt = (atMs) => -new Date(atMs).getTimezoneOffset();

/** A day as people of this language write it. */
export function dayWords(day: string, language: Language): string {
  const [year, month, date] = day.split('-');
  return language === 'en' ? day : `${date}/${month}/${year}`;
}

/**
 * Times in words. Where the office's clocks are changed in summer, a time of the other half of the year bears its own
 * offset.
 * @param nowMs by whose offset the zone is said
 */
export function timesIn(language: Language, offsetAt: OffsetAt = here, nowMs: number = Date.now()): Times {
  const en = language === 'en';
  const zoneMin = offsetAt(nowMs);
  const parts = (atMs: number): readonly [day: string, hour: string] => {
    const offsetMin = offsetAt(atMs);
    const [day = '', hour = ''] = localTime(atMs, offsetMin).split(' ');
    const own = offsetMin === zoneMin ? '' : ` ${utc(offsetMin)}`;
    return [dayWords(day, language), `${hour.slice(0, 5)}${own}`];
  };
  return {
    time: (atMs) => parts(atMs).join(' '),
    span: (fromMs, toMs) => {
      const [day, hour] = parts(fromMs);
      const [toDay, toHour] = parts(toMs);
      return `${day} ${hour} ${en ? 'to' : 'đến'} ${toDay === day ? '' : `${toDay} `}${toHour}`;
    },
    zone: () =>
      en
        ? `Times are local time of this PC (${utc(zoneMin)}).`
        : `Giờ ghi ở đây là giờ của máy này (${utc(zoneMin)}).`,
  };
}

/** `UTC+07:00`. */
function utc(offsetMin: number): string {
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  const min = Math.abs(offsetMin);
  return `UTC${offsetMin < 0 ? '-' : '+'}${two(min / 60)}:${two(min % 60)}`;
}
