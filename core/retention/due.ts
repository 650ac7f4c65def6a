import type { ClockState } from '../batch/event.ts';
import { type DurationMs, durationMs, hours, type TimestampMs, timestampMs } from '../units.ts';

/** How long the personal part of an event is kept: days, or for ever. */
export type KeepDays = number | 'never';

/** An event as far as its age goes. */
export interface TimedEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly clock: ClockState;
}

/** How far a walk along the log has come. */
export interface DueSoFar {
  /** Everything up to here is due; 0: nothing. */
  readonly upToSeq: number;
  /** Last seq that was looked at. */
  readonly seenSeq: number;
  /** True once an event was met that is not due: nothing behind it is either. */
  readonly ended: boolean;
}

/** Where a walk begins that finds everything after this seq. */
export const dueFrom = (seq: number): DueSoFar => ({ upToSeq: seq, seenSeq: seq, ended: false });

/** What happened before this is due. */
export const cutoffMs = (nowMs: TimestampMs, days: number): TimestampMs =>
  timestampMs(nowMs - days * hours(24));

/**
 * Walks on along the log, in the order of seq, which is the truth about order. Due is what happened for certain before
 * the cutoff: an event that says so itself and was written by a trusted clock, and everything before it up to the
 * first trusted event that is younger. One of a suspect clock, or from what is still to come, says nothing of its age:
 * it is due once a trusted one behind it is. So a wrong clock keeps something too long, and never deletes too soon.
 * @param events those behind `so.seenSeq`, in order
 */
export function followDue(
  so: DueSoFar,
  events: Iterable<TimedEvent>,
  { cutoffMs: cutoff, nowMs }: { readonly cutoffMs: TimestampMs; readonly nowMs: TimestampMs },
): DueSoFar {
  let { upToSeq, seenSeq } = so;
  if (so.ended) return so;
  for (const { seq, atMs, clock } of events) {
    seenSeq = seq;
    if (clock !== 'ok' || atMs > nowMs) continue;
    if (atMs >= cutoff) return { upToSeq, seenSeq, ended: true };
    upToSeq = seq;
  }
  return { upToSeq, seenSeq, ended: false };
}

/** A clock that was confirmed further ahead of the last trusted event than this might be confirmed wrongly. */
export const LEAP_MS: DurationMs = durationMs(hours(24) * 7);
/** So long nothing is deleted after such a confirmation: time to see a slip of the finger, such as 2099. */
export const LEAP_PAUSE_MS: DurationMs = hours(24);

/**
 * Until when nothing is deleted because of how an administrator confirmed the clock; null: no reason to wait.
 * @param lastTrustedMs the newest trusted event before that, or null where there is none
 */
export function pauseAfterConfirming(
  nowMs: TimestampMs,
  lastTrustedMs: number | null,
  pausedUntilMs: number | null,
): number | null {
  if (lastTrustedMs === null) return null;
  if (nowMs - lastTrustedMs > LEAP_MS) return nowMs + LEAP_PAUSE_MS;
  // What was confirmed too far ahead and then set back has no reason left to wait until then.
  return pausedUntilMs !== null && pausedUntilMs <= nowMs + LEAP_PAUSE_MS ? pausedUntilMs : null;
}

/** Why nothing may be deleted now: nobody wants it, the clock is doubted, or it leapt and was confirmed just now. */
export type RetentionHold = 'never' | 'clock' | 'leap';

/** Whether the clock and the setting let anything be deleted now; null: yes. */
export function retentionHold(now: {
  readonly days: KeepDays;
  readonly clock: ClockState;
  readonly nowMs: TimestampMs;
  readonly pausedUntilMs: number | null;
}): RetentionHold | null {
  if (now.days === 'never') return 'never';
  if (now.clock !== 'ok') return 'clock';
  return now.pausedUntilMs !== null && now.nowMs < now.pausedUntilMs ? 'leap' : null;
}
