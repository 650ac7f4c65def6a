/** Times of the rule, all ms. */
export interface OnceTimes {
  /** A code counts as gone once it was missing from every look for so long. [0...10000], default 1000. */
  readonly outOfViewMs?: number;
  /** A code that never leaves counts again after so long; the gate's repeat window. Default: never. */
  readonly againAfterMs?: number;
  /**
   * Of codes that are in view together, each counts so long after the one before: a verdict that another one covers
   * at once is seen by nobody. [0...10000], default 1500.
   */
  readonly apartMs?: number;
}

/** One code that is in view, or was a moment ago, or waits for its turn. */
interface Held {
  /** When it counted, or null while it waits. */
  countedAtMs: number | null;
  /** The one that it waits for, in view with it and before it. */
  behind: Held | null;
  /** Since when it has been missing from every look, or null while it is seen. */
  missingSinceMs: number | null;
}

/**
 * Which of the codes in view count now: each one once, until it has left the view or the repeat window is over.
 * "Left" is what was looked for and not seen: a computer too busy to look proves nothing. A code that was read and
 * has to wait for its turn counts in the end, even if it is taken away before.
 * @returns asked after every look, also at an empty view, with what it showed; times of one monotonic clock, ms
 */
export function createOnce({
  outOfViewMs = 1_000,
  againAfterMs = Number.POSITIVE_INFINITY,
  apartMs = 1_500,
}: OnceTimes = {}): (inView: readonly string[], nowMs: number) => readonly string[] {
  const held = new Map<string, Held>();

  const leave = (inView: ReadonlySet<string>, nowMs: number): void => {
    for (const [text, code] of held) {
      if (inView.has(text)) {
        code.missingSinceMs = null;
        continue;
      }
      code.missingSinceMs ??= nowMs;
      if (code.countedAtMs !== null && nowMs - code.missingSinceMs >= outOfViewMs) held.delete(text);
    }
  };

  /** The last in turn of all that are in view, or null where nobody has to be waited for. */
  const lastOf = (inView: ReadonlySet<string>, nowMs: number): Held | null => {
    let last: Held | null = null;
    for (const [text, code] of held) {
      if (!inView.has(text) || isOver(code, nowMs)) continue;
      if (last === null || turnOf(code) >= turnOf(last)) last = code;
    }
    return last;
  };
  const turnOf = ({ countedAtMs }: Held): number => countedAtMs ?? Number.POSITIVE_INFINITY;
  /** Its verdict has had its time. */
  const isOver = ({ countedAtMs }: Held, nowMs: number): boolean =>
    countedAtMs !== null && nowMs - countedAtMs >= apartMs;

  return (texts, nowMs) => {
    const inView = new Set(texts);
    leave(inView, nowMs);
    for (const text of inView) {
      const code = held.get(text);
      const isAgain = code?.countedAtMs != null && nowMs - code.countedAtMs >= againAfterMs;
      if (code !== undefined && !isAgain) continue;
      held.delete(text);
      held.set(text, { countedAtMs: null, behind: lastOf(inView, nowMs), missingSinceMs: null });
    }
    const counting: string[] = [];
    for (const [text, code] of held) {
      if (code.countedAtMs !== null) continue;
      if (code.behind !== null && !isOver(code.behind, nowMs)) continue;
      code.countedAtMs = nowMs;
      code.behind = null;
      counting.push(text);
    }
    return counting;
  };
}
