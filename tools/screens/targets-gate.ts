import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchKiosk } from '../devices/kiosk.ts';
import { makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

/** A kiosk that gets its first targets: one that takes everything, one that is off, one that nobody may write to. */
export async function targetsGate({ electron, display, folder, photographer, say }: Studio): Promise<void> {
  const own = join(folder, 'targets');
  const share = join(own, 'Ổ chung');
  mkdirSync(share, { recursive: true });
  // A file where the folders of a batch belong: the target wants a hand.
  const spoilt = join(own, 'Kho lưu trữ');
  mkdirSync(spoilt);
  writeFileSync(join(spoilt, 'GATELOG'), '');
  const gate = makeGate(own, {
    lanes: [{ name: '1', direction: 'in' }],
    batches: { encryption: { plain: { reason: 'pictures of a kiosk that holds nobody' } } },
    targets: [
      { id: 'kho', name: 'Kho lưu trữ tỉnh', folder: spoilt, required: false, profile: 'masked' },
      { id: 'xa', name: 'Máy chủ cơ sở 2', folder: join(own, 'off'), times: ['12:00', '22:00'] },
    ],
  });
  const kiosk = await launchKiosk({ electron, display, settingsFile: gate.settingsFile });
  const { page } = kiosk;
  const id = (name: string) => page.getByTestId(name);
  const picture = async (screen: string): Promise<void> => {
    await photographer.take(kiosk, screen);
    say(screen);
  };
  const inState = (target: string, state: string) =>
    page.locator(`[data-testid="target-${target}"][data-state="${state}"]`).waitFor();
  try {
    await id('action-admin').click();
    await id('sign-in-password').fill(gate.adminPassword);
    await id('sign-in-submit').click();
    await id('admin-tab-targets').click();
    await id('targets-add').click();
    await id('target-name').fill('Ổ chung phòng hành chính');
    await id('target-folder').fill(join(own, 'Ổ chung', 'chưa có'));
    await id('target-times').fill('22:00');
    await picture('targets-form');
    await id('target-try').click();
    await id('target-save-anyway').waitFor();
    await picture('targets-check');
    await id('target-folder').fill(share);
    await id('target-try').click();
    await id('targets-page').waitFor();
    await id('target-send-o-chung-phong-hanh-chinh').click();
    await inState('o-chung-phong-hanh-chinh', 'idle');
    await id('target-send-kho').click();
    await inState('kho', 'waiting');
    await id('target-send-xa').click();
    await inState('xa', 'waiting');
    await picture('targets-list');
    await id('target-history-o-chung-phong-hanh-chinh').click();
    await page.locator('tr[data-what="delivered"]').first().waitFor();
    await picture('targets-history');
    await id('target-back').click();
    await id('target-remove-kho').click();
    await id('targets-sure').waitFor();
    await picture('targets-sure');
    await id('targets-yes').click();
    await id('target-kho').waitFor({ state: 'detached' });
    await id('target-removed-kho').waitFor();
    await picture('targets-removed');
    for (const other of ['xa', 'o-chung-phong-hanh-chinh']) {
      await id(`target-remove-${other}`).click();
      await id('targets-yes').click();
      await id(`target-${other}`).waitFor({ state: 'detached' });
    }
    await id('targets-none').waitFor();
    await picture('targets-none');
  } finally {
    await kiosk.kill();
  }
}
