/** How often frames are decoded. */
export interface PaceOptions {
  /** Shortest time between two decodes while nothing happens. ms [20...1000], default 200: five a second. */
  readonly idleGapMs: number;
  /** How long every frame is decoded after motion or a code. ms [0...60000], default 2000. */
  readonly eagerMs: number;
}

/** Decides which frames are worth decoding. Times are ms of one monotonic clock, given by the caller. */
export interface Pace {
  /** True if the frame that came now is to be decoded; it then counts as decoded. */
  wants(nowMs: number): boolean;
  /** True while every frame counts. */
  isEager(nowMs: number): boolean;
  /** Something moved, or a code was read: every frame counts for a while. */
  stir(nowMs: number): void;
}

/**
 * Makes a pace. Idle decoding costs a fifth of a core at ten frames a second and half a core at thirty. Five are enough:
 * a card that is held up moves, and motion is looked for in every frame.
 */
export function createPace({ idleGapMs, eagerMs }: PaceOptions = { idleGapMs: 200, eagerMs: 2_000 }): Pace {
  let decodedAtMs = Number.NEGATIVE_INFINITY;
  let eagerUntilMs = Number.NEGATIVE_INFINITY;
  return {
    wants: (nowMs) => {
      if (nowMs >= eagerUntilMs && nowMs - decodedAtMs < idleGapMs) return false;
      decodedAtMs = nowMs;
      return true;
    },
    isEager: (nowMs) => nowMs < eagerUntilMs,
    stir: (nowMs) => {
      eagerUntilMs = nowMs + eagerMs;
    },
  };
}
