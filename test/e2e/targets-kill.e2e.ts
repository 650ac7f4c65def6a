import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import '../../preload/contract/window.ts';
import { verifyFolder } from '../../office/verify.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { rowsOnDisk } from '../support/rows.ts';

const it = itNeeding('electron', 'display');

const KILLS = 3;

it('the real kiosk, killed while it sends, gives its target every event once when it is started again', async () => {
  const folder = await makeFolder();
  const share = join(folder, 'share');
  mkdirSync(share);
  const start = (): Promise<RunningKiosk> =>
    startKiosk(folder, {
      targets: [{ id: 'kho', name: 'Kho', folder: share }],
      batches: { encryption: { plain: { reason: 'this test reads what lies there' } } },
    });
  let kiosk = await start();
  try {
    for (let n = 0; n < KILLS; n += 1) {
      await scanAndSend(kiosk, n);
      await sleep(Math.floor(Math.random() * 900));
      await kiosk.kill();
      kiosk = await start();
    }
    await scanAndSend(kiosk, KILLS);
    const card = kiosk.page.locator('[data-testid="target-kho"][data-state="idle"]');
    await kiosk.page.getByTestId('action-admin').click();
    await kiosk.page.getByTestId('admin-tab-targets').click();
    await card.waitFor();
    await kiosk.kill();

    const { ok, batches } = await verifyFolder(share);
    const ranges = batches.map(({ manifest }) => [manifest?.first_seq ?? 0, manifest?.last_seq ?? 0]);
    const seqs = ranges.flatMap(([first = 0, last = -1]) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    expect([ok, seqs]).toEqual([true, seqs.map((_, index) => index + 1)]);
    // What was written while the last batch was sealed, and the end, belong to the next one.
    const scans = rowsOnDisk(kiosk.dataFolder).filter(({ kind }) => kind === 'in' || kind === 'out');
    expect(scans.length).toBe(KILLS + 1);
    expect(seqs.at(-1)).toBeGreaterThanOrEqual(scans.at(-1)?.seq ?? Number.POSITIVE_INFINITY);
    const left = readdirSync(share, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.partial'))).toEqual([]);
  } finally {
    await kiosk.close();
  }
});

/** A read, and everything on its way; answers once it is sealed. */
async function scanAndSend({ page }: RunningKiosk, n: number): Promise<void> {
  await page.evaluate(async (number) => {
    const text = `00109900001${number}||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021`;
    await window.gatelog.call('gate.read', { source: 'wedge', text, prefix: '', terminator: 'enter' });
    await window.gatelog.call('staff.sign-in', { password: '' });
    await window.gatelog.call('targets.send', { id: 'kho' });
  }, n);
}
