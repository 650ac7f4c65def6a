import { describe, expect, it } from 'vitest';
import { timestampMs } from '../../../core/units.ts';
import type { ClockReading } from '../../../main/clock/clock.ts';
import { type ClockDoubt, createTrustedClock } from '../../../main/clock/trust.ts';

const NOON = Date.UTC(2026, 5, 1, 5);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A machine whose wall clock and uptime are set by hand. */
function machine(atMs: number = NOON, uptimeMs = HOUR) {
  const now = { atMs: timestampMs(atMs), offsetMin: 420, bootId: 'boot-1', uptimeMs };
  return {
    read: (): ClockReading => ({ ...now, atMs: timestampMs(now.atMs) }),
    passes: (ms: number): void => {
      now.atMs = timestampMs(now.atMs + ms);
      now.uptimeMs += ms;
    },
    isSet: (byMs: number): void => {
      now.atMs = timestampMs(now.atMs + byMs);
    },
  };
}

function kiosk(clock: ReturnType<typeof machine>, last: ClockReading | null = null, builtAtMs = 0) {
  const doubts: ClockDoubt[] = [];
  const trusted = createTrustedClock({
    clock,
    last,
    builtAtMs: timestampMs(builtAtMs),
    onDoubt: (why) => doubts.push(why),
  });
  return { trusted, doubts };
}

describe('the clock of a running kiosk', () => {
  it('is trusted while wall clock and uptime agree', () => {
    const clock = machine();
    const { trusted, doubts } = kiosk(clock);
    clock.passes(9 * HOUR);
    expect([trusted.stamp(), trusted.doubt(), doubts]).toEqual([{ ...clock.read(), clock: 'ok' }, null, []]);
  });

  it('is doubted from the moment it jumps, said once, and again after a confirmation', () => {
    const clock = machine();
    const { trusted, doubts } = kiosk(clock);
    clock.isSet(5 * HOUR);
    expect([trusted.stamp().clock, trusted.stamp().clock, trusted.doubt()]).toEqual([
      'suspect',
      'suspect',
      'jumped',
    ]);
    trusted.confirm();
    expect([trusted.stamp().clock, trusted.doubt()]).toEqual(['ok', null]);
    clock.isSet(-DAY);
    trusted.stamp();
    expect(doubts).toEqual(['jumped', 'jumped']);
  });

  it.each<[ClockDoubt, ClockReading | null, number]>([
    ['earlier-than-last-event', machine(NOON + 1).read(), 0],
    ['earlier-than-build', null, NOON + 1],
    ['jumped', machine(NOON - HOUR, HOUR).read(), 0],
    ['long-after-last-event', { ...machine(NOON - 8 * DAY).read(), bootId: 'boot-0' }, 0],
  ])('starts doubted where it is %s', (why, last, builtAtMs) => {
    const { trusted, doubts } = kiosk(machine(), last, builtAtMs);
    expect([trusted.doubt(), trusted.stamp().clock, doubts]).toEqual([why, 'suspect', []]);
  });
});

describe('confirming the time', () => {
  it('tells how wrong a clock was that was put right since the start', () => {
    const clock = machine(NOON - 300 * DAY);
    const { trusted } = kiosk(clock, machine().read());
    clock.passes(HOUR);
    clock.isSet(300 * DAY);
    expect(trusted.confirm()).toBe(`confirmed:${300 * DAY}`);
  });

  it('tells how wrong a clock was that jumped away and was set back', () => {
    const clock = machine();
    const { trusted } = kiosk(clock);
    clock.isSet(3 * DAY);
    trusted.stamp();
    clock.passes(HOUR);
    clock.isSet(-3 * DAY);
    expect(trusted.confirm()).toBe(`confirmed:${-3 * DAY}`);
  });

  it('corrects nothing where the clock was right all along', () => {
    const clock = machine();
    const { trusted } = kiosk(clock, { ...machine(NOON - 30 * DAY).read(), bootId: 'boot-0' });
    clock.passes(HOUR);
    expect([trusted.confirm(), trusted.doubt()]).toEqual(['confirmed:0', null]);
  });
});
