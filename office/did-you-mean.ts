/** Most letters that a mistyped word may be away from the one that was meant. */
const FARTHEST = 2;

/**
 * The word that was most likely meant by a mistyped one, or null where none is near: letters wrong, missing, doubled or
 * swapped.
 */
export function meantWord(typed: string, words: readonly string[]): string | null {
  const near = words
    // Half of a short word is no likeness.
    .map((word) => ({ word, away: distance(typed.toLowerCase().slice(0, 40), word) }))
    .filter(({ word, away }) => away <= FARTHEST && away * 2 < word.length)
    .sort((one, other) => one.away - other.away);
  return near[0]?.word ?? null;
}

/** Letters to insert, take away, change or swap with their neighbour until both are the same (optimal string alignment). */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(one.length, other.length);
}
