/** Looks for a code that cannot be read are so far apart. Each costs as much as a decoding. ms */
const LOOK_EVERY_MS = 400;
/** So many looks in a row found one: it is held there, not carried past. */
const HELD_LOOKS = 2;

/** Tells when somebody holds up a code that the camera sees and cannot read. Times are ms of one monotonic clock. */
export interface Glimpse {
  /** True if it is time for another look. */
  due(nowMs: number): boolean;
  /** What the look found; true if the person should be told. */
  looked(nowMs: number, seen: boolean): boolean;
  /** A code was read. */
  read(): void;
}

export function createGlimpse(): Glimpse {
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let seenInARow = 0;
  return {
    due: (nowMs) => nowMs - lookedAtMs >= LOOK_EVERY_MS,
    looked: (nowMs, seen) => {
      // After a pause nobody knows what was between.
      if (nowMs - lookedAtMs > 3 * LOOK_EVERY_MS) seenInARow = 0;
      lookedAtMs = nowMs;
      seenInARow = seen ? seenInARow + 1 : 0;
      return seenInARow >= HELD_LOOKS;
    },
    read: () => {
      seenInARow = 0;
    },
  };
}
