/** Seqs from the first to the last, both among them. */
export interface SeqRange {
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** Seqs between the lowest and the highest of all that no range holds, as ranges in order. */
export function missingOf(ranges: readonly SeqRange[]): readonly SeqRange[] {
  const missing: SeqRange[] = [];
  let reached: number | null = null;
  for (const { firstSeq, lastSeq } of inOrder(ranges)) {
    if (reached !== null && firstSeq > reached + 1)
      missing.push({ firstSeq: reached + 1, lastSeq: firstSeq - 1 });
    reached = Math.max(reached ?? 0, lastSeq);
  }
  return missing;
}

/**
 * Seqs that two or more ranges hold, as ranges in order. Equal ranges are one: copies of a batch are no second batch.
 */
export function doubledOf(ranges: readonly SeqRange[]): readonly SeqRange[] {
  const doubled: { firstSeq: number; lastSeq: number }[] = [];
  const seen = new Set<string>();
  let reached = 0;
  for (const { firstSeq, lastSeq } of inOrder(ranges)) {
    const key = `${firstSeq} ${lastSeq}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const until = Math.min(reached, lastSeq);
    const last = doubled.at(-1);
    if (firstSeq <= until) {
      if (last !== undefined && firstSeq <= last.lastSeq + 1) last.lastSeq = Math.max(last.lastSeq, until);
      else doubled.push({ firstSeq, lastSeq: until });
    }
    reached = Math.max(reached, lastSeq);
  }
  return doubled;
}

const inOrder = (ranges: readonly SeqRange[]): SeqRange[] =>
  [...ranges].sort((one, other) => one.firstSeq - other.firstSeq || one.lastSeq - other.lastSeq);

/** The chain of one event as somebody says it; two who say it differently tell two histories up to there. */
export interface ChainPoint<Teller> {
  readonly seq: number;
  /** 64 hex characters. */
  readonly chain: string;
  readonly by: Teller;
}

/** An event whose chain is told in more than one way, with who tells each. */
export interface Contradiction<Teller> {
  readonly seq: number;
  readonly sides: readonly (readonly Teller[])[];
}

/**
 * Events whose chain is not told alike, in order. One chain value closes all of the history before it, so that two
 * batches of one log that agree on one event agree on everything up to it.
 */
export function contradictionsOf<Teller>(
  points: readonly ChainPoint<Teller>[],
): readonly Contradiction<Teller>[] {
  const bySeq = new Map<number, Map<string, Teller[]>>();
  for (const { seq, chain, by } of points) {
    const chains = bySeq.get(seq) ?? new Map<string, Teller[]>();
    chains.set(chain, [...(chains.get(chain) ?? []), by]);
    bySeq.set(seq, chains);
  }
  return [...bySeq]
    .filter(([, chains]) => chains.size > 1)
    .sort(([one], [other]) => one - other)
    .map(([seq, chains]) => ({ seq, sides: [...chains.values()] }));
}
