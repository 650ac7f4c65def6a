import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOnce, type OnceTimes } from '../../../renderer/camera/once.ts';

/** Looks so far apart while a code is in view: every frame of a camera's thirty a second. ms */
const FRAME_MS = 1000 / 30;

interface Counted {
  readonly text: string;
  readonly atMs: number;
}

/** What counts of a film: from when to when which codes are in view, in seconds. */
function counted(
  film: readonly (readonly [fromS: number, toS: number, inView: readonly string[]])[],
  times: OnceTimes = {},
): readonly string[] {
  const once = createOnce(times);
  const lastS = Math.max(...film.map(([, toS]) => toS));
  const found: string[] = [];
  for (let frame = 0; frame * FRAME_MS < lastS * 1000; frame += 1) {
    const atMs = frame * FRAME_MS;
    const inView = film.flatMap(([fromS, toS, texts]) =>
      atMs >= fromS * 1000 && atMs < toS * 1000 ? texts : [],
    );
    for (const text of once(inView, atMs))
      found.push(`${text} ${(Math.round(atMs / 100) / 10).toFixed(1)} s`);
  }
  return found;
}

describe('a code in view', () => {
  it('counts once while it stays, and again after it was gone for a second', () => {
    const film = [
      [0, 5, ['A']],
      [5.9, 8, ['A']],
      [9.1, 10, ['A']],
    ] as const;
    expect(counted(film)).toEqual(['A 0.0 s', 'A 9.1 s']);
  });

  it('counts once in the minute in which it is kept there, and again when the repeat window is over', () => {
    expect(counted([[0, 60, ['A']]], { againAfterMs: 60_000 })).toEqual(['A 0.0 s']);
    expect(counted([[0, 125, ['A']]], { againAfterMs: 60_000 })).toEqual([
      'A 0.0 s',
      'A 60.0 s',
      'A 120.0 s',
    ]);
    expect(counted([[0, 600, ['A']]])).toEqual(['A 0.0 s']);
  });

  it('does not count again because it was out of focus for a while, or a screen flickered', () => {
    const flicker = Array.from({ length: 60 }, (_, at) => [at, at + 0.1, ['A']] as const);
    expect(counted(flicker)).toEqual(['A 0.0 s']);
  });

  it('does not count again after a pause in which nobody looked: that is no proof that it was gone', () => {
    const once = createOnce();
    expect([once(['A'], 0), once(['A'], 5_000), once([], 5_100), once(['A'], 9_000)]).toEqual([
      ['A'],
      [],
      [],
      [],
    ]);
    expect([once([], 9_100), once([], 10_100), once(['A'], 10_200)]).toEqual([[], [], ['A']]);
  });

  it('waits for the one beside it, so that each of two verdicts can be seen; each counts, even if taken away', () => {
    expect(counted([[0, 5, ['A', 'B']]])).toEqual(['A 0.0 s', 'B 1.5 s']);
    expect(
      counted([
        [0, 0.5, ['A', 'B', 'C']],
        [0.5, 9, []],
      ]),
    ).toEqual(['A 0.0 s', 'B 1.5 s', 'C 3.0 s']);
  });

  it('does not wait for one that was there before it and is gone: a queue moves on', () => {
    expect(
      counted([
        [0, 0.5, ['A']],
        [0.5, 1, ['B']],
        [1, 1.5, ['C']],
      ]),
    ).toEqual(['A 0.0 s', 'B 0.5 s', 'C 1.0 s']);
  });

  it('has each code of a card that a phone turns over let through, again only after a second out of view', () => {
    // Three codes, each shown for 0.8 s, for two rounds.
    const film = Array.from({ length: 6 }, (_, at) => {
      return [at * 0.8, (at + 1) * 0.8, [`${(at % 3) + 1}/3`]] as const;
    });
    expect(counted(film)).toEqual([
      '1/3 0.0 s',
      '2/3 0.8 s',
      '3/3 1.6 s',
      '1/3 2.4 s',
      '2/3 3.2 s',
      '3/3 4.0 s',
    ]);
  });
});

/** Looks at any pace, also with long pauses, at up to three codes. */
const looks = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 4_000 })),
    inView: fc.subarray(['A', 'B', 'C']),
  }),
  { maxLength: 120 },
);
type Looks = readonly { readonly afterMs: number; readonly inView: readonly string[] }[];

const OUT_MS = 1_000;
const APART_MS = 1_500;
const AGAIN_MS = 20_000;

/** The looks at their times, and everything that counted, with a long empty view behind them. */
function watch(film: Looks): {
  readonly seen: readonly { readonly atMs: number; readonly inView: readonly string[] }[];
  readonly counts: readonly Counted[];
} {
  const once = createOnce({ outOfViewMs: OUT_MS, apartMs: APART_MS, againAfterMs: AGAIN_MS });
  const end = Array.from({ length: 200 }, () => ({ afterMs: 100, inView: [] }));
  const seen: { atMs: number; inView: readonly string[] }[] = [];
  const counts: Counted[] = [];
  let atMs = 0;
  for (const { afterMs, inView } of [...film, ...end]) {
    atMs += afterMs;
    seen.push({ atMs, inView });
    for (const text of once(inView, atMs)) counts.push({ text, atMs });
  }
  return { seen, counts };
}

describe('whatever comes before a camera', () => {
  it('nobody who holds a code up is passed over, and nothing counts that was never seen', () => {
    fc.assert(
      fc.property(looks, (film) => {
        const { seen, counts } = watch(film);
        const shown = new Set(seen.flatMap(({ inView }) => inView));
        expect(new Set(counts.map(({ text }) => text))).toEqual(shown);
        for (const { text, atMs } of counts) {
          expect(seen.some((look) => look.atMs <= atMs && look.inView.includes(text))).toBe(true);
        }
      }),
    );
  });

  it('a code counts twice only where looks missed it for a second, or the repeat window is over', () => {
    fc.assert(
      fc.property(looks, (film) => {
        const { seen, counts } = watch(film);
        for (const text of ['A', 'B', 'C']) {
          const times = counts.filter((one) => one.text === text).map(({ atMs }) => atMs);
          for (const [index, atMs] of times.entries()) {
            const before = times[index - 1];
            if (before === undefined) continue;
            const missedMs = longestMissMs(seen, text, before, atMs);
            expect(missedMs >= OUT_MS || atMs - before >= AGAIN_MS).toBe(true);
          }
        }
      }),
    );
  });

  it('where a code is alone it counts at the first look at it', () => {
    fc.assert(
      fc.property(looks, (film) => {
        const alone = film.map(({ afterMs, inView }) => ({ afterMs, inView: inView.slice(0, 1) }));
        const { seen, counts } = watch(alone);
        for (const text of ['A', 'B', 'C']) {
          const first = seen.find(({ inView }) => inView.includes(text))?.atMs;
          expect(counts.find((one) => one.text === text)?.atMs).toBe(first);
        }
      }),
    );
  });

  it('two that came into view together do not count within a moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 200 }),
        fc.subarray(['A', 'B', 'C', 'D'], { minLength: 2 }),
        (afterMs, inView) => {
          const { counts } = watch(Array.from({ length: 100 }, () => ({ afterMs, inView })));
          const first = counts.slice(0, inView.length).map(({ atMs }) => atMs);
          expect(first).toHaveLength(inView.length);
          for (const [index, atMs] of first.entries()) {
            if (index > 0) expect(atMs - (first[index - 1] ?? 0)).toBeGreaterThanOrEqual(APART_MS);
          }
        },
      ),
    );
  });
});

/**
 * Longest time from one look that missed a code to another between these times, with none between that saw it. What
 * had to wait for its turn may be missing from before it counted.
 */
function longestMissMs(
  seen: readonly { readonly atMs: number; readonly inView: readonly string[] }[],
  text: string,
  fromMs: number,
  toMs: number,
): number {
  let longest = 0;
  let sinceMs: number | null = null;
  for (const { atMs, inView } of seen) {
    if (atMs > toMs) break;
    if (inView.includes(text)) sinceMs = null;
    else sinceMs ??= atMs;
    if (sinceMs !== null && atMs > fromMs) longest = Math.max(longest, atMs - sinceMs);
  }
  return longest;
}
