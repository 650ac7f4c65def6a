import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSlug } from '../../../core/batch/names.ts';
import { slugOf } from '../../../core/batch/slug.ts';

describe('a slug of a name', () => {
  it.each([
    ['Bệnh viện Mẫu', 'benh-vien-mau'],
    ['  CHỢ ĐẦM  (cổng số 2) ', 'cho-dam-cong-so-2'],
    ['Trung tâm thương mại và hội nghị quốc tế Hòa Bình', 'trung-tam-thuong-mai-va-hoi-nghi'],
    ['Đ', 'd'],
    ['x'.repeat(100), 'x'.repeat(32)],
  ])('of %j is %j', (name, slug) => {
    expect(slugOf(name, 'site')).toBe(slug);
  });

  it.each(['', '   ', '病院', '***', 'con', 'NUL', 'com1'])('of %j is the given one', (name) => {
    expect(slugOf(name, 'site')).toBe('site');
  });

  it('of any text is one that every file system takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => isSlug(slugOf(name, 'gate'))),
    );
  });
});
