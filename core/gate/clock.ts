import type { ClockState } from '../batch/event.ts';
import { durationMs, hours, seconds, type TimestampMs } from '../units.ts';
import type { MonotonicMoment } from './rules.ts';

/** Wall and monotonic clock differ by more than this within one boot: somebody set the wall clock. */
export const JUMP_MS = seconds(120);
/** A start later than this after the last event asks the administrator whether the date is right. */
export const LONG_SILENCE_MS = durationMs(hours(24) * 7);

/** Both clocks, looked at together. */
export interface ClockMoment extends MonotonicMoment {
  readonly atMs: TimestampMs;
}

/**
 * What the kiosk knows of its clock while it runs. `anchor` is the moment at which the clock was last believed;
 * comparing with it rather than with the last look means that many small jumps add up to one.
 */
export interface ClockTrust {
  readonly state: ClockState;
  readonly anchor: ClockMoment;
  /** Sleep since the anchor that the monotonic clock did not count. ms, 0 where the OS counts it. */
  readonly sleptMs: number;
}

/** Why a clock is doubted at start. Those that are `certain` cannot be right. */
export type StartDoubt =
  | { readonly why: 'earlier-than-last-event' | 'earlier-than-build'; readonly certain: true }
  | { readonly why: 'jumped' | 'long-after-last-event'; readonly certain: false };

/**
 * Judges the clock when the kiosk starts (DESIGN.md, The log). Null: nothing speaks against it.
 * @param last both clocks at the newest event, or null for an empty log
 * @param builtAtMs when this program was built
 */
export function judgeStart(
  now: ClockMoment,
  last: ClockMoment | null,
  builtAtMs: TimestampMs,
): StartDoubt | null {
  if (last !== null && now.atMs < last.atMs) return { why: 'earlier-than-last-event', certain: true };
  if (now.atMs < builtAtMs) return { why: 'earlier-than-build', certain: true };
  if (last === null) return null;
  const jump = jumpOf(last, now);
  // Within one boot the monotonic clock vouches for any length of silence.
  if (jump !== null) return Math.abs(jump) > JUMP_MS ? { why: 'jumped', certain: false } : null;
  return now.atMs - last.atMs > LONG_SILENCE_MS ? { why: 'long-after-last-event', certain: false } : null;
}

/** Trust to start with. Every doubt, certain or not, marks events `suspect` until an administrator confirms. */
export function startTrust(now: ClockMoment, doubt: StartDoubt | null): ClockTrust {
  return { state: doubt === null ? 'ok' : 'suspect', anchor: now, sleptMs: 0 };
}

/** The machine woke up: sleep that the monotonic clock did not count explains a jump forward of that length. */
export function slept(trust: ClockTrust, uncountedMs: number): ClockTrust {
  return { ...trust, sleptMs: trust.sleptMs + Math.max(0, uncountedMs) };
}

/**
 * A look at the clocks while running; call it before each event. Once suspect, always suspect until confirmed:
 * a clock that comes back by itself was still wrong in between.
 */
export function watch(trust: ClockTrust, now: ClockMoment): ClockTrust {
  if (trust.state === 'suspect') return trust;
  const jump = jumpOf(trust.anchor, now);
  if (jump === null) return { ...trust, state: 'suspect' };
  const explained = Math.min(Math.max(0, jump), trust.sleptMs);
  return Math.abs(jump - explained) > JUMP_MS ? { ...trust, state: 'suspect' } : trust;
}

/** How far the wall clock ran ahead of the monotonic one between two moments, ms; null across boots. */
export function jumpOf(from: ClockMoment, to: ClockMoment): number | null {
  if (from.bootId !== to.bootId) return null;
  return to.atMs - from.atMs - (to.uptimeMs - from.uptimeMs);
}

/** An administrator said what time it is. */
export interface ClockConfirmed {
  readonly trust: ClockTrust;
  /** True time minus the clock's, ms; 0 where the clock was right. Add it to earlier suspect times when reading. */
  readonly offsetMs: number;
  /** Reason of the `clock` event: `confirmed:<offsetMs>`. */
  readonly reason: string;
}

/**
 * Confirms the time.
 * @param before both clocks as they were when the administrator answered
 * @param trueMs the time that he gave
 * @param after both clocks once the machine's clock was set (equal to `before` where it was right already)
 */
export function confirmClock(before: ClockMoment, trueMs: TimestampMs, after: ClockMoment): ClockConfirmed {
  const offsetMs = trueMs - before.atMs;
  return {
    trust: { state: 'ok', anchor: after, sleptMs: 0 },
    offsetMs,
    reason: `confirmed:${offsetMs}`,
  };
}

/** Offset of a `clock` event by its reason, ms, or null where the reason is none of ours. */
export function confirmedOffset(reason: string): number | null {
  const match = /^confirmed:(-?\d{1,15})$/.exec(reason);
  return match?.[1] === undefined ? null : Number(match[1]);
}
