/** Chance with a seed: the same seed gives the same cards, on every machine. */
export interface Chance {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** A whole number from `first` to `last`, both included. */
  between(first: number, last: number): number;
  /** True in so many of a hundred. */
  percent(share: number): boolean;
  pick<const T>(list: readonly [T, ...T[]]): T;
  /** So many decimal digits. */
  digits(count: number): string;
}

/** Mulberry32 of Tommy Ettinger (public domain): 32 bits of state are plenty for test cards. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const chance: Chance = {
    below: (end) => Math.floor(next() * end),
    between: (first, last) => first + chance.below(last - first + 1),
    percent: (share) => next() * 100 < share,
    pick: (list) => list[chance.below(list.length)] ?? list[0],
    digits: (count) => {
      let text = '';
      while (text.length < count) text += String(chance.below(10));
      return text;
    },
  };
  return chance;
}
