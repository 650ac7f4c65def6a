import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InLine, nextInLine, targetState } from '../../../core/delivery/line.ts';
import { PENDING, type Progress, stepProgress } from '../../../core/delivery/progress.ts';
import { hours, minutes, timestampMs } from '../../../core/units.ts';

const at = timestampMs;
const DELIVERED: Progress = { state: 'delivered', atMs: at(0), checked: 'cache' };
const WRITING: Progress = { state: 'writing', sinceMs: at(0), failures: 0 };
const failed = (why: string, atMs = 0): Progress =>
  stepProgress(PENDING, { type: 'failed', atMs: at(atMs), why });
const line = (...all: Progress[]): InLine[] =>
  all.map((progress, index) => ({ firstSeq: index * 10 + 1, progress }));

describe('the line of a target', () => {
  it('goes oldest first, one at a time', () => {
    expect(nextInLine(line(DELIVERED, PENDING, PENDING), at(0))).toEqual({ act: 'deliver', firstSeq: 11 });
    expect(nextInLine(line(DELIVERED, WRITING, PENDING), at(0))).toEqual({ act: 'busy' });
    expect(nextInLine(line(DELIVERED, DELIVERED), at(0))).toEqual({ act: 'done' });
    expect(nextInLine([], at(0))).toEqual({ act: 'done' });
  });

  it('waits as a whole for a target that is off or full', () => {
    for (const why of ['delivery/gone', 'delivery/no-space', 'delivery/hung', 'openers/undecided']) {
      const first = failed(why);
      const untilMs = 'nextTryAtMs' in first ? first.nextTryAtMs : 0;
      expect(nextInLine(line(first, PENDING), at(1))).toEqual({ act: 'wait', untilMs });
      expect(nextInLine(line(first, PENDING), at(untilMs))).toEqual({ act: 'deliver', firstSeq: 1 });
    }
  });

  it('passes by a batch that alone is at fault, and comes back to it', () => {
    const stuck = failed('delivery/exists-differs');
    expect(nextInLine(line(stuck, PENDING), at(1))).toEqual({ act: 'deliver', firstSeq: 11 });
    expect(nextInLine(line(stuck, DELIVERED), at(1))).toEqual({ act: 'wait', untilMs: minutes(2) });
    expect(nextInLine(line(stuck, DELIVERED), at(minutes(2)))).toEqual({ act: 'deliver', firstSeq: 1 });
    const later = failed('delivery/gone', minutes(1));
    expect(nextInLine(line(stuck, later), at(minutes(1)))).toEqual({
      act: 'wait',
      untilMs: minutes(1.25),
    });
  });

  it('says in a word how the whole target is', () => {
    const gone = failed('delivery/gone');
    expect(
      [
        targetState([], 0),
        targetState([], 2),
        targetState(line(PENDING), 0),
        targetState(line(WRITING, gone), 0),
        targetState(line(failed('batch/invalid'), gone), 0),
        targetState(line(gone, PENDING), 3),
      ].join(' '),
    ).toBe('idle resting resting writing blocked waiting');
  });

  it('delivers everything in order however often the target fails, as long as it is well again at last', () => {
    const faults = fc.constantFrom('delivery/gone', 'delivery/no-space', 'delivery/hung', 'killed');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(faults, { maxLength: 30 }), (count, all) => {
        const now = line(...Array.from({ length: count }, () => PENDING)).map((one) => ({ ...one }));
        const waiting = [...all];
        const order: number[] = [];
        let nowMs = at(0);
        for (let tries = 0; tries < 200; tries += 1) {
          const next = nextInLine(now, nowMs);
          if (next.act === 'done') break;
          if (next.act === 'wait') {
            expect(next.untilMs).toBeGreaterThan(nowMs);
            nowMs = next.untilMs;
            continue;
          }
          if (next.act === 'busy') throw new Error('nothing is under way');
          const one = now.find(({ firstSeq }) => firstSeq === next.firstSeq);
          if (one === undefined) throw new Error('not in line');
          one.progress = stepProgress(one.progress, { type: 'begin', atMs: nowMs });
          const why = waiting.shift();
          one.progress = stepProgress(
            one.progress,
            why === undefined
              ? { type: 'confirmed', atMs: nowMs, checked: 'cache' }
              : why === 'killed'
                ? { type: 'lost', atMs: nowMs }
                : { type: 'failed', atMs: nowMs, why },
          );
          if (why === undefined) order.push(one.firstSeq);
        }
        expect(order).toEqual(now.map(({ firstSeq }) => firstSeq));
        expect(nowMs).toBeLessThanOrEqual(all.length * hours(1));
      }),
    );
  });
});
