/** Chance from a seed: the same on every machine and in every run. */
export interface Random {
  /** A number from 0 up to 1. */
  readonly next: () => number;
  /** A whole number from 0 up to `below`; 0 where that is less than 1. */
  readonly below: (below: number) => number;
  /** True in this share of all cases. */
  readonly chance: (share: number) => boolean;
  /** One of the list. @throws RangeError where it is empty */
  readonly pick: <T>(from: readonly T[]) => T;
}

/** Numbers 0 to 1 from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Chance for the nth of many things, so that each can be made again without those before it. */
export function randomOf(seed: number, nth = 0): Random {
  // A multiplier with well spread bits keeps neighbours apart (Knuth, The Art of Computer Programming, section 6.4).
  const next = seeded((seed ^ Math.imul(nth + 1, 0x9e3779b1)) >>> 0);
  const below = (limit: number): number => (limit < 1 ? 0 : Math.floor(next() * limit));
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (from) => {
      const one = from[below(from.length)];
      if (one === undefined) throw new RangeError('nothing to pick from');
      return one;
    },
  };
}
