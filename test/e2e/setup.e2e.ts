import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect } from 'vitest';
import { parseSettings } from '../../main/settings/load.ts';
import { passwordFits } from '../../main/staff/password.ts';
import { recoveryFits } from '../../main/staff/recovery.ts';
import vi from '../../renderer/locales/vi.json' with { type: 'json' };
import { itNeeding } from '../support/device.ts';
import { type Keyboard, makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startOwnKiosk } from '../support/kiosk.ts';
import { makeFinger } from '../support/touch.ts';

const it = itNeeding('electron', 'display', 'xdotool');

const PASSWORD = 'mat-khau-thu';
/** Longer than the silence that tells a key of a hand from one of a scanner. ms */
const SETTLED_MS = 200;

let kiosk: RunningKiosk;
let keyboard: Keyboard;

afterEach(() => kiosk.close());

const shown = (name: string) => kiosk.page.getByTestId(name);
const at = (step: string): Promise<void> => kiosk.page.locator(`[data-testid="setup-${step}"]`).waitFor();
const focused = (): Promise<string> =>
  kiosk.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testid'] ?? '');
const settingsFile = (): string => join(kiosk.dataFolder, 'settings.json');
const settings = () => parseSettings(readFileSync(settingsFile(), 'utf8'));
const draft = (): string => readFileSync(join(kiosk.dataFolder, 'setup.json'), 'utf8');

/** Presses Tab until the focus is where it should go. */
async function tabTo(name: string): Promise<void> {
  for (let presses = 0; (await focused()) !== name; presses += 1) {
    if (presses > 60) throw new Error(`Tab never came to ${name}, but to ${await focused()}`);
    const before = await focused();
    await keyboard.press('Tab');
    await expect.poll(focused).not.toBe(before);
    await sleep(SETTLED_MS);
  }
}

async function press(name: string): Promise<void> {
  await tabTo(name);
  await keyboard.press('Return');
}

it('is done by keys alone, opens the gate at once, and never asks again', async () => {
  const folder = await makeFolder();
  kiosk = await startOwnKiosk(folder, 'setup');
  keyboard = await makeKeyboard(kiosk);
  await at('language');
  await press('setup-next');
  await at('site');
  await expect.poll(focused).toBe('setup-site-name');
  await keyboard.type('Beejnh vieejn Maaxu');
  await press('setup-place-hospital');
  await press('setup-next');
  await at('gate');
  await expect.poll(focused).toBe('setup-gate-name');
  await keyboard.type('Coorng chisnh');
  await press('setup-only-yes');
  await press('setup-next');

  await at('password');
  await expect.poll(focused).toBe('new-password');
  await keyboard.type(PASSWORD);
  await tabTo('new-password-again');
  await keyboard.type('something-else');
  await keyboard.press('Return');
  await expect.poll(() => shown('new-password-problem').textContent()).not.toBe('');
  for (const _ of 'something-else') await keyboard.press('BackSpace');
  await keyboard.type(PASSWORD);
  await keyboard.press('Return');
  await shown('recovery-code').waitFor();
  const code = (await shown('recovery-code').textContent()) ?? '';
  await press('setup-next');

  await at('scanner');
  const expected = await shown('find-code').getAttribute('data-text');
  await keyboard.scan(expected ?? '');
  await kiosk.page.locator('[data-testid="setup-scanner-1"][data-found="true"]').waitFor();
  await press('setup-next');
  await at('camera');
  await press('setup-next');
  await at('target');
  await press('setup-next');
  await at('openers');
  await press('openers-way-plain');
  await tabTo('openers-reason');
  await keyboard.type('USB giao tan tay');
  await press('openers-use-plain');
  await kiosk.page.locator('[data-testid="openers-in-force"][data-state="plain"]').waitFor();
  await press('setup-next');
  await at('summary');
  await expect.poll(focused).toBe('setup-finish');
  await keyboard.press('Return');
  await shown('idle').waitFor();

  const { adminPassword, recoveryCode, ...rest } = settings();
  expect(rest).toMatchObject({
    language: 'vi',
    site: { slug: 'benh-vien-mau', name: 'Bệnh viện Mẫu', place: 'hospital' },
    gate: { slug: 'cong-chinh', name: 'Cổng chính' },
    onlyGate: true,
    lanes: [{ name: '1', direction: 'auto' }],
    longestStayHours: 72,
    camera: { enabled: false },
    target: null,
  });
  expect(passwordFits(PASSWORD, adminPassword ?? '')).toBe(true);
  expect(recoveryFits(code, recoveryCode ?? '')).toBe(true);
  expect(existsSync(join(kiosk.dataFolder, 'setup.json'))).toBe(false);

  // A card is read at once, and the log is this gate's.
  await keyboard.scan('001099000001||Nguyen Van Thu|15051999|Nam|Xa A, Huyen B, Dak Lak|20042021');
  await kiosk.page.locator('[data-testid="verdict"][data-verdict="welcome"]').waitFor();
  await kiosk.kill();
  kiosk = await startOwnKiosk(folder, 'idle');
  expect(await kiosk.page.getByText('Cổng chính').isVisible()).toBe(true);

  // The recovery code comes in where the password is lost, and a new one takes the place of both.
  keyboard = await makeKeyboard(kiosk);
  const signIn = async (secret: string): Promise<void> => {
    await shown('action-admin').click();
    await shown('sign-in-password').fill(secret);
    await shown('sign-in-submit').click();
  };
  await signIn(code.toLowerCase());
  await shown('admin-recovered').waitFor();
  await shown('new-password-present').fill('khong-phai');
  await shown('new-password').fill('mat-khau-khac');
  await shown('new-password-again').fill('mat-khau-khac');
  await shown('new-password-save').click();
  await shown('new-password-problem').filter({ hasText: vi.errors['staff/wrong-password'] }).waitFor();
  await shown('new-password-present').fill(code);
  await shown('new-password').fill('mat-khau-khac');
  await shown('new-password-again').fill('mat-khau-khac');
  await shown('new-password-save').click();
  await shown('recovery-code').waitFor();
  await shown('admin-leave').click();
  await signIn(PASSWORD);
  await expect
    .poll(() => kiosk.page.locator('[data-testid="sign-in"] [role="alert"]').textContent())
    .not.toBe('');
  await shown('sign-in-password').fill('mat-khau-khac');
  await shown('sign-in-submit').click();
  await shown('admin-tab-deliver').waitFor();
  expect(passwordFits('mat-khau-khac', settings().adminPassword ?? '')).toBe(true);
  expect(settings().gate).toEqual({ slug: 'cong-chinh', name: 'Cổng chính' });
});

it('is done by fingers alone, with the keys on the glass', async () => {
  kiosk = await startOwnKiosk(await makeFolder(), 'setup');
  const finger = await makeFinger(kiosk);
  const next = (): Promise<void> => finger.tap('setup-next');
  await next();
  await at('site');
  await finger.tap('setup-site-name');
  await shown('touch-keyboard').waitFor();
  // "Chợ Đầm": each word of a name begins with a capital by itself; letters and tones have keys of their own.
  await finger.type(['c', 'h', 'ơ', 'dot', 'space', 'đ', 'â', 'm', 'grave', 'x', 'backspace']);
  expect(await shown('setup-site-name').inputValue()).toBe('Chợ Đầm');
  await finger.tap('touch-hide');
  await shown('touch-keyboard').waitFor({ state: 'detached' });
  await finger.tap('setup-place-market');
  await next();
  await at('gate');
  await finger.tap('setup-gate-name');
  await finger.type(['1']);
  await finger.tap('touch-hide');
  await finger.tap('setup-only-no');
  await finger.tap('setup-direction-both');
  await next();
  await at('password');
  for (const field of ['new-password', 'new-password-again']) {
    await finger.tap(field);
    await finger.type([...'chodam1']);
    await finger.tap('touch-hide');
  }
  await finger.tap('new-password-save');
  await shown('recovery-code').waitFor();
  await next();
  await at('scanner');
  await next();
  await at('camera');
  await next();
  await at('target');
  await next();
  await at('openers');
  await next();
  await at('summary');
  await finger.tap('setup-finish');
  await shown('idle').waitFor();
  const { site, gate, onlyGate, lanes, adminPassword } = settings();
  expect({ site, gate, onlyGate, lanes, fits: passwordFits('chodam1', adminPassword ?? '') }).toEqual({
    site: { slug: 'cho-dam', name: 'Chợ Đầm', place: 'market' },
    gate: { slug: '1', name: '1' },
    onlyGate: false,
    lanes: [
      { name: 'Vào', direction: 'in' },
      { name: 'Ra', direction: 'out' },
    ],
    fits: true,
  });
});

it('goes on where a power cut left it, and keeps no password meanwhile', async () => {
  const folder = await makeFolder();
  kiosk = await startOwnKiosk(folder, 'setup');
  await shown('setup-language-en').click();
  await shown('setup-next').click();
  await shown('setup-site-name').fill('Sample Market');
  await shown('setup-place-market').click();
  await shown('setup-next').click();
  await shown('setup-gate-name').fill('North gate');
  await shown('setup-only-no').click();
  await shown('setup-next').click();
  await shown('new-password').fill(PASSWORD);
  await shown('new-password-again').fill(PASSWORD);
  await shown('new-password-save').click();
  await shown('recovery-code').waitFor();
  await shown('setup-next').click();
  await at('scanner');
  await expect.poll(() => (JSON.parse(draft()) as { step: string }).step).toBe('scanner');
  expect(draft()).not.toContain(PASSWORD);
  expect(draft()).not.toContain('scrypt');
  expect(existsSync(settingsFile())).toBe(false);
  await kiosk.kill();

  kiosk = await startOwnKiosk(folder, 'setup');
  await at('scanner');
  expect(await kiosk.page.evaluate(() => document.documentElement.lang)).toBe('en');
  await shown('setup-rail-gate').click();
  expect(await shown('setup-gate-name').inputValue()).toBe('North gate');
  // The password was chosen before the cut and is gone: the end says so and leads back to it.
  await shown('setup-rail-password').click();
  await shown('new-password').fill(PASSWORD);
  await shown('new-password-again').fill(PASSWORD);
  await shown('new-password-save').click();
  await shown('recovery-code').waitFor();
  await shown('setup-rail-summary').click();
  await shown('setup-finish').click();
  await shown('idle').waitFor();
  expect(settings()).toMatchObject({
    language: 'en',
    site: { slug: 'sample-market', name: 'Sample Market', place: 'market' },
    gate: { slug: 'north-gate', name: 'North gate' },
    onlyGate: false,
    lanes: [{ name: '1', direction: 'in' }],
  });
});
