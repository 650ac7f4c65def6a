import { expect, test } from 'vitest';
import { isNameless } from '../../../renderer/gate/VerdictScreen.tsx';

test('an ask is answered with a name where what was read names nobody, and nothing else is', () => {
  const ask = (reason: string) => isNameless({ verdict: 'ask', reason });
  expect([ask('unknown-text'), ask('names-nobody')]).toEqual([true, true]);
  expect([ask('full'), ask('check-asks'), ask('damaged-text'), ask('masked-document')]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(isNameless({ verdict: 'unreadable', reason: 'unknown-text' })).toBe(false);
});
