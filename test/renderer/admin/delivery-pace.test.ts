import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryProgressView } from '../../../preload/contract/delivery-views.ts';
import { addSample, paceOf, type Sample } from '../../../renderer/admin/delivery-pace.ts';

const heard = (done: number, change: Partial<DeliveryProgressView> = {}): DeliveryProgressView => ({
  phase: 'writing',
  batch: 'a',
  done,
  total: 10_000,
  unit: 'bytes',
  errorCode: null,
  ...change,
});
/** Pairs of ms and bytes, one after the other. */
const samplesOf = (pairs: readonly (readonly [number, number])[]): readonly Sample[] =>
  pairs.reduce<readonly Sample[]>((all, [atMs, done]) => addSample(all, heard(done), atMs), []);

describe('the pace of a delivery', () => {
  it('is not told before a second has passed, nor while nothing moves', () => {
    expect(paceOf([])).toBe(null);
    expect(
      paceOf(
        samplesOf([
          [0, 0],
          [999, 500],
        ]),
      ),
    ).toBe(null);
    expect(
      paceOf(
        samplesOf([
          [0, 500],
          [3000, 500],
        ]),
      ),
    ).toBe(null);
  });

  it('is what came in the last five seconds, and says what is left', () => {
    expect(
      paceOf(
        samplesOf([
          [0, 0],
          [1000, 1000],
        ]),
      ),
    ).toEqual({ perSecond: 1000, leftMs: 9000 });
    // It was ten times as fast before.
    const slower = samplesOf([
      [0, 0],
      [500, 5000],
      [1000, 6000],
      [6000, 6500],
      [7000, 6600],
    ]);
    expect(paceOf(slower)).toEqual({ perSecond: 100, leftMs: 34_000 });
  });

  it('begins anew with another phase or another batch', () => {
    const before = samplesOf([
      [0, 0],
      [2000, 9000],
    ]);
    expect(addSample(before, heard(0, { phase: 'verifying' }), 2100)).toHaveLength(1);
    expect(addSample(before, heard(9500, { batch: 'b' }), 2100)).toHaveLength(1);
    expect(addSample(before, heard(10), 2100)).toHaveLength(1);
  });

  it('never says a negative or endless time, whatever comes', () => {
    const step = fc.tuple(fc.nat(3000), fc.nat(4000));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let atMs = 0;
        let samples: readonly Sample[] = [];
        for (const [waitMs, done] of steps) {
          atMs += waitMs;
          samples = addSample(samples, heard(done), atMs);
        }
        const pace = paceOf(samples);
        if (pace === null) return;
        expect(pace.perSecond).toBeGreaterThan(0);
        expect(pace.leftMs).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(pace.leftMs)).toBe(true);
      }),
    );
  });
});
