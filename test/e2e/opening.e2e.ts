import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import '../../preload/contract/window.ts';
import { logKey } from '../../main/log/key.ts';
import { openDatabase } from '../../main/log/open.ts';
import { hashPassword } from '../../main/staff/password.ts';
import { axeFindings } from '../support/axe.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk, startOwnKiosk } from '../support/kiosk.ts';

const it = itNeeding('electron', 'display');
/** Several starts each; a busy machine takes its time over them. */
const TIMEOUT_MS = 400_000;

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';

let kiosk: RunningKiosk;

afterEach(() => kiosk.close());

const shown = (name: string) => kiosk.page.getByTestId(name);
const enter = async (): Promise<void> => {
  await kiosk.page.evaluate(
    (text) => window.gatelog.call('gate.read', { source: 'wedge', text, prefix: '', terminator: 'enter' }),
    CARD,
  );
  await kiosk.page.locator('[data-testid="verdict"][data-verdict="welcome"]').waitFor();
};
/** Ends it as an administrator would: the log gets its `closed` row. */
async function quit(): Promise<void> {
  const ended = new Promise<void>((resolve) => kiosk.app.process().once('exit', () => resolve()));
  await kiosk.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await ended;
  await kiosk.kill();
}
const databaseOf = (folder: string) => {
  const path = join(folder, 'gate.db');
  return openDatabase({ path, key: logKey(join(folder, 'log.key'), path) });
};

it('says after a crash up to where the log is whole, until somebody has read it, and nothing after a proper end', async () => {
  const folder = await makeFolder();
  kiosk = await startKiosk(folder);
  expect(await shown('sudden-end').count()).toBe(0);
  await enter();
  await kiosk.kill();

  kiosk = await startKiosk(folder);
  await shown('sudden-end').waitFor();
  // `opened`, and the visitor.
  expect([
    await shown('sudden-end').getAttribute('data-seq'),
    await shown('sudden-end').getAttribute('data-what'),
    await shown('count-inside').textContent(),
  ]).toEqual(['2', 'program', '1']);
  expect(await axeFindings(kiosk.page)).toEqual([]);
  await shown('sudden-end-seen').click();
  await shown('sudden-end').waitFor({ state: 'detached' });
  // The page is another one, the note stays read.
  await kiosk.page.reload();
  await shown('idle').waitFor();
  expect(await shown('sudden-end').count()).toBe(0);
  await quit();

  kiosk = await startKiosk(folder);
  expect([await shown('sudden-end').count(), await shown('count-inside').textContent()]).toEqual([0, '1']);
});

it('shows that the log is being opened while that takes longer than a moment, and then the gate', async () => {
  const folder = await makeFolder();
  kiosk = await startKiosk(folder);
  await enter();
  await kiosk.kill();
  // Another program holds the log, as a slow disk would.
  const other = databaseOf(kiosk.dataFolder);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE log SET probed = probed + 1; COMMIT');
  try {
    kiosk = await startKiosk(folder, {}, [], undefined, 'start-opening');
    expect(await shown('idle').count()).toBe(0);
  } finally {
    other.close();
  }
  await shown('idle').waitFor();
  expect(await shown('count-inside').textContent()).toBe('1');
});

it('says what to do where the end of the log is torn, changes nothing, and opens it once it is mended', async () => {
  const folder = await makeFolder();
  kiosk = await startKiosk(folder);
  await enter();
  await kiosk.kill();
  const spoil = (reason: string): string => {
    const db = databaseOf(kiosk.dataFolder);
    // A reader that stays keeps the WAL where it is, as a crash does.
    db.exec('DROP TRIGGER IF EXISTS event_never_changed; PRAGMA wal_autocheckpoint = 0');
    const before = db.prepare<[], string>('SELECT reason FROM event WHERE seq = 2').pluck().get() ?? '';
    db.prepare('UPDATE event SET reason = ? WHERE seq = 2').run(reason);
    const files = ['gate.db', 'gate.db-wal'].map((name) => join(kiosk.dataFolder, name));
    const copies = files.map((file) => readFileSync(file));
    db.close();
    for (const [index, file] of files.entries()) writeFileSync(file, copies[index] ?? '');
    return before;
  };
  const before = spoil('other');
  kiosk = await startKiosk(folder, {}, [], undefined, 'start-failed');
  expect(await shown('start-failed').getAttribute('data-code')).toBe('log/corrupt');
  expect(await axeFindings(kiosk.page)).toEqual([]);
  await shown('start-again').click();
  await shown('start-failed').waitFor();
  await kiosk.kill();
  spoil(before);
  kiosk = await startKiosk(folder);
  expect(await shown('count-inside').textContent()).toBe('1');
});

it(
  'asks for the recovery code where the key is lost or spoilt, and opens the log with all its events',
  async () => {
    const folder = await makeFolder();
    kiosk = await startOwnKiosk(folder, 'setup');
    const { dataFolder } = kiosk;
    await shown('setup-next').click();
    await shown('setup-site-name').fill('Bệnh viện Mẫu');
    await shown('setup-place-hospital').click();
    await shown('setup-next').click();
    await shown('setup-gate-name').fill('Cổng chính');
    await shown('setup-only-yes').click();
    await shown('setup-next').click();
    for (const field of ['new-password', 'new-password-again']) await shown(field).fill('mat-khau-thu');
    await shown('new-password-save').click();
    const code = (await shown('recovery-code').textContent()) ?? '';
    await shown('setup-rail-summary').click();
    await shown('setup-finish').click();
    await shown('idle').waitFor();
    await enter();
    await quit();
    const keyFile = join(dataFolder, 'log.key');
    const key = readFileSync(keyFile, 'utf8');

    rmSync(keyFile);
    kiosk = await startOwnKiosk(folder, 'start-recover');
    expect(await shown('start-recover').getAttribute('data-code')).toBe('key/missing');
    expect(await axeFindings(kiosk.page)).toEqual([]);
    await shown('recover-code').fill('00000-00000-00000-00000');
    await shown('recover-open').click();
    await expect.poll(() => shown('recover-problem').textContent()).toContain('Mã chưa đúng');
    await shown('recover-code').fill(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')}`);
    await shown('recover-open').click();
    await shown('idle').waitFor();
    expect([
      await shown('count-inside').textContent(),
      readFileSync(keyFile, 'utf8'),
      statSync(keyFile).mode & 0o777,
    ]).toEqual(['1', key, 0o600]);
    // The code is nowhere in what the program says.
    const tidy = code.replaceAll('-', '');
    expect(kiosk.diagnostics().toUpperCase().replaceAll(/[\s-]/g, '')).not.toContain(tidy);

    // After a crash, and with the key of another PC in its place.
    await kiosk.kill();
    writeFileSync(keyFile, `${'00'.repeat(32)}\n`);
    kiosk = await startOwnKiosk(folder, 'start-recover');
    expect(await shown('start-recover').getAttribute('data-code')).toBe('log/wrong-key');
    await shown('recover-code').fill(code);
    await shown('recover-open').click();
    await shown('sudden-end').waitFor();
    expect(await shown('count-inside').textContent()).toBe('1');
  },
  TIMEOUT_MS,
);

it(
  'gives a kiosk that never had one a recovery code from the page of its condition, for the password alone',
  async () => {
    const folder = await makeFolder();
    const settings = { adminPassword: hashPassword('mat-khau-thu') };
    kiosk = await startKiosk(folder, settings);
    await enter();
    await shown('action-admin').click();
    await shown('sign-in-password').fill('mat-khau-thu');
    await shown('sign-in-submit').click();
    await shown('admin-tab-health').click();
    await shown('health-make-code').click();
    await shown('new-code-password').fill('not-the-password');
    await shown('new-code-make').click();
    await expect.poll(() => shown('new-code-problem').textContent()).toContain('Mật khẩu chưa đúng');
    await shown('new-code-password').fill('mat-khau-thu');
    await shown('new-code-make').click();
    const code = (await shown('recovery-code').textContent()) ?? '';
    await shown('admin-tab-health').click();
    await kiosk.page.locator('[data-testid="health-code"][data-state="ok"]').waitFor();
    await quit();
    rmSync(join(kiosk.dataFolder, 'log.key'));
    kiosk = await startKiosk(folder, settings, [], undefined, 'start-recover');
    await shown('recover-code').fill(code);
    await shown('recover-open').click();
    await shown('idle').waitFor();
    expect(await shown('count-inside').textContent()).toBe('1');
  },
  TIMEOUT_MS,
);
