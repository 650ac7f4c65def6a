import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AloneKey, createAloneKeys } from '../../../../renderer/gate/wedge/alone.ts';

/** Runs keys at given times against a clock of its own; returns which of them acted. */
function play(
  keys: readonly { code: string; atMs: number; repeat?: boolean }[],
  quietMs: number,
): AloneKey[] {
  const acted: AloneKey[] = [];
  const timers = new Map<number, { dueMs: number; run: () => void }>();
  let nowMs = 0;
  let next = 1;
  const alone = createAloneKeys({
    onAlone: (key) => acted.push(key),
    quietMs: () => quietMs,
    setTimer: (run, ms) => {
      timers.set(next, { dueMs: nowMs + ms, run });
      return next++;
    },
    clearTimer: (timer) => timers.delete(timer),
  });
  const passTo = (untilMs: number): void => {
    for (const [id, timer] of [...timers].sort((a, b) => a[1].dueMs - b[1].dueMs)) {
      if (timer.dueMs > untilMs || !timers.delete(id)) continue;
      timer.run();
    }
    nowMs = untilMs;
  };
  for (const key of keys) {
    passTo(key.atMs);
    alone.key({ code: key.code, shift: false, repeat: key.repeat ?? false, timeMs: key.atMs });
  }
  passTo(Number.POSITIVE_INFINITY);
  return acted;
}

describe('a key pressed by a hand', () => {
  test('acts when nothing came before or after it', () => {
    expect(play([{ code: 'Enter', atMs: 1000 }], 90)).toEqual([{ code: 'Enter', shift: false }]);
  });

  test('does not act when it ends a slow row of keys, as a scanner without burst speed sends', () => {
    const row = [...'001099'].map((digit, index) => ({ code: `Digit${digit}`, atMs: 1000 + index * 60 }));
    expect(play([...row, { code: 'Enter', atMs: 1360 }], 90)).toEqual([]);
  });

  test('does not act when it is only held down', () => {
    expect(play([{ code: 'Enter', atMs: 1000, repeat: true }], 90)).toEqual([]);
  });

  test('never acts within its silence of another key, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }), (gaps) => {
        let atMs = 0;
        const keys = gaps.map((gap, index) => {
          atMs += gap;
          return { code: String(index), atMs };
        });
        const alone = keys.filter(
          (key, index) =>
            (index === 0 || key.atMs - (keys[index - 1]?.atMs ?? 0) >= 90) &&
            (index === keys.length - 1 || (keys[index + 1]?.atMs ?? 0) - key.atMs >= 90),
        );
        expect(play(keys, 90).map((key) => key.code)).toEqual(alone.map((key) => key.code));
      }),
    );
  });
});
