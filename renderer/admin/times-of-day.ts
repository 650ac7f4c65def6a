const MOST = 8;

/**
 * Times of day out of what somebody typed: `22:00, 6:30` or `22h 6h30`, sorted, each once; null where something in it
 * is no time of day, or there are more than eight.
 */
export function timesOf(text: string): readonly string[] | null {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const times = new Set<string>();
  for (const word of words) {
    const [, hour, minute = '00'] = /^(\d{1,2})(?:[:hg.](\d{2})?)?$/i.exec(word) ?? [];
    if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
    times.add(`${hour.padStart(2, '0')}:${minute}`);
  }
  return times.size > MOST ? null : [...times].sort();
}
