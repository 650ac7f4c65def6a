import { expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../../support/folder.ts';
import { openGateLog } from '../../support/gate-log.ts';

it('the log remembers sticks over a restart, newest first, counts their deliveries and forgets', () => {
  const folder = testFolder();
  const before = openGateLog(folder);
  const one = { id: '1234-ABCD/16', label: 'VĂN PHÒNG', sizeBytes: 16 };
  before.sticks.delivered(one, 10, 1000);
  before.sticks.delivered({ id: 'other', label: '', sizeBytes: 8 }, 1, 2000);
  before.sticks.delivered({ ...one, label: 'MỚI' }, 5, 3000);
  before.close();
  const { sticks, close } = openGateLog(folder);
  onTestFinished(() => close());
  expect(sticks.list()).toEqual([
    {
      id: '1234-ABCD/16',
      label: 'MỚI',
      sizeBytes: 16,
      firstAtMs: 1000,
      lastAtMs: 3000,
      deliveries: 2,
      events: 15,
    },
    { id: 'other', label: '', sizeBytes: 8, firstAtMs: 2000, lastAtMs: 2000, deliveries: 1, events: 1 },
  ]);
  sticks.forget('1234-ABCD/16');
  sticks.forget('never seen');
  expect(sticks.list().map(({ id }) => id)).toEqual(['other']);
});
