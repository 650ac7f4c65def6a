import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, figuresTable, percentile, ratiosOf } from '../../bench/figures.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('figures', () => {
  it('takes percentiles by nearest rank, whatever the order of the numbers', () => {
    expect(figuresOf(hundred)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
    expect(figuresOf([3])).toEqual({ count: 1, p50: 3, p95: 3, p99: 3, max: 3 });
    expect(figuresOf([2, 1])).toEqual({ count: 2, p50: 1, p95: 2, p99: 2, max: 2 });
  });

  it('says NaN of nothing rather than zero', () => {
    expect(figuresOf([])).toEqual({ count: 0, p50: NaN, p95: NaN, p99: NaN, max: NaN });
  });

  it('leaves the measured numbers in their order', () => {
    const numbers = [3, 1, 2];
    percentile(numbers, 0.5);
    expect(numbers).toEqual([3, 1, 2]);
  });

  it('always names a measured number that no smaller share exceeds', () => {
    const shares = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), shares, (numbers, share) => {
        const found = percentile(numbers, share);
        const notAbove = numbers.filter((one) => one <= found).length;
        const below = numbers.filter((one) => one < found).length;
        expect(numbers).toContain(found);
        expect(notAbove / numbers.length).toBeGreaterThanOrEqual(share);
        expect(below / numbers.length).toBeLessThan(share);
      }),
    );
  });

  it('compares with a floor figure by figure', () => {
    const floor = figuresOf([1, 2, 4]);
    expect(ratiosOf(figuresOf([2, 6, 4]), floor)).toEqual({ p50: 2, p95: 1.5, p99: 1.5 });
  });

  it('prints µs so that the long ones stay apart', () => {
    expect(figuresTable([{ name: 'read', figures: figuresOf([9.5, 123_456.78]) }], 'µs')).toEqual([
      'µs           n      p50      p95      p99      max    p50 x    p99 x',
      'read         2     9.50   123457   123457   123457',
    ]);
  });

  it('prints aligned lines, and ratios only beside a floor', () => {
    const floor = figuresOf([1]);
    expect(
      figuresTable([
        { name: 'floor', figures: floor },
        { name: 'ours', figures: figuresOf([3]), floor },
      ]),
    ).toEqual([
      'ms            n      p50      p95      p99      max    p50 x    p99 x',
      'floor         1     1.00     1.00     1.00     1.00',
      'ours          1     3.00     3.00     3.00     3.00     3.00     3.00',
    ]);
  });
});
