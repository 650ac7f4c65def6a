import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { timestampMs } from '../../core/units.ts';
import { openSigningKey, PRIVATE_KEY_FILE, PUBLIC_KEY_FILE } from '../../main/delivery/signing-key.ts';
import { newEvent } from '../../main/events.ts';
import { openLog } from '../../main/log/index.ts';
import { logKey } from '../../main/log/key.ts';
import { launchKiosk } from '../devices/kiosk.ts';
import { makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

const DAY_MS = 86_400_000;

/** Writes an event of tomorrow into the log of a kiosk that is not on yet: its clock is wrong, or was. */
export function spoilClock(dataFolder: string): void {
  const path = join(dataFolder, 'gate.db');
  const log = openLog({
    path,
    key: logKey(join(dataFolder, 'log.key'), path),
    gateId: 'cong-chinh',
    newLogId: () => 'f'.repeat(32),
    nowMs: () => timestampMs(Date.now()),
  });
  const stamp = {
    atMs: timestampMs(Date.now() + DAY_MS),
    offsetMin: 420,
    bootId: 'another',
    uptimeMs: 1,
    clock: 'ok' as const,
  };
  log.append([newEvent({ stamp, lane: '', kind: 'opened', reason: 'opened', source: null, guard: null })]);
  log.close();
  // It had its key then.
  openSigningKey(join(dataFolder, PRIVATE_KEY_FILE), join(dataFolder, PUBLIC_KEY_FILE));
}

/** A gate whose clock is not believed: what the guard sees of it, and the administrator's page. */
export async function clockGate({ electron, display, folder, photographer, say }: Studio): Promise<void> {
  const own = join(folder, 'clock');
  mkdirSync(own, { recursive: true });
  const gate = makeGate(own, {});
  spoilClock(gate.dataFolder);
  const kiosk = await launchKiosk({ electron, display, settingsFile: gate.settingsFile });
  const id = (name: string) => kiosk.page.getByTestId(name);
  try {
    await kiosk.page.locator('[data-testid="chip-clock"]:not([data-level="ok"])').waitFor();
    await photographer.take(kiosk, 'clock-idle');
    await id('action-admin').click();
    await id('sign-in-password').fill(gate.adminPassword);
    await id('sign-in-submit').click();
    await id('admin-tab-clock').click();
    await id('clock-doubt').waitFor();
    await photographer.take(kiosk, 'clock-doubt');
    say('clock-doubt');
  } finally {
    await kiosk.kill();
  }
}
