/** `YYYY-MM-DD` of an event where it happened, by the offset of local time that it carries. */
export const localDay = ({
  atMs,
  offsetMin,
}: {
  readonly atMs: number;
  readonly offsetMin: number;
}): string => new Date(atMs + offsetMin * 60_000).toISOString().slice(0, -14);

/** Days of a calendar, first and last among them; null: no limit. */
export interface Days {
  /** `YYYY-MM-DD`. */
  readonly since: string | null;
  readonly until: string | null;
}

/** Whether a day lies among them. */
export const isAmong = (day: string, { since, until }: Days): boolean =>
  (since === null || day >= since) && (until === null || day <= until);

/** True for a day that the calendar has, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}
