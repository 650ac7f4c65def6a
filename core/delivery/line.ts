import type { TimestampMs } from '../units.ts';
import { isDue, isOfTheBatch, type Progress } from './progress.ts';

/** One batch in the line of a target. */
export interface InLine {
  readonly firstSeq: number;
  readonly progress: Progress;
}

/** What a target does next. */
export type NextInLine =
  /** A try of this batch begins now. */
  | { readonly act: 'deliver'; readonly firstSeq: number }
  /** A try is under way. */
  | { readonly act: 'busy' }
  /** Nothing before this time. */
  | { readonly act: 'wait'; readonly untilMs: TimestampMs }
  /** Everything in line lies there. */
  | { readonly act: 'done' };

/**
 * What a target does next: the oldest batch first, one at a time, and no batch before an older one that can still go.
 * A fault of the target (it is off, full, read-only) holds up its whole line; a fault of one batch only that batch,
 * since the rows behind it are on this PC alone as long as it is stuck.
 * @param line every batch that is to go there, ascending in `firstSeq`
 */
export function nextInLine(line: readonly InLine[], nowMs: TimestampMs): NextInLine {
  let untilMs: TimestampMs | null = null;
  for (const { firstSeq, progress } of line) {
    switch (progress.state) {
      case 'delivered':
        continue;
      case 'writing':
      case 'verifying':
        return { act: 'busy' };
      case 'pending':
        return { act: 'deliver', firstSeq };
      case 'waiting':
      case 'blocked':
        if (isDue(progress, nowMs)) return { act: 'deliver', firstSeq };
        if (untilMs === null || progress.nextTryAtMs < untilMs) untilMs = progress.nextTryAtMs;
        if (!isOfTheBatch(progress.why)) return { act: 'wait', untilMs };
    }
  }
  return untilMs === null ? { act: 'done' } : { act: 'wait', untilMs };
}

/** State of a whole target, in one word. */
export type TargetState =
  /** Nothing waits. */
  | 'idle'
  /** Batches wait for the next time of day, or for somebody who asks. */
  | 'resting'
  | 'writing'
  | 'verifying'
  | 'waiting'
  | 'blocked';

/**
 * The word for a target: what is under way, else what is worst, else what waits.
 * @param line as `nextInLine` takes it
 * @param later batches that are not in line yet
 */
export function targetState(line: readonly InLine[], later: number): TargetState {
  const states = new Set(line.map(({ progress }) => progress.state));
  for (const state of ['writing', 'verifying', 'blocked', 'waiting'] as const)
    if (states.has(state)) return state;
  return later > 0 || states.has('pending') ? 'resting' : 'idle';
}
