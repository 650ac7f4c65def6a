import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OFF_MS, type Sign, type Story, StoryTable, suspectsAcross } from '../../../core/batch/story.ts';
import { timestampMs } from '../../../core/units.ts';

const START_MS = Date.UTC(2026, 10, 24, 1);
const HOUR_MS = 3_600_000;

/** Signs in order of seq from 1; each says only what is not ordinary. */
function signs(...changes: readonly (Partial<Sign> & { readonly afterMs?: number })[]): Sign[] {
  let [atMs, uptimeMs] = [START_MS, 60_000];
  return changes.map(({ afterMs = 60_000, ...change }, index) => {
    atMs += afterMs;
    uptimeMs += afterMs;
    return {
      seq: index + 1,
      atMs: timestampMs(atMs),
      offsetMin: 420,
      bootId: 'boot',
      uptimeMs,
      kind: 'alive',
      clock: 'ok',
      reason: '',
      ...change,
    };
  });
}
function storyOf(all: readonly Sign[]): Story {
  const table = new StoryTable();
  for (const one of all) table.add(one);
  const story = table.story();
  if (story === null) throw new Error('no events');
  return story;
}

describe('the story of a range', () => {
  it('tells when the kiosk was closed, when it went off and when it was silent', () => {
    const all = signs(
      { kind: 'opened' },
      { kind: 'closed' },
      { kind: 'opened', afterMs: 14 * HOUR_MS, bootId: 'second', uptimeMs: 1000 },
      { kind: 'in' },
      { kind: 'opened', afterMs: 2 * HOUR_MS, bootId: 'third', uptimeMs: 1000 },
      { afterMs: 3 * HOUR_MS, bootId: 'third', uptimeMs: 3 * HOUR_MS },
    );
    expect(storyOf(all).offs.map(({ how, beforeSeq, seq }) => [how, beforeSeq, seq])).toEqual([
      ['closed', 2, 3],
      ['cut', 4, 5],
      ['silent', 5, 6],
    ]);
  });

  it('does not call a restart of a few minutes off, and goes by the monotonic clock within one boot', () => {
    const all = signs(
      {},
      { kind: 'opened', afterMs: OFF_MS - 1 },
      // Somebody set the wall clock forward; the machine itself was on.
      { atMs: timestampMs(START_MS + 40 * HOUR_MS), clock: 'suspect' },
    );
    expect(storyOf(all).offs).toEqual([]);
  });

  it('says of an off time beside a clock in doubt that it is not certain', () => {
    const all = signs({}, { kind: 'opened', afterMs: 5 * HOUR_MS, bootId: 'b', clock: 'suspect' });
    expect(storyOf(all).offs).toMatchObject([{ how: 'cut', certain: false }]);
  });

  it('tells of a clock that ran back, and whether the kiosk marked it', () => {
    const back = { atMs: timestampMs(START_MS - HOUR_MS) };
    expect(storyOf(signs({}, back)).backs).toMatchObject([{ beforeSeq: 1, seq: 2, marked: false }]);
    expect(storyOf(signs({}, { ...back, clock: 'suspect' })).backs).toMatchObject([{ marked: true }]);
    expect(storyOf(signs({}, { atMs: timestampMs(START_MS - 30_000) })).backs).toEqual([]);
  });

  it('tells which events have a time in doubt and what an administrator said of it', () => {
    const confirmed = { kind: 'clock', reason: 'confirmed:7200000' } as const;
    const doubtful = { clock: 'suspect' } as const;
    const story = storyOf(signs({}, doubtful, doubtful, confirmed, {}, doubtful));
    expect(story.suspects).toEqual([
      { firstSeq: 2, lastSeq: 3, confirmedMs: 7_200_000 },
      { firstSeq: 6, lastSeq: 6, confirmedMs: null },
    ]);
    expect(story.latest?.seq).toBe(5);
  });

  it('names the log that is continued only where its first event does', () => {
    const reason = `restored:${'a'.repeat(32)}:12:${'0'.repeat(64)}`;
    expect(storyOf(signs({ kind: 'opened', reason })).restored).toMatchObject({ seq: 12 });
    expect(storyOf(signs({ seq: 5, reason })).restored).toBeNull();
    expect(storyOf(signs({}, { reason })).restored).toBeNull();
  });

  it('holds no more than a few hundred of each, whatever a record says', () => {
    const all = signs(...Array.from({ length: 2000 }, () => ({ afterMs: HOUR_MS })));
    expect(storyOf(all).offs.length).toBe(500);
  });
});

describe('suspect runs', () => {
  it('are the same however the log is cut into batches', () => {
    const kinds = fc.constantFrom(
      { clock: 'ok' } as const,
      { clock: 'suspect' } as const,
      { kind: 'clock', reason: 'confirmed:5' } as const,
    );
    const cut = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(fc.array(kinds, { minLength: 1, maxLength: 20 }), fc.uniqueArray(cut), (changes, cuts) => {
        const all = signs(...changes);
        const places = [0, ...cuts.filter((at) => at < all.length).sort((a, b) => a - b), all.length];
        const parts = places.slice(1).map((to, index) => storyOf(all.slice(places[index], to)));
        expect(suspectsAcross(parts)).toEqual(suspectsAcross([storyOf(all)]));
      }),
    );
  });
});
