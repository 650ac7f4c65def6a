import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClockMoment,
  type ClockTrust,
  confirmClock,
  confirmedOffset,
  JUMP_MS,
  judgeStart,
  jumpOf,
  LONG_SILENCE_MS,
  slept,
  startTrust,
  watch,
} from '../../../core/gate/clock.ts';
import { hours, timestampMs } from '../../../core/units.ts';
import { now } from './reads.ts';

/** Both clocks `passedMs` after `now`, the wall clock wrong by `setByMs`. */
const at = (passedMs: number, setByMs = 0, bootId = 'a'): ClockMoment => ({
  atMs: timestampMs(now + passedMs + setByMs),
  uptimeMs: 1_000 + passedMs,
  bootId,
});
const built = timestampMs(now - hours(24));

describe('the clock at start', () => {
  it.each([
    ['an empty log and a date after the build', null, null],
    [
      'an empty log and a date before the build',
      at(-hours(25)),
      { why: 'earlier-than-build', certain: true },
      null,
    ],
    ['a second before the last event', at(-1), { why: 'earlier-than-last-event', certain: true }],
    ['the same boot and both clocks agreeing, however long', at(hours(24 * 30)), null],
    ['the same boot and a clock set ahead', at(hours(1), JUMP_MS + 1), { why: 'jumped', certain: false }],
    ['another boot and a week', at(LONG_SILENCE_MS, 0, 'b'), null],
    [
      'another boot and more than a week',
      at(LONG_SILENCE_MS + 1, 0, 'b'),
      { why: 'long-after-last-event', certain: false },
    ],
  ] as const)('is judged by what is known: %s', (...[, moment, doubt, last]) => {
    expect(judgeStart(moment ?? at(0), moment === null || last === null ? null : at(0), built)).toEqual(
      doubt,
    );
  });

  it('marks events suspect on any doubt, certain or not', () => {
    expect(startTrust(at(0), null)).toEqual({ state: 'ok', anchor: at(0), sleptMs: 0 });
    expect(startTrust(at(0), { why: 'jumped', certain: false }).state).toBe('suspect');
  });
});

describe('the clock while the kiosk runs', () => {
  const trusted = startTrust(at(0), null);
  const stateAfter = (trust: ClockTrust, ...moments: ClockMoment[]) =>
    moments.reduce((held, moment) => watch(held, moment), trust).state;

  it.each([
    ['no jump', trusted, [at(hours(1))], 'ok'],
    ['a jump of two minutes', trusted, [at(hours(1), JUMP_MS)], 'ok'],
    ['a jump ahead of more', trusted, [at(hours(1), JUMP_MS + 1)], 'suspect'],
    ['a jump back of more', trusted, [at(hours(1), -JUMP_MS - 1)], 'suspect'],
    ['small jumps that add up', trusted, [at(1, 70_000), at(2, 140_000)], 'suspect'],
    ['a jump that was taken back', trusted, [at(1, 900_000), at(2)], 'suspect'],
    ['sleep that the clock did not count', slept(trusted, hours(8)), [at(hours(1), hours(8))], 'ok'],
    ['a jump longer than the sleep', slept(trusted, hours(8)), [at(hours(1), hours(9))], 'suspect'],
    ['a jump back after sleep', slept(trusted, hours(8)), [at(hours(1), -hours(1))], 'suspect'],
    ['sleep that the clock counted', slept(trusted, 0), [at(hours(9))], 'ok'],
    ['another boot', trusted, [at(1, 0, 'b')], 'suspect'],
  ] as const)('is trusted until it jumps: %s', (_title, trust, moments, expected) => {
    expect(stateAfter(trust, ...moments)).toBe(expected);
  });

  it('is trusted again once an administrator says what time it is', () => {
    const wrong = at(hours(1), -hours(30));
    const confirmed = confirmClock(wrong, at(hours(1)).atMs, at(hours(1)));
    expect(confirmed).toEqual({
      trust: { state: 'ok', anchor: at(hours(1)), sleptMs: 0 },
      offsetMs: hours(30),
      reason: `confirmed:${hours(30)}`,
    });
    expect(stateAfter(confirmed.trust, at(hours(2)))).toBe('ok');
  });

  it('keeps the offset in the reason of its event', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4e12, max: 4e12 }), (offset) => {
        const { reason } = confirmClock(at(0), timestampMs(at(0).atMs + offset), at(0));
        expect(confirmedOffset(reason)).toBe(offset);
      }),
    );
    expect(['', 'confirmed:', 'confirmed:x', 'turned:in'].map(confirmedOffset)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('measures a jump only within one boot', () => {
    expect([jumpOf(at(0), at(5, 7)), jumpOf(at(0), at(5, 7, 'b'))]).toEqual([7, null]);
  });
});
