import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PRIVATE_KEY_FILE } from '../../main/delivery/signing-key.ts';
import { createKeptKey } from '../../main/log/kept-key.ts';
import { PUSH_CHANNEL } from '../../preload/contract/channels.ts';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { StartView } from '../../preload/contract/start-views.ts';
import '../../preload/contract/window.ts';
import { cardText, inventPeople } from '../demo/people.ts';
import { type LaunchedKiosk, launchKiosk } from '../devices/kiosk.ts';
import { makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

/** Starts after a crash and without the key, in each language: before the log is open nobody can change it. */
export async function startGate(studio: Studio): Promise<void> {
  for (const language of ['vi', 'en'] as const) await play(studio, language);
}

/** A gate that goes on without the key that signs, and the administrator's pages that say so. */
async function withoutSigningKey(
  { page }: LaunchedKiosk,
  password: string,
  picture: (screen: string) => Promise<void>,
): Promise<void> {
  const id = (name: string) => page.getByTestId(name);
  await id('chip-signing').waitFor();
  await picture('start-unsigned');
  await id('action-admin').click();
  await id('sign-in-password').fill(password);
  await id('sign-in-submit').click();
  await id('deliver-signing').waitFor();
  await picture('start-unsigned-deliver');
  await id('admin-tab-targets').click();
  await id('spool-signing').waitFor();
  await picture('start-unsigned-targets');
  await id('admin-tab-health').click();
  await id('health-signing').waitFor();
  await picture('start-unsigned-health');
  await id('admin-tab-keys').click();
  await id('gate-key-make').waitFor();
  await picture('start-unsigned-keys');
  await id('gate-key-make').click();
  await id('gate-key-sure').waitFor();
  await picture('start-unsigned-sure');
  await id('gate-key-yes').click();
  await id('gate-key-made').waitFor();
  await picture('start-unsigned-made');
}

async function play(
  { electron, display, folder, photographer, say }: Studio,
  language: Language,
): Promise<void> {
  const own = join(folder, `start-${language}`);
  mkdirSync(own, { recursive: true });
  const gate = makeGate(own, { language, lanes: [{ name: '1', direction: 'in' }] });
  const launch = (firstTestId: string) =>
    launchKiosk({ electron, display, settingsFile: gate.settingsFile, firstTestId });
  let kiosk = await launch('idle');
  try {
    await kiosk.page.evaluate(
      (text) => window.gatelog.call('gate.read', { source: 'wedge', text, prefix: '', terminator: 'enter' }),
      cardText(inventPeople().anh),
    );
    await kiosk.page.getByTestId('verdict').waitFor();
    await kiosk.kill();
    kiosk = await launch('sudden-end');
    // Its own language once: at an open gate every look has its own.
    if (language === 'vi') await photographer.take(kiosk, 'start-sudden-end');
    await kiosk.quit();

    if (language === 'vi') {
      rmSync(join(gate.dataFolder, PRIVATE_KEY_FILE));
      kiosk = await launch('idle');
      await withoutSigningKey(kiosk, gate.adminPassword, (screen) => photographer.take(kiosk, screen));
      await kiosk.quit();
    }

    const keyFile = join(gate.dataFolder, 'log.key');
    createKeptKey({ keyFile, logFile: join(gate.dataFolder, 'gate.db') }).wrap('00000000000000000000');
    rmSync(keyFile);
    kiosk = await launch('start-recover');
    await photographer.take(kiosk, 'start-recover');
    await kiosk.page.getByTestId('recover-code').fill('7Q2MX-00000-9K4TD-00000');
    await kiosk.page.getByTestId('recover-open').click();
    await kiosk.page.getByTestId('recover-problem').filter({ hasText: /\p{L}/u }).waitFor();
    await photographer.take(kiosk, 'start-recover-wrong');

    // As main would tell it: no disk here is slow enough to be looked at.
    const show = async (view: StartView, testId: string): Promise<void> => {
      await kiosk.app.evaluate(
        ({ BrowserWindow }, sent) => {
          BrowserWindow.getAllWindows()[0]?.webContents.send(sent.channel, 'start.state', sent.view);
        },
        { channel: PUSH_CHANNEL, view },
      );
      await kiosk.page.getByTestId(testId).waitFor();
    };
    await show({ kind: 'opening', language, found: null }, 'start-opening');
    await photographer.take(kiosk, 'start-opening');
    const found = { events: 1_234_567, lastAtMs: Date.now() - 3_600_000 };
    await show({ kind: 'opening', language, found }, 'start-opening');
    await photographer.take(kiosk, 'start-found');
    await show({ kind: 'failed', language, code: 'log/corrupt' }, 'start-failed');
    await photographer.take(kiosk, 'start-failed');
    say(`starts in ${language}`);
  } finally {
    await kiosk.kill();
  }
}
