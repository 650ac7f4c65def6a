import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeliveredRendition, keptForLost } from '../../../core/delivery/keeping.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;
const LIMITS = { nowMs: NOW, keepMs: 24 * HOUR, keepBytes: 1000, personalFrom: 1 };
const one = (
  name: string,
  hoursAgo: number,
  change: Partial<DeliveredRendition> = {},
): DeliveredRendition => ({
  name,
  sizeBytes: 400,
  deliveredAtMs: NOW - hoursAgo * HOUR,
  firstSeq: 1,
  tellsOfPeople: true,
  ...change,
});
const kept = (...given: Parameters<typeof keptForLost>): string[] => [...keptForLost(...given)].sort();

describe('what the spool keeps for a stick that gets lost', () => {
  it('is what was delivered within the time, also where the clock was set back since', () => {
    expect(kept([one('young', 23), one('old', 24), one('ahead', -500)], LIMITS)).toEqual(['ahead', 'young']);
  });

  it('is the newest of it where there is no room for all', () => {
    expect(kept([one('c', 3), one('a', 1), one('b', 2)], LIMITS)).toEqual(['a', 'b']);
  });

  it('is nothing that retention deleted from the log, apart from what tells of nobody', () => {
    const renditions = [
      one('full', 1),
      one('counts', 1, { tellsOfPeople: false }),
      one('later', 1, { firstSeq: 9 }),
    ];
    expect(kept(renditions, { ...LIMITS, keepBytes: 9000, personalFrom: 9 })).toEqual(['counts', 'later']);
    expect(kept(renditions, { ...LIMITS, personalFrom: null })).toEqual(['counts']);
  });

  it('never takes more room than it may, and leaves nothing out that is newer than what it keeps', () => {
    const rendition = fc.record({
      name: fc.uuid(),
      sizeBytes: fc.nat(600),
      deliveredAtMs: fc.integer({ min: 0, max: NOW }),
      firstSeq: fc.integer({ min: 1, max: 50 }),
      tellsOfPeople: fc.constant(true),
    });
    fc.assert(
      fc.property(fc.uniqueArray(rendition, { selector: ({ name }) => name }), (all) => {
        const limits = { ...LIMITS, keepMs: 500 * HOUR };
        const names = keptForLost(all, limits);
        const inTime = all.filter(({ deliveredAtMs }) => NOW - deliveredAtMs < limits.keepMs);
        const there = inTime.filter(({ name }) => names.has(name));
        expect(there.length).toBe(names.size);
        expect(there.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThanOrEqual(
          limits.keepBytes,
        );
        const oldestKept = Math.min(...there.map(({ deliveredAtMs }) => deliveredAtMs));
        const newestLeft = Math.max(
          ...inTime.filter(({ name }) => !names.has(name)).map(({ deliveredAtMs }) => deliveredAtMs),
        );
        if (there.length > 0 && there.length < inTime.length)
          expect(newestLeft).toBeLessThanOrEqual(oldestKept);
      }),
    );
  });
});
