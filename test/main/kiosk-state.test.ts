import { describe, expect, it } from 'vitest';
import { startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';
const lanes = [{ name: '1', direction: 'out' }];

describe('what the screen says of a lane', () => {
  it('is what the next read is decided by, also where AUTO was remembered from the only gate', async () => {
    const folder = testFolder();
    const before = startDeskKiosk(folder, { onlyGate: true, lanes });
    await before.call('gate.direction', { lane: '1', direction: 'auto' });
    await before.close();

    const kiosk = startDeskKiosk(folder, { onlyGate: false, lanes });
    await kiosk.scan(CARD);
    const [shown] = kiosk.pushed('gate.state').at(-1)?.lanes ?? [];
    const [verdict] = kiosk.pushed('gate.verdict');
    await kiosk.close();
    expect([shown, verdict?.verdict]).toEqual([{ name: '1', direction: 'out' }, 'goodbye']);
  });
});
