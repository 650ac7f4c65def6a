import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClockState } from '../../../core/batch/event.ts';
import {
  cutoffMs,
  dueFrom,
  followDue,
  pauseAfterConfirming,
  retentionHold,
  type TimedEvent,
} from '../../../core/retention/due.ts';
import { hours, timestampMs } from '../../../core/units.ts';

const NOW = timestampMs(Date.UTC(2026, 10, 29));
const day = (n: number) => timestampMs(NOW - n * hours(24));
const log = (...events: (readonly [daysAgo: number, clock?: ClockState])[]): TimedEvent[] =>
  events.map(([daysAgo, clock = 'ok'], n) => ({ seq: n + 1, atMs: day(daysAgo), clock }));
const due = (events: readonly TimedEvent[], days = 30): number =>
  followDue(dueFrom(0), events, { cutoffMs: cutoffMs(NOW, days), nowMs: NOW }).upToSeq;

describe('what is due', () => {
  it('is everything that a trusted clock wrote before the cutoff, and not what happened at it or after', () => {
    expect(due(log([40], [31], [30], [1]))).toBe(2);
    expect(due(log([29], [28]))).toBe(0);
    expect(due(log([40], [39]))).toBe(2);
    expect(due([])).toBe(0);
  });

  it('takes an event of a suspect clock along once a trusted one behind it is due, and not before', () => {
    expect(due(log([40], [9000, 'suspect'], [9000, 'suspect'], [5]))).toBe(1);
    expect(due(log([40], [9000, 'suspect'], [2, 'suspect'], [31], [5]))).toBe(4);
    expect(due(log([9000, 'suspect'], [9000, 'suspect']))).toBe(0);
  });

  it('does not believe a time that has yet to come, and is not held up by it for ever', () => {
    expect(due(log([40], [-26_000], [31], [5]))).toBe(3);
    expect(due(log([40], [-26_000], [5]))).toBe(1);
  });

  it('never goes behind a trusted event that is younger, whatever a later one says', () => {
    expect(due(log([40], [5], [9000], [4]))).toBe(1);
  });

  it('holds for every log: no trusted event that is not older than the cutoff is ever due, and pages change nothing', () => {
    const events = fc.array(fc.tuple(fc.integer({ min: -400, max: 400 }), fc.constantFrom('ok', 'suspect')), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        events,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 9 }),
        (of, days, page) => {
          const all = log(...of);
          const at = { cutoffMs: cutoffMs(NOW, days), nowMs: NOW };
          const whole = followDue(dueFrom(0), all, at);
          let paged = dueFrom(0);
          for (let from = 0; from < all.length; from += page)
            paged = followDue(paged, all.slice(from, from + page), at);
          const gone = all.filter(({ seq }) => seq <= whole.upToSeq);
          const isTrusted = ({ atMs, clock }: TimedEvent) => clock === 'ok' && atMs <= NOW;
          expect(paged).toEqual(whole);
          expect(gone.filter((one) => isTrusted(one) && one.atMs >= at.cutoffMs)).toEqual([]);
          // What ends it is old and trusted itself.
          expect(gone.slice(-1).every((one) => isTrusted(one) && one.atMs < at.cutoffMs)).toBe(true);
        },
      ),
    );
  });
});

describe('deleting', () => {
  const on = { days: 30, clock: 'ok', nowMs: NOW, pausedUntilMs: null } as const;

  it('rests while nobody wants it, while the clock is doubted, and after a leap', () => {
    expect(retentionHold(on)).toBeNull();
    expect(retentionHold({ ...on, days: 'never' })).toBe('never');
    expect(retentionHold({ ...on, clock: 'suspect' })).toBe('clock');
    expect(retentionHold({ ...on, pausedUntilMs: NOW + 1 })).toBe('leap');
    expect(retentionHold({ ...on, pausedUntilMs: NOW })).toBeNull();
  });

  it('waits a day after a clock was confirmed more than a week ahead of the last trusted event', () => {
    expect(pauseAfterConfirming(NOW, day(8), null)).toBe(NOW + hours(24));
    expect(pauseAfterConfirming(NOW, day(6), null)).toBeNull();
    expect(pauseAfterConfirming(NOW, null, null)).toBeNull();
  });

  it('goes on waiting when the clock is confirmed once more, and not until 2099 once that was set right', () => {
    const later = timestampMs(NOW + hours(1));
    expect(pauseAfterConfirming(later, NOW, NOW + hours(24))).toBe(NOW + hours(24));
    const in2099 = Date.UTC(2099, 0, 1);
    expect(pauseAfterConfirming(later, in2099, in2099 + hours(24))).toBeNull();
  });
});
