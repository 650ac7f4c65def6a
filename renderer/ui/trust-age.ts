import type { TrustIssueView, TrustStateView } from '../../preload/contract/trust-views.ts';

const DAY_MS = 86_400_000;

/** The day that an age counts from: the list's own, or that of its import where it names none or one to come. */
export const issueAtMs = (
  { listedAtMs, importedAtMs }: Pick<TrustIssueView, 'listedAtMs' | 'importedAtMs'>,
  nowMs: number,
): number => (listedAtMs === null || listedAtMs > nowMs ? importedAtMs : listedAtMs);

/** Full days since then, never negative. */
export const ageDays = (atMs: number, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs - atMs) / DAY_MS));

/** True for a list that is older than the site wants it to be. */
export const isOld = (
  issue: Pick<TrustIssueView, 'listedAtMs' | 'importedAtMs'>,
  nowMs: number,
  warnDays: number,
): boolean => ageDays(issueAtMs(issue, nowMs), nowMs) >= warnDays;

/** Age of the oldest list in force where it is too old, in days; null where all is well or there is no list. */
export function tooOldDays(trust: TrustStateView, nowMs: number): number | null {
  if (trust.oldestAtMs === null) return null;
  const days = ageDays(trust.oldestAtMs, nowMs);
  return days >= trust.warnDays ? days : null;
}
