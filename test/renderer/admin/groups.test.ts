import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inGroups } from '../../../renderer/admin/groups.ts';

test('a long key is shown in groups of four, and nothing of it is lost', () => {
  expect(inGroups('age1qqqqpp')).toBe('age1 qqqq pp');
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9]*$/), (key) => {
      expect(inGroups(key).replaceAll(' ', '')).toBe(key);
    }),
  );
});
