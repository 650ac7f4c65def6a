import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showable } from '../../../renderer/ui/ForeignText.tsx';

describe('text from outside', () => {
  test('keeps Vietnamese names as they are', () => {
    const name = "H'Hen Niê Kđăm Êban Thị Ngọc Bích Tuyền";
    expect(showable(name, 80)).toBe(name);
    expect(showable(name.normalize('NFD'), 80)).toBe(name);
  });

  test('shows a mark for characters that hide or turn text around', () => {
    expect(showable('An\u202egnoc\u200b\u0000', 80)).toBe('An·gnoc··');
  });

  test('cuts towers of marks to three', () => {
    expect(showable(`x${'\u0336'.repeat(50)}y`, 80)).toBe(`x${'\u0336'.repeat(3)}y`);
  });

  test('never shows more characters than asked, nor half of one', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 1, max: 80 }),
        (text, most) => {
          const shown = showable(text, most);
          expect(Array.from(shown).length).toBeLessThanOrEqual(most + 1);
          expect(shown.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});
