import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { startDeskKiosk } from '../support/desk-kiosk.ts';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';
import { openGateLog } from '../support/gate-log.ts';
import { growTmpfs, mountTmpfs } from '../support/mount.ts';

const it = itNeeding('mount');

describe('a kiosk whose disk is full', () => {
  it('keeps what the office corrects times by until there is room, and says once what is wrong', async () => {
    const disk = join(testFolder(), 'disk');
    mountTmpfs(disk, 4096);
    const kiosk = startDeskKiosk(disk);
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize));
    const recorded = (): boolean => kiosk.pushed('gate.verdict').at(-1)?.verdict !== 'not-recorded';
    for (let n = 0; n < 2000 && recorded(); n += 1) await kiosk.scan(`${n} ${'x'.repeat(8000)}`);
    expect(recorded()).toBe(false);

    await kiosk.call('clock.confirm', {});
    const told = kiosk.problems.length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(kiosk.problems.slice(told)).toEqual([]);

    growTmpfs(disk, 16_384);
    const isWell = () => kiosk.pushed('gate.state').at(-1)?.log.ok === true;
    while (!isWell()) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 600));
    await kiosk.close();
    const log = openGateLog(disk);
    const own = [...log.rows(1, 9999)].flatMap(({ kind, reason }) => (kind === 'clock' ? [reason] : []));
    log.close();
    expect(own).toEqual(['confirmed:0']);
  });
});

describe('an ask that waits for its answer', () => {
  itNeeding()('is shown again to a page that starts anew, and to none once it is answered', async () => {
    const kiosk = startDeskKiosk(testFolder());
    await kiosk.scan('no document at all');
    const shown = () => kiosk.pushed('gate.verdict').map(({ verdict, seq }) => [verdict, seq]);
    await kiosk.call('gate.state', {});
    expect(shown()).toEqual([
      ['ask', 2],
      ['ask', 2],
    ]);
    await kiosk.call('gate.answer', { askSeq: 2, answer: 'refuse' });
    await kiosk.call('gate.state', {});
    expect(shown().slice(2)).toEqual([['stop', 3]]);
    await kiosk.close();
  });
});

describe('undo', () => {
  itNeeding()('still takes an entry back after the same card was scanned once more', async () => {
    const kiosk = startDeskKiosk(testFolder());
    const card = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A|20042021';
    await kiosk.scan(card);
    await kiosk.scan(card);
    const { seq } = kiosk.pushed('gate.state').at(-1)?.undo ?? { seq: null };
    expect(seq).toBe(2);
    await kiosk.call('gate.undo', { seq: 2 });
    expect(kiosk.pushed('gate.state').at(-1)).toMatchObject({ undo: null, counts: { inside: 0 } });
    await kiosk.close();
  });

  itNeeding()('does not take back an ask that a repeat has closed', async () => {
    const kiosk = startDeskKiosk(testFolder());
    const card = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A|20042021';
    await kiosk.scan(card);
    await kiosk.scan('no document at all');
    await kiosk.scan(card);
    expect(await kiosk.call('gate.undo', { seq: 3 })).toMatchObject({ ok: false, code: 'undo/nothing' });
    await kiosk.close();
  });
});
