import type { Look } from '../../decode/decoder.ts';

/** It has been there for so long: it is held there, not carried past, and no chance pattern of a shirt. ms */
const HELD_MS = 400;
/** A look that misses it does not end that: what can hardly be read is now and then not even seen. ms */
const MISSED_MS = 300;

/**
 * Tells when somebody holds up a code that the camera sees and cannot read. Where another is read at the same time
 * there is nothing to tell: whoever holds it is being served.
 * @returns asked after every look: true while the person should be told. Times are ms of one monotonic clock
 */
export function createGlimpse(): (look: Look, nowMs: number) => boolean {
  let sinceMs: number | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;
  return ({ codes, unread }, nowMs) => {
    if (codes.length > 0 || nowMs - lastMs > MISSED_MS) sinceMs = null;
    if (codes.length > 0 || unread.length === 0) return false;
    lastMs = nowMs;
    sinceMs ??= nowMs;
    return nowMs - sinceMs >= HELD_MS;
  };
}
