import { describe, expect, test } from 'vitest';
import { undoLeftMs } from '../../../renderer/gate/Actions.tsx';

const undo = { seq: 7, untilMs: 1_795_000_060_000, nameMasked: null };

describe('the time left to undo', () => {
  test('runs down to nothing and stays there', () => {
    const left = [0, 1_000, 59_999, 60_000, 90_000].map((afterMs) =>
      undoLeftMs(undo, 1_795_000_000_000 + afterMs),
    );
    expect(left).toEqual([60_000, 59_000, 1, 0, 0]);
  });

  test('is never more than the whole time, though the clock of the page ticks late', () => {
    expect(undoLeftMs(undo, 1_794_999_999_300)).toBe(60_000);
  });

  test('is none where nothing can be undone', () => {
    expect(undoLeftMs(null, 1_795_000_000_000)).toBe(0);
  });
});
