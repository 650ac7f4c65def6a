import { describe, expect, it } from 'vitest';
import {
  LONGEST_PURPOSE,
  MOST_PURPOSES,
  purposeWords,
  usualPurposes,
} from '../../preload/contract/purposes.ts';
import { PLACE_KINDS } from '../../preload/contract/setup.ts';

describe('what people come for', () => {
  it('has for every kind of place a few that fit in their buttons, none of them twice', () => {
    for (const place of [undefined, ...PLACE_KINDS]) {
      for (const language of ['vi', 'en'] as const) {
        const all = usualPurposes(place, language);
        expect(all.length, place).toBeGreaterThanOrEqual(3);
        expect(all.length, place).toBeLessThanOrEqual(MOST_PURPOSES);
        expect(new Set(all).size, place).toBe(all.length);
        expect(Math.max(...all.map((one) => one.length)), place).toBeLessThanOrEqual(LONGEST_PURPOSE);
      }
    }
  });

  it('is shown in the language of the screen where it is a usual one, else as the site wrote it', () => {
    const words = (purpose: string) => [purposeWords(purpose, 'vi'), purposeWords(purpose, 'en')];
    expect(words('Giao hàng')).toEqual(['Giao hàng', 'Delivery']);
    expect(words('Delivery')).toEqual(['Giao hàng', 'Delivery']);
    expect(words('Lấy mẫu nước')).toEqual(['Lấy mẫu nước', 'Lấy mẫu nước']);
    // In both languages the list of a place is one list.
    for (const place of PLACE_KINDS) {
      expect(usualPurposes(place, 'vi').map((one) => purposeWords(one, 'en'))).toEqual(
        usualPurposes(place, 'en'),
      );
    }
  });
});
