import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../preload/contract/gate-views.ts';
import { launchKiosk } from '../devices/kiosk.ts';
import type { Studio } from './quiet-gate.ts';

/** What is answered in each language; invented. */
const ANSWERS: Readonly<Record<Language, { readonly site: string; readonly gate: string }>> = {
  vi: { site: 'Bệnh viện Mẫu', gate: 'Cổng chính' },
  en: { site: 'Sample Hospital', gate: 'Main gate' },
};

/** The first start: every question answered, once in each language, since set-up's own first question is which. */
export async function setupGate(studio: Studio): Promise<void> {
  for (const language of ['vi', 'en'] as const) await play(studio, language);
}

async function play(
  { electron, display, folder, photographer, say }: Studio,
  language: Language,
): Promise<void> {
  const ownFolder = join(folder, `setup-${language}`);
  mkdirSync(ownFolder, { recursive: true });
  const kiosk = await launchKiosk({
    electron,
    display,
    ownFolder,
    switches: ['--use-fake-device-for-media-stream'],
    firstTestId: 'setup',
  });
  const { page } = kiosk;
  const shown = (name: string) => page.getByTestId(name);
  const next = (): Promise<void> => shown('setup-next').click();
  const take = (name: string): Promise<void> => photographer.take(kiosk, name);
  try {
    await shown(`setup-language-${language}`).click();
    await take('setup-language');
    await next();
    await shown('setup-site-name').fill(ANSWERS[language].site);
    await shown('setup-place-hospital').click();
    await take('setup-site');
    await next();
    await shown('setup-gate-name').fill(ANSWERS[language].gate);
    await take('setup-gate-open');
    await shown('setup-only-yes').click();
    await take('setup-gate');
    const session = await page.context().newCDPSession(page);
    const box = await shown('setup-gate-name').boundingBox();
    if (box === null) throw new Error('the name of the gate is not on the screen');
    const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    await shown('setup-only-yes').focus();
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await shown('touch-keyboard').waitFor();
    await take('setup-touch');
    await shown('setup-only-yes').focus();
    await next();
    await take('setup-password');
    await shown('new-password').fill('mat-khau-thu');
    await shown('new-password-again').fill('mat-khau-thu');
    await shown('new-password-save').click();
    await shown('recovery-code').waitFor();
    await take('setup-code');
    await next();
    await shown('find-code').waitFor();
    await take('setup-scanner');
    await next();
    await take('setup-camera-none');
    await shown('setup-camera-1').click();
    await page.locator('[data-testid="setup-preview"][data-state="ready"]').waitFor();
    await take('setup-camera');
    await next();
    await take('setup-target');
    await next();
    await shown('openers-in-force').waitFor();
    await take('setup-openers');
    await next();
    await take('setup-summary');
    say(`set-up in ${language}`);
  } finally {
    await kiosk.kill();
  }
}
