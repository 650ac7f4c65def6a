import { afterEach, expect } from 'vitest';
import '../../preload/contract/window.ts';
import { axeFindings } from '../support/axe.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk, startOwnKiosk } from '../support/kiosk.ts';

const it = itNeeding('electron', 'display');

const CARD = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A, Huyen B, Dak Lak|20042021';

let kiosk: RunningKiosk;

afterEach(() => kiosk.close());

const shown = (name: string) => kiosk.page.getByTestId(name);
const scan = (text: string): Promise<unknown> =>
  kiosk.page.evaluate(
    (read) =>
      window.gatelog.call('gate.read', { source: 'wedge', text: read, prefix: '', terminator: 'enter' }),
    text,
  );
const verdict = (name: string): Promise<void> =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${name}"]`).waitFor();

/** Every fault of the screen as it is now, by day and by night, with the screen's name before it. */
async function faults(screen: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await kiosk.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const one of await axeFindings(kiosk.page)) found.push(`${screen}, ${colorScheme}: ${one}`);
  }
  return found;
}

const atTheGate = async (language: 'vi' | 'en'): Promise<void> => {
  kiosk = await startKiosk(
    await makeFolder(),
    { language, verdictSeconds: 60, capacity: 3, camera: { enabled: true } },
    ['--use-fake-device-for-media-stream'],
  );
  const found = [...(await faults('idle'))];
  await scan(CARD);
  await verdict('welcome');
  found.push(...(await faults('welcome')));
  await scan(CARD);
  await verdict('again');
  found.push(...(await faults('again')));
  await scan('Giay hen so 17');
  await verdict('ask');
  found.push(...(await faults('ask')));
  await shown('answer-refuse').click();
  await kiosk.page.locator('[data-testid="verdict"][data-reason="guard-refused"]').waitFor();
  found.push(...(await faults('stop')));
  await kiosk.page.keyboard.press('Escape');
  await shown('verdict').waitFor({ state: 'detached' });
  await shown('action-type').click();
  await shown('type-name').waitFor();
  found.push(...(await faults('type')));
  await shown('type-cancel').click();
  await shown('action-direction').click();
  await shown('direction-dialog').waitFor();
  found.push(...(await faults('direction')));
  await shown('direction-close').click();
  expect(found).toEqual([]);
};

/** In Vietnamese every-page.e2e.ts walks through it. */
const inSetUpInEnglish = async (): Promise<void> => {
  kiosk = await startOwnKiosk(await makeFolder(), 'setup', ['--use-fake-device-for-media-stream']);
  await shown('setup-language-en').click();
  const found = [...(await faults('language'))];
  const next = (): Promise<void> => shown('setup-next').click();
  await next();
  found.push(...(await faults('site, empty')));
  await shown('setup-site-name').fill('Bệnh viện Mẫu');
  await shown('setup-place-hospital').click();
  await next();
  await shown('setup-gate-name').fill('Cổng chính');
  await shown('setup-only-no').click();
  found.push(...(await faults('gate')));
  await next();
  found.push(...(await faults('password')));
  await shown('new-password').fill('mat-khau-thu');
  await shown('new-password-again').fill('mat-khau-thu');
  await shown('new-password-save').click();
  await shown('recovery-code').waitFor();
  found.push(...(await faults('recovery code')));
  await next();
  await shown('find-code').waitFor();
  found.push(...(await faults('scanner')));
  await next();
  await shown('setup-camera-1').click();
  found.push(...(await faults('camera')));
  await next();
  found.push(...(await faults('target')));
  await next();
  await shown('openers-in-force').waitFor();
  found.push(...(await faults('who opens')));
  await next();
  await shown('setup-finish').waitFor();
  found.push(...(await faults('review')));
  expect(found).toEqual([]);
};

it('finds nothing at the gate in Vietnamese', () => atTheGate('vi'));
it('finds nothing at the gate in English', () => atTheGate('en'));
it('finds nothing in set-up in English', inSetUpInEnglish);
