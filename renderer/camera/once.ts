/** A code counts as gone after it was out of view for so long. ms. */
export const OUT_OF_VIEW_MS = 1_000;

/**
 * Lets the same code through once, until it was out of view for a second: a card held still is one read, shown
 * again it is another. Two cards in view at once are each let through once.
 */
export function createOnce(outOfViewMs = OUT_OF_VIEW_MS): (text: string, nowMs: number) => boolean {
  const seenAtMs = new Map<string, number>();
  return (text, nowMs) => {
    for (const [old, atMs] of seenAtMs) {
      if (nowMs - atMs > outOfViewMs) seenAtMs.delete(old);
    }
    const isNew = !seenAtMs.has(text);
    seenAtMs.set(text, nowMs);
    return isNew;
  };
}
