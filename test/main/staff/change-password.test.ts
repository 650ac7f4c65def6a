import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hashPassword, passwordFits } from '../../../main/staff/password.ts';
import { newRecoveryCode } from '../../../main/staff/recovery.ts';
import { startDeskKiosk } from '../../support/desk-kiosk.ts';
import { testFolder } from '../../support/folder.ts';

const PASSWORD = 'mật khẩu thử';
const OTHER = 'mật khẩu khác';
const { text: CODE, hash: CODE_HASH } = newRecoveryCode();
const HASH = hashPassword(PASSWORD);

/** A kiosk with a password, at which an administrator has just signed in. */
async function startSignedIn() {
  const folder = testFolder();
  const settings = { adminPassword: HASH, recoveryCode: CODE_HASH };
  const file = join(folder, 'settings.json');
  writeFileSync(
    file,
    JSON.stringify({
      site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
      gate: { slug: 'cong-chinh', name: 'Cổng chính' },
      ...settings,
    }),
  );
  const kiosk = startDeskKiosk(folder, settings);
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: PASSWORD });
  const change = (present: string) => kiosk.call('staff.set-password', { password: OTHER, present });
  const stored = (): string =>
    (JSON.parse(readFileSync(file, 'utf8')) as { adminPassword: string }).adminPassword;
  return { ...kiosk, change, stored };
}

describe("another administrator's password", () => {
  it('takes the present one, and nothing changes for a wrong one or none', async () => {
    const { call, change, stored } = await startSignedIn();
    for (const wrong of ['', 'đoán', OTHER])
      expect(await change(wrong)).toMatchObject({ ok: false, code: 'staff/wrong-password' });
    expect(stored()).toBe(HASH);
    expect(await change(PASSWORD)).toMatchObject({ ok: true });
    expect(passwordFits(OTHER, stored())).toBe(true);
    expect(await call('staff.sign-in', { password: PASSWORD })).toMatchObject({ ok: false });
    expect(await call('staff.sign-in', { password: OTHER })).toMatchObject({ ok: true });
  });

  it('takes the recovery code in its place, for whoever lost it', async () => {
    const { change, stored } = await startSignedIn();
    expect(await change(CODE.toLowerCase())).toMatchObject({ ok: true });
    expect(passwordFits(OTHER, stored())).toBe(true);
    // It is spent: the one that came with the new password counts.
    expect(await change(CODE)).toMatchObject({ ok: false, code: 'staff/wrong-password' });
  });

  it('counts a wrong one as a sign-in does: after five the right one waits as well, here and there', async () => {
    const { call, change, stored } = await startSignedIn();
    for (let tries = 0; tries < 5; tries += 1)
      expect(await change('đoán')).toMatchObject({ ok: false, code: 'staff/wrong-password' });
    expect(await change(PASSWORD)).toMatchObject({ ok: false, code: 'key/wait' });
    expect(await call('staff.sign-in', { password: PASSWORD })).toMatchObject({
      ok: false,
      code: 'bridge/not-allowed',
    });
    expect(stored()).toBe(HASH);
  });
});
