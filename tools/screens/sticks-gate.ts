import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { makeReader } from '../../test/support/exfat.ts';
import { cardText, inventPeople } from '../demo/people.ts';
import { makeHands } from '../devices/hands.ts';
import { launchKiosk } from '../devices/kiosk.ts';
import { makePtyPair } from '../devices/pty.ts';
import { makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

/** A gate whose administrator delivers to sticks. They are real: exFAT on loop devices, which only root can make. */
export async function sticksGate({ electron, display, folder, photographer, say }: Studio): Promise<void> {
  if (process.getuid?.() !== 0) {
    say('sticks: only root can make sticks, no pictures of them');
    return;
  }
  const own = join(folder, 'sticks');
  mkdirSync(own, { recursive: true });
  const entrance = await makePtyPair(own, 'ttyVAO');
  const reader = (name: string) => makeReader(join(own, `${name}.img`));
  const [first, second, third] = [reader('one'), reader('two'), reader('three')];
  try {
    const recipient = await identityToRecipient(await generateIdentity());
    const gate = makeGate(own, {
      lanes: [{ name: 'Vào', direction: 'in' }],
      scanners: [{ port: entrance.device, lane: 'Vào', baudRate: 115_200 }],
      batches: { encryption: { recipients: [recipient] } },
      sticks: { alsoDevices: [first.device, second.device, third.device] },
    });
    const kiosk = await launchKiosk({ electron, display, settingsFile: gate.settingsFile });
    try {
      const { page } = kiosk;
      const hands = makeHands(page, display.display, null);
      const id = (name: string) => page.getByTestId(name);
      const picture = async (screen: string): Promise<void> => {
        await photographer.take(kiosk, screen);
        say(screen);
      };
      await page.locator(`[data-testid="chip-scanner-${entrance.device}"][data-state="ready"]`).waitFor();
      const people = inventPeople();
      for (const one of [people.anh, people.lam, people.hbia]) {
        await entrance.send(`${cardText(one)}\r\n`);
        await page.locator('[data-testid="verdict"][data-verdict="welcome"]').waitFor();
        await hands.press('Escape');
        await id('verdict').waitFor({ state: 'detached' });
      }
      await hands.click(id('action-admin'));
      await id('sign-in-password').fill(gate.adminPassword);
      await id('sign-in-submit').click();
      await id('sticks-none').waitFor();
      await picture('sticks-none');
      first.plugIn(64, 'VĂN PHÒNG');
      second.plugIn(8, 'ẢNH CŨ', 'full');
      third.plugIn(32, null);
      await id('stick-card').nth(2).waitFor();
      await picture('sticks-new');
      await page.locator('[data-testid="stick-card"][data-label="ẢNH CŨ"]').click();
      await id('stick-deliver').click();
      await page.locator('[data-testid="stick-outcome"][data-kind="failed"]').waitFor({ timeout: 60_000 });
      await picture('sticks-full');
      await page.locator('[data-testid="stick-card"][data-label="VĂN PHÒNG"]').click();
      first.mountAt(join(own, 'one'));
      await page
        .locator('[data-testid="stick-card"][data-label="VĂN PHÒNG"]', { hasText: /trống|free/ })
        .waitFor();
      // Held where it is: a stick is written faster than it is looked at.
      first.hang(true);
      await id('stick-deliver').click();
      await id('deliver-progress').waitFor();
      await picture('sticks-delivering');
      first.hang(false);
      await page.locator('[data-testid="stick-outcome"][data-kind="safe"]').waitFor({ timeout: 60_000 });
      await picture('sticks-safe');
      await id('sticks-known').click();
      await picture('sticks-known');
    } finally {
      await kiosk.kill();
    }
  } finally {
    for (const one of [first, second, third]) one.remove();
    await entrance.close();
  }
}
