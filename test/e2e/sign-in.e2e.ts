import { afterEach, expect } from 'vitest';
import { hashPassword } from '../../main/staff/password.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';

const PASSWORD = 'mat-khau-thu';

let kiosk: RunningKiosk;

afterEach(() => kiosk.close());

const shown = (name: string) => kiosk.page.getByTestId(name);
const type = () => shown('sign-in-password').getAttribute('type');

const it = itNeeding('electron', 'display');

it('signs in with a mouse alone: a button brings up the keys on the glass, an eye shows what they wrote', async () => {
  kiosk = await startKiosk(await makeFolder(), { adminPassword: hashPassword(PASSWORD) });
  await shown('action-admin').click();
  await shown('sign-in-password').waitFor();
  expect(await shown('touch-keyboard').count()).toBe(0);
  await shown('touch-keys-show').click();
  await shown('touch-keyboard').waitFor();
  for (const key of 'mat-khau') await shown(`touch-${key}`).click();
  expect([await type(), await shown('sign-in-password').inputValue()]).toEqual(['password', 'mat-khau']);
  await shown('sign-in-password-eye').click();
  expect(await type()).toBe('text');
  // No key moves for it: the marks of Vietnamese belong into no password.
  expect([await shown('touch-keyboard').count(), await shown('touch-ă').count()]).toEqual([1, 0]);
  await shown('sign-in-submit').click();
  await kiosk.page.locator('[data-testid="sign-in"] [role="alert"]', { hasText: 'chưa đúng' }).waitFor();
  await kiosk.page.locator('[data-testid="sign-in-password"]:focus').waitFor();
  for (const key of PASSWORD) await shown(`touch-${key}`).click();
  await shown('sign-in-submit').click();
  await shown('admin-tab-deliver').waitFor();
});

it('sends no form by Enter whose button is off', async () => {
  kiosk = await startKiosk(await makeFolder(), { adminPassword: hashPassword(PASSWORD) });
  await shown('action-admin').click();
  await shown('sign-in-password').fill(PASSWORD);
  await kiosk.page.keyboard.press('Enter');
  await shown('admin-tab-keys').click();
  await shown('openers-way-plain').click();
  await kiosk.page.evaluate(() => {
    document.addEventListener('submit', () => {
      document.body.dataset['sent'] = String(Number(document.body.dataset['sent'] ?? 0) + 1);
    });
  });
  const sent = () => kiosk.page.evaluate(() => document.body.dataset['sent'] ?? '0');
  await shown('openers-reason').fill('ngắn');
  expect(await shown('openers-use-plain').isDisabled()).toBe(true);
  await kiosk.page.keyboard.press('Enter');
  // A hand's pause: keys that follow at once would be a scanner's.
  await kiosk.page.waitForTimeout(400);
  await kiosk.page.keyboard.press('Tab');
  await kiosk.page.locator('[data-testid="openers-reason"]:not(:focus)').waitFor();
  expect(await sent()).toBe('0');
  await shown('openers-reason').fill('USB không bao giờ rời phòng bảo vệ');
  await kiosk.page.keyboard.press('Enter');
  await kiosk.page.locator('[data-testid="openers-in-force"][data-state="plain"]').waitFor();
  expect(await sent()).toBe('1');
});
