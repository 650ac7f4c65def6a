import { backBetween, type ClockBack, offBetween, suspectsAcross } from '../core/batch/story.ts';
import { JUMP_MS } from '../core/gate/clock.ts';
import { minutes, type TimestampMs } from '../core/units.ts';
import type { Finding } from './log-report.ts';
import type { BatchFacts } from './verify-logs.ts';

/** The clocks of two PCs are never the same; an event later than this is from the future. */
export const FUTURE_MS = minutes(10);

/** Batches in order of seq, of each range one: the one whose events were seen, if there is one. */
function inSequence(log: readonly BatchFacts[]): readonly BatchFacts[] {
  const ranges = new Map<string, BatchFacts>();
  for (const one of log) {
    const key = `${one.manifest.first_seq} ${one.manifest.last_seq}`;
    const there = ranges.get(key);
    if (there === undefined || (there.story === null && one.story !== null)) ranges.set(key, one);
  }
  return [...ranges.values()];
}

/** Pairs of batches that follow each other without a gap. */
function neighbours(log: readonly BatchFacts[]): readonly (readonly [BatchFacts, BatchFacts])[] {
  return log.flatMap((after, index) => {
    const before = log[index - 1];
    const follows = before !== undefined && before.manifest.last_seq + 1 === after.manifest.first_seq;
    return follows ? [[before, after] as const] : [];
  });
}

/** Hours in which the kiosk was off, inside batches and between them, in order; as far as events were seen. */
export function offFindings(batches: readonly BatchFacts[]): readonly Finding[] {
  const log = inSequence(batches);
  const between = neighbours(log).flatMap(([{ story: before }, { story: after }]) =>
    before === null || after === null ? [] : [offBetween(before.last, after.first)],
  );
  return [...log.flatMap(({ story }) => story?.offs ?? []), ...between]
    .filter((off) => off !== null)
    .sort((one, other) => one.seq - other.seq)
    .map((off) => ({ code: 'off', ...off }));
}

/** What the clocks did: steps back, times nobody trusted, times from the future. */
export function clockFindings(batches: readonly BatchFacts[], nowMs: TimestampMs): readonly Finding[] {
  const log = inSequence(batches);
  const stories = log.flatMap(({ story }) => (story === null ? [] : [story]));
  const backs = [
    ...stories.flatMap((story) => story.backs),
    ...neighbours(log).flatMap(([before, after]) => stepBack(before, after) ?? []),
  ];
  return [
    ...log.flatMap((one) => future(one, nowMs) ?? []),
    ...backs
      .sort((one, other) => one.seq - other.seq)
      .map(
        ({ marked, ...back }): Finding => ({ code: marked ? 'clock-back-marked' : 'clock-back', ...back }),
      ),
    ...suspectsAcross(stories).map((run): Finding => ({ code: 'clock-suspect', ...run })),
  ];
}

/** Where a batch was not opened only its manifest tells the times, and not whether the clock was trusted. */
function stepBack(before: BatchFacts, after: BatchFacts): ClockBack | null {
  if (before.story !== null && after.story !== null) return backBetween(before.story.last, after.story.first);
  const beforeMs = before.manifest.last_at_ms;
  const atMs = after.manifest.first_at_ms;
  if (beforeMs - atMs <= JUMP_MS) return null;
  return {
    beforeSeq: before.manifest.last_seq,
    seq: after.manifest.first_seq,
    beforeMs,
    atMs,
    offsetMin: after.story?.first.offsetMin ?? before.story?.last.offsetMin ?? null,
    marked: true,
  };
}

function future({ folder, manifest, story }: BatchFacts, nowMs: TimestampMs): Finding | null {
  const unseen =
    manifest.first_at_ms > manifest.last_at_ms
      ? { seq: manifest.first_seq, atMs: manifest.first_at_ms, offsetMin: null }
      : { seq: manifest.last_seq, atMs: manifest.last_at_ms, offsetMin: null };
  const latest = story === null ? unseen : story.latest;
  if (latest === null || latest.atMs <= nowMs + FUTURE_MS) return null;
  const { seq, atMs, offsetMin } = latest;
  return { code: 'from-the-future', seq, atMs, offsetMin, folders: [folder] };
}
