import { type DurationMs, durationMs, type TimestampMs, timestampMs } from '../units.ts';
import type { DecideInput, LastPassage } from './rules.ts';

/** What a read means as a passage, before anything is asked about its text. */
export type Passage =
  /** The same passage as a moment ago, told twice. */
  | { readonly kind: 'repeat'; readonly of: LastPassage }
  | {
      readonly kind: 'enter';
      /** A visit of this person that was never closed: this entry shows that it is over unseen. */
      readonly open: LastPassage | null;
      /** True where that visit is one of those that `insideCount` counts. */
      readonly openIsCounted: boolean;
    }
  | { readonly kind: 'leave'; readonly open: LastPassage | null }
  /** AUTO only: the clock cannot tell how old the open visit is, so a person has to say. */
  | { readonly kind: 'unclear'; readonly open: LastPassage };

/**
 * Direction rules of DESIGN.md. A repeat of the lane's own direction inside the window is a repeat; in AUTO every
 * read inside it is. On a lane with a fixed direction the other direction is a real passage, however soon.
 */
export function passageOf(input: DecideInput): Passage {
  const { direction, history, rules, nowMs } = input;
  const last = history.lastPassage;
  const open = last?.kind === 'in' ? last : null;
  const ageMs = last === null ? null : ageOf(last, input);
  if (last !== null && (direction === 'auto' || direction === last.kind)) {
    if (ageMs !== null && ageMs < rules.repeatWindowMs) return { kind: 'repeat', of: last };
  }
  const openIsCounted = open !== null && (ageMs === null || ageMs <= rules.longestStayMs);
  if (direction === 'in') return { kind: 'enter', open, openIsCounted };
  if (direction === 'out') return { kind: 'leave', open };
  if (open === null) return { kind: 'enter', open: null, openIsCounted: false };
  if (ageMs === null) return { kind: 'unclear', open };
  const began = timestampMs(nowMs - ageMs);
  return openIsCounted && beganAfterClosing(began, rules.lastClosingAtMs)
    ? { kind: 'leave', open }
    : { kind: 'enter', open, openIsCounted };
}

/**
 * Time since a passage, never negative, or null where the clocks cannot tell. The monotonic clock decides within
 * one boot. Else the wall clock does; a passage less than a window in the future is "just now" (a clock that was
 * put right by seconds), one further ahead was written under another clock and its age is not known.
 */
function ageOf(last: LastPassage, input: DecideInput): DurationMs | null {
  const { monotonic, nowMs, rules } = input;
  if (last.monotonic !== undefined && last.monotonic.bootId === monotonic?.bootId) {
    return durationMs(Math.max(0, monotonic.uptimeMs - last.monotonic.uptimeMs));
  }
  const wallMs = nowMs - last.atMs;
  if (wallMs >= 0) return durationMs(wallMs);
  return -wallMs < rules.repeatWindowMs ? durationMs(0) : null;
}

const beganAfterClosing = (began: TimestampMs, closing: TimestampMs | null): boolean =>
  closing === null || began > closing;
