import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChainPoint,
  contradictionsOf,
  doubledOf,
  missingOf,
  type SeqRange,
} from '../../../core/batch/history.ts';

const MOST_SEQ = 60;
const ranges = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: MOST_SEQ }), fc.nat({ max: 15 }))
    .map(([firstSeq, more]): SeqRange => ({ firstSeq, lastSeq: Math.min(firstSeq + more, MOST_SEQ) })),
  { maxLength: 12 },
);
const seqsOf = ({ firstSeq, lastSeq }: SeqRange): number[] =>
  Array.from({ length: lastSeq - firstSeq + 1 }, (_, index) => firstSeq + index);
const different = (all: readonly SeqRange[]): SeqRange[] =>
  all.filter(
    (one, index) =>
      all.findIndex((other) => other.firstSeq === one.firstSeq && other.lastSeq === one.lastSeq) === index,
  );
/** Runs of seqs, each as long as it can be. */
const runsOf = (seqs: ReadonlySet<number>): SeqRange[] => {
  const runs: { firstSeq: number; lastSeq: number }[] = [];
  for (const seq of [...seqs].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last?.lastSeq === seq - 1) last.lastSeq = seq;
    else runs.push({ firstSeq: seq, lastSeq: seq });
  }
  return runs;
};

describe('whatever ranges a log was cut into', () => {
  it('what is missing is what lies between the lowest and the highest and in none of them', () => {
    fc.assert(
      fc.property(ranges, (all) => {
        const held = new Set(all.flatMap(seqsOf));
        const [lowest, highest] = [Math.min(...held), Math.max(...held)];
        const missing = new Set(
          held.size === 0
            ? []
            : seqsOf({ firstSeq: lowest, lastSeq: highest }).filter((seq) => !held.has(seq)),
        );
        expect(missingOf(all)).toEqual(runsOf(missing));
      }),
    );
  });

  it('what is doubled is what two different of them hold', () => {
    fc.assert(
      fc.property(ranges, (all) => {
        const times = new Map<number, number>();
        for (const seq of different(all).flatMap(seqsOf)) times.set(seq, (times.get(seq) ?? 0) + 1);
        const doubled = new Set([...times].filter(([, count]) => count > 1).map(([seq]) => seq));
        expect(doubledOf(all)).toEqual(runsOf(doubled));
      }),
    );
  });

  it('nothing is missing or doubled where they are the cuts of one range, in any order and copied any number of times', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 2, max: MOST_SEQ }), { maxLength: 10 });
    fc.assert(
      fc.property(cuts, fc.array(fc.nat(), { maxLength: 5 }), fc.gen(), (places, copied, gen) => {
        const firsts = [1, ...places.sort((one, other) => one - other)];
        const parts = firsts.map((firstSeq, index) => ({
          firstSeq,
          lastSeq: (firsts[index + 1] ?? MOST_SEQ + 1) - 1,
        }));
        const copies = copied.flatMap((nth) => parts[nth % parts.length] ?? []);
        const all = gen(() =>
          fc.shuffledSubarray([...parts, ...copies], { minLength: parts.length + copies.length }),
        );
        expect([missingOf(all), doubledOf(all)]).toEqual([[], []]);
      }),
    );
  });
});

describe('chains of events', () => {
  it('contradict each other exactly where one event has two of them', () => {
    const points = fc.array(
      fc.record({
        seq: fc.integer({ min: 0, max: 8 }),
        chain: fc.constantFrom('a', 'b', 'c'),
        by: fc.nat({ max: 5 }),
      }),
    );
    fc.assert(
      fc.property(points, (told: ChainPoint<number>[]) => {
        const found = contradictionsOf(told);
        const expected = [...new Set(told.map(({ seq }) => seq))]
          .filter((seq) => new Set(told.filter((one) => one.seq === seq).map(({ chain }) => chain)).size > 1)
          .sort((one, other) => one - other);
        expect(found.map(({ seq }) => seq)).toEqual(expected);
        for (const { seq, sides } of found) {
          const all = told.filter((one) => one.seq === seq);
          expect(sides.flat().sort()).toEqual(all.map(({ by }) => by).sort());
          expect(sides.length).toBe(new Set(all.map(({ chain }) => chain)).size);
        }
      }),
    );
  });
});
