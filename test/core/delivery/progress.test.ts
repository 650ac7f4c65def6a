import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backOff,
  isDue,
  PENDING,
  type Progress,
  type ProgressInput,
  stepProgress,
} from '../../../core/delivery/progress.ts';
import { hours, minutes, seconds, timestampMs } from '../../../core/units.ts';

const at = timestampMs;
const run = (inputs: readonly ProgressInput[], from: Progress = PENDING): Progress =>
  inputs.reduce(stepProgress, from);

const WHY = [
  'delivery/gone',
  'delivery/write-failed',
  'delivery/hung',
  'delivery/no-space',
  'delivery/read-only',
  'delivery/exists-differs',
  'spool/no-space',
  'spool/write-failed',
  'batch/invalid',
] as const;
const input = fc.tuple(
  fc.constantFrom('begin', 'read-back', 'confirmed', 'failed', 'lost', 'hurry'),
  fc.constantFrom(...WHY),
  fc.integer({ min: 0, max: 10 * hours(24) }),
);
/** Inputs in the order of their times. */
const inputs = fc.array(input, { maxLength: 60 }).map((all): ProgressInput[] =>
  all
    .map(([type, why, ms]): ProgressInput => {
      const atMs = at(ms);
      if (type === 'confirmed') return { type, atMs, checked: 'cache' };
      return type === 'failed' ? { type, atMs, why } : { type, atMs };
    })
    .sort((a, b) => a.atMs - b.atMs),
);

describe('a rendition on its way to a target', () => {
  it('is written, read back and delivered', () => {
    expect(run([{ type: 'begin', atMs: at(5) }])).toEqual({ state: 'writing', sinceMs: 5, failures: 0 });
    const read = run([
      { type: 'begin', atMs: at(5) },
      { type: 'read-back', atMs: at(9) },
    ]);
    expect(read).toEqual({ state: 'verifying', sinceMs: 5, failures: 0 });
    const done = { state: 'delivered', atMs: 12, checked: 'medium' };
    expect(stepProgress(read, { type: 'confirmed', atMs: at(12), checked: 'medium' })).toEqual(done);
  });

  it('waits for a share that is off, twice as long each time, and is blocked by a full one', () => {
    const off = (failures: number): Progress =>
      run(
        Array.from({ length: failures }, (): ProgressInput[] => [
          { type: 'begin', atMs: at(0) },
          { type: 'failed', atMs: at(0), why: 'delivery/gone' },
        ]).flat(),
      );
    const waits = [1, 2, 3, 7, 50].map((failures) => off(failures));
    expect(waits.map((one) => 'nextTryAtMs' in one && one.nextTryAtMs)).toEqual(
      [seconds(15), seconds(30), seconds(60), minutes(15), minutes(15)].map(Number),
    );
    const full = stepProgress(off(1), { type: 'failed', atMs: at(0), why: 'delivery/no-space' });
    expect(full).toEqual({
      state: 'blocked',
      why: 'delivery/no-space',
      failures: 2,
      nextTryAtMs: minutes(4),
    });
  });

  it('is tried at once where somebody asks, and after a kill', () => {
    const failed: ProgressInput = { type: 'failed', atMs: at(0), why: 'delivery/hung' };
    const waits = run([{ type: 'begin', atMs: at(0) }, failed]);
    expect([isDue(waits, at(1)), isDue(waits, at(minutes(2)))]).toEqual([false, true]);
    expect(isDue(stepProgress(waits, { type: 'hurry', atMs: at(1) }), at(1))).toBe(true);
    expect(
      run([
        { type: 'begin', atMs: at(0) },
        { type: 'lost', atMs: at(1) },
      ]),
    ).toEqual(PENDING);
  });

  it('does not wait for ever where the clock was set back', () => {
    const waits = run([{ type: 'failed', atMs: at(hours(1000)), why: 'delivery/gone' }]);
    expect(isDue(waits, at(hours(1)))).toBe(true);
  });

  it('stays delivered, whatever comes', () => {
    fc.assert(
      fc.property(inputs, inputs, (before, after) => {
        const done = run([
          ...before,
          { type: 'begin', atMs: at(0) },
          { type: 'confirmed', atMs: at(1), checked: 'cache' },
        ]);
        expect(done.state).toBe('delivered');
        expect(run(after, done)).toEqual(done);
      }),
    );
  });

  it('is delivered only by a confirmation during a try', () => {
    fc.assert(
      fc.property(inputs, (all) => {
        let now: Progress = PENDING;
        for (const one of all) {
          const before = now;
          now = stepProgress(now, one);
          if (now.state !== 'delivered' || before.state === 'delivered') continue;
          expect([one.type, ['writing', 'verifying'].includes(before.state)]).toEqual(['confirmed', true]);
        }
      }),
    );
  });

  it('always has a next try while it is not delivered, and none later than its longest wait', () => {
    fc.assert(
      fc.property(inputs, (all) => {
        const now = run(all);
        const lastMs = all.at(-1)?.atMs ?? 0;
        if (now.state === 'waiting' || now.state === 'blocked') {
          expect(isDue(now, at(lastMs + hours(1)))).toBe(true);
          expect(now.nextTryAtMs).toBeLessThanOrEqual(lastMs + hours(1));
        }
        const lost = stepProgress(now, { type: 'lost', atMs: at(lastMs) });
        expect(['pending', 'waiting', 'blocked', 'delivered']).toContain(lost.state);
      }),
    );
  });

  it('waits no shorter after more failures', () => {
    fc.assert(
      fc.property(fc.constantFrom('waiting', 'blocked'), fc.nat(200), (state, failures) => {
        expect(backOff(state, failures + 1)).toBeGreaterThanOrEqual(backOff(state, failures));
      }),
    );
  });
});
