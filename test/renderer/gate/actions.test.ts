import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import { undoLeftMs, undoText } from '../../../renderer/gate/Actions.tsx';
import vi from '../../../renderer/locales/vi.json' with { type: 'json' };

const atMs = new Date(2026, 10, 24, 8, 14).getTime();

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

describe('what undo says', () => {
  test('is whose event it takes back, or what that was, never nothing', async () => {
    const texts = i18next.createInstance();
    await texts.init({
      lng: 'vi',
      resources: { vi: { translation: vi } },
      interpolation: { escapeValue: false },
    });
    const recent = [{ seq: 7, atMs, kind: 'in', nameMasked: null, voided: false }];
    expect([
      undoText(texts.t, { ...undo, nameMasked: 'N. V. Thử' }, recent),
      undoText(texts.t, undo, recent),
      undoText(texts.t, undo, [
        { ...recent[0], seq: 7, atMs, kind: 'refused', nameMasked: null, voided: false },
      ]),
      undoText(texts.t, { ...undo, seq: 1 }, recent),
    ]).toEqual(['Hoàn tác: N. V. Thử', 'Hoàn tác: vào, 08:14', 'Hoàn tác: từ chối', 'Hoàn tác']);
  });
});
