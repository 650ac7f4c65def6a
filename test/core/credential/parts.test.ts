import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  collectPart,
  isWhole,
  PART_LIMIT,
  PART_TIMEOUT,
  PARTS_LENGTH_LIMIT,
  type PartRead,
  type PartStep,
  type Parts,
  timedOut,
} from '../../../core/credential/parts.ts';
import { type DurationMs, durationMs, timestampMs } from '../../../core/units.ts';

const START = Date.UTC(2026, 0, 15, 1);

/** Code `index` of `count` of a card, delivered with a line end, so many ms after the start. */
const code = (index: number, count: number, card = 'a', afterMs = 0): PartRead => ({
  part: { index, count },
  text: `${card}${index}/${count}`,
  raw: `${card}${index}/${count}\r`,
  nowMs: timestampMs(START + afterMs),
});

const collect = (...reads: readonly PartRead[]): readonly PartStep[] => {
  const steps: PartStep[] = [];
  let parts: Parts | null = null;
  for (const read of reads) {
    const step = collectPart(parts, read);
    parts = step.parts;
    steps.push(step);
  }
  return steps;
};
const told = (...reads: readonly PartRead[]) =>
  collect(...reads).map(({ outcome, dropped }) => ({ ...outcome, dropped }));

describe('the codes of one card', () => {
  it('are counted as they come and are whole with the last', () => {
    expect(told(code(2, 3), code(3, 3), code(1, 3))).toEqual([
      { kind: 'progress', have: [2], count: 3, dropped: null },
      { kind: 'progress', have: [2, 3], count: 3, dropped: null },
      {
        kind: 'complete',
        text: 'a1/3 a2/3 a3/3',
        raws: ['a1/3\r', 'a2/3\r', 'a3/3\r'],
        dropped: null,
      },
    ]);
  });

  it('give the same text in whatever order and however often they are shown', () => {
    const shown = fc.integer({ min: 1, max: 6 }).chain((count) =>
      fc.tuple(
        fc.constant(count),
        fc.shuffledSubarray(
          Array.from({ length: count }, (_, at) => at + 1),
          { minLength: count },
        ),
        fc.array(fc.integer({ min: 1, max: count }), { maxLength: 10 }),
      ),
    );
    fc.assert(
      fc.property(shown, ([count, order, repeats]) => {
        const steps = collect(...[...repeats, ...order].map((index) => code(index, count)));
        const whole = steps.filter((step) => step.outcome.kind === 'complete');
        expect(whole.map((step) => step.outcome)).toEqual([
          {
            kind: 'complete',
            text: Array.from({ length: count }, (_, at) => `a${at + 1}/${count}`).join(' '),
            raws: Array.from({ length: count }, (_, at) => `a${at + 1}/${count}\r`),
          },
        ]);
        expect(steps.every((step) => step.dropped === null)).toBe(true);
      }),
    );
  });

  it('change nothing when one is shown again, not even the time-out', () => {
    const [first, again] = collect(code(1, 3), code(1, 3, 'a', 19_000));
    expect(again).toEqual({
      parts: first?.parts,
      outcome: { kind: 'again', have: [1], count: 3 },
      dropped: null,
    });
  });

  it('are known again after the card was read, for as long as they stay in view', () => {
    expect(
      told(code(1, 2), code(2, 2), code(2, 2, 'a', 15_000), code(1, 2, 'a', 30_000), code(1, 2, 'a', 51_000)),
    ).toEqual([
      { kind: 'progress', have: [1], count: 2, dropped: null },
      expect.objectContaining({ kind: 'complete' }),
      { kind: 'again', have: [1, 2], count: 2, dropped: null },
      { kind: 'again', have: [1, 2], count: 2, dropped: null },
      // Out of view for more than 20 s: shown anew, on the way out.
      { kind: 'progress', have: [1], count: 2, dropped: null },
    ]);
  });

  it('of a set of one are whole at once', () => {
    expect(told(code(1, 1))).toEqual([{ kind: 'complete', text: 'a1/1', raws: ['a1/1\r'], dropped: null }]);
  });
});

describe('a code that does not fit', () => {
  it('of a set of another size starts anew and says what it dropped', () => {
    expect(told(code(3, 3), code(1, 3), code(1, 2)).at(-1)).toEqual({
      kind: 'progress',
      have: [1],
      count: 2,
      dropped: { why: 'other-count', raws: ['a1/3\r', 'a3/3\r'] },
    });
  });

  it('with an index that has another text starts anew', () => {
    expect(told(code(1, 3), code(2, 3), code(1, 3, 'b')).at(-1)).toEqual({
      kind: 'progress',
      have: [1],
      count: 3,
      dropped: { why: 'contradiction', raws: ['a1/3\r', 'a2/3\r'] },
    });
  });

  it('that comes too late starts anew', () => {
    expect(told(code(1, 2), code(2, 2, 'a', PART_TIMEOUT)).at(-1)).toEqual({
      kind: 'progress',
      have: [2],
      count: 2,
      dropped: { why: 'timed-out', raws: ['a1/2\r'] },
    });
  });

  it('after a whole card is simply the next card', () => {
    expect(told(code(1, 2), code(2, 2), code(1, 2, 'b'), code(2, 2, 'b')).slice(2)).toEqual([
      { kind: 'progress', have: [1], count: 2, dropped: null },
      { kind: 'complete', text: 'b1/2 b2/2', raws: ['b1/2\r', 'b2/2\r'], dropped: null },
    ]);
  });

  it('drops an unfinished set also where it is whole by itself', () => {
    expect(told(code(1, 2), code(1, 1, 'b')).at(-1)).toEqual({
      kind: 'complete',
      text: 'b1/1',
      raws: ['b1/1\r'],
      dropped: { why: 'other-count', raws: ['a1/2\r'] },
    });
  });

  it.each([
    ['of too many', code(1, PART_LIMIT + 1), 'too-many'],
    ['of infinitely many', code(1, Number.POSITIVE_INFINITY), 'too-many'],
    ['of none', code(1, 0), 'bad-index'],
    ['with index 0', code(0, 2), 'bad-index'],
    ['beyond its set', code(3, 2), 'bad-index'],
    ['with half an index', code(1.5, 2), 'bad-index'],
    ['longer than any card', { ...code(1, 2), text: '0'.repeat(PARTS_LENGTH_LIMIT + 1) }, 'too-long'],
  ])('%s is refused and changes nothing', (_what, read, why) => {
    const [held] = collect(code(1, 3));
    expect(collectPart(held?.parts ?? null, read)).toEqual({
      parts: held?.parts,
      outcome: { kind: 'refused', why },
      dropped: null,
    });
    expect(collectPart(null, read)).toEqual({
      parts: null,
      outcome: { kind: 'refused', why },
      dropped: null,
    });
  });

  it('that makes the set longer than any card starts anew', () => {
    const half = (index: number): PartRead => ({
      ...code(index, 3),
      text: `${index}`.repeat(PARTS_LENGTH_LIMIT / 2 + 1),
    });
    expect(told(half(1), half(2)).at(-1)).toEqual({
      kind: 'progress',
      have: [2],
      count: 3,
      dropped: { why: 'too-long', raws: ['a1/3\r'] },
    });
  });
});

describe('timedOut', () => {
  const [step] = collect(code(1, 3));
  const parts = step?.parts ?? null;
  const after = (ms: number) => timestampMs(START + ms);

  it.each<[string, boolean, Parts | null, number, DurationMs | undefined]>([
    ['is never true of nothing', false, null, PART_TIMEOUT * 9, undefined],
    ['is not true a moment before', false, parts, PART_TIMEOUT - 1, undefined],
    ['is true after 20 s without a new code', true, parts, PART_TIMEOUT, undefined],
    ['is true where the clock went back by as much', true, parts, -PART_TIMEOUT, undefined],
    ['goes by the time that the site has set', true, parts, 5_000, durationMs(5_000)],
  ])('%s', (_what, expected, held, ms, timeoutMs) => {
    expect(timedOut(held, after(ms), timeoutMs)).toBe(expected);
  });
});

it('whatever codes come, it holds at most one set within the limits', () => {
  const anyCode = fc.record({
    part: fc.record({ index: fc.integer({ min: -1, max: 5 }), count: fc.integer({ min: -1, max: 4 }) }),
    text: fc.constantFrom('x', 'y', 'z'.repeat(PARTS_LENGTH_LIMIT / 2)),
    raw: fc.constant(''),
    nowMs: fc.integer({ min: 0, max: 60_000 }).map(timestampMs),
  });
  fc.assert(
    fc.property(fc.array(anyCode, { maxLength: 30 }), (reads) => {
      for (const { parts, outcome, dropped } of collect(...reads)) {
        const held = parts?.collected ?? [];
        expect(held.map((one) => one.index)).toEqual(
          [...new Set(held.map((one) => one.index))].sort((a, b) => a - b),
        );
        expect(held.reduce((sum, one) => sum + one.text.length, 0)).toBeLessThanOrEqual(PARTS_LENGTH_LIMIT);
        if (outcome.kind === 'complete') expect(parts !== null && isWhole(parts)).toBe(true);
        if (dropped !== null) expect(dropped.raws.length).toBeGreaterThan(0);
      }
    }),
  );
});
