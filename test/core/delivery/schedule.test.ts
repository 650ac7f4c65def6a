import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeDue, lastTime, nextTime, TIME_OF_DAY } from '../../../core/delivery/schedule.ts';
import { hours, minutes, timestampMs } from '../../../core/units.ts';

const at = timestampMs;
/** 24 November 2026, this local time in Vietnam. */
const local = (time: string, days = 0) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { atMs: at(Date.UTC(2026, 10, 24 + days, hour - 7, minute)), offsetMin: 420 };
};

describe('times of day', () => {
  it('are local and pass once a day', () => {
    const times = ['22:00', '06:30'];
    expect(lastTime(times, local('07:00'))).toBe(local('06:30').atMs);
    expect(lastTime(times, local('06:29'))).toBe(local('22:00', -1).atMs);
    expect(nextTime(times, local('07:00'))).toBe(local('22:00').atMs);
    expect(nextTime(times, local('22:00'))).toBe(local('06:30', 1).atMs);
    expect([lastTime([], local('07:00')), nextTime([], local('07:00'))]).toEqual([null, null]);
  });

  it('are due once after they have passed, and once where the PC was off for days', () => {
    const kept = local('21:00').atMs;
    expect(isTimeDue(['22:00'], kept, local('21:59'))).toBe(false);
    expect(isTimeDue(['22:00'], kept, local('22:00'))).toBe(true);
    expect(isTimeDue(['22:00'], local('22:00').atMs, local('22:01'))).toBe(false);
    expect(isTimeDue(['22:00'], kept, local('08:00', 9))).toBe(true);
    expect(isTimeDue([], kept, local('08:00', 9))).toBe(false);
  });

  it('are due where they were kept in what is now the future: the clock was set back', () => {
    expect(isTimeDue(['22:00'], local('22:00', 300).atMs, local('08:00'))).toBe(true);
  });

  it('lie on both sides of now, a day apart for each time', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(
        fc.array(time, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: hours(24 * 400) }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (times, atMs, offsetMin) => {
          const now = { atMs: at(Date.UTC(2026, 0, 1) + atMs), offsetMin };
          const last = lastTime(times, now) ?? Number.NaN;
          const next = nextTime(times, now) ?? Number.NaN;
          expect(times.every((one) => TIME_OF_DAY.test(one))).toBe(true);
          expect(last <= now.atMs && now.atMs < next && next - last <= hours(24)).toBe(true);
          for (const one of [last, next])
            expect((((one + minutes(offsetMin)) % hours(24)) + hours(24)) % minutes(1)).toBe(0);
          expect(isTimeDue(times, at(last), now)).toBe(false);
          expect(isTimeDue(times, at(last - 1), now)).toBe(true);
        },
      ),
    );
  });
});
