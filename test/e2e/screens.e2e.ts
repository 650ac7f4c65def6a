import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect } from 'vitest';
import '../../preload/contract/window.ts';
import { timestampMs } from '../../core/units.ts';
import { openSigningKey, PRIVATE_KEY_FILE, PUBLIC_KEY_FILE } from '../../main/delivery/signing-key.ts';
import { newEvent } from '../../main/events.ts';
import { openLog } from '../../main/log/index.ts';
import { logKey } from '../../main/log/key.ts';
import { hashPassword } from '../../main/staff/password.ts';
import vi from '../../renderer/locales/vi.json' with { type: 'json' };
import { itNeeding } from '../support/device.ts';
import { type Keyboard, makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { mountTmpfs, unmount } from '../support/mount.ts';
import { rowsOnDisk } from '../support/rows.ts';

const PASSWORD = 'mat-khau-thu';
/** Longer than the silence that tells a key of a hand from one of a scanner. ms */
const SETTLED_MS = 200;
const CARD = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A, Huyen B, Dak Lak|20042021';

let kiosk: RunningKiosk;
let keyboard: Keyboard;

afterEach(() => kiosk.close());

async function start(folder: string): Promise<void> {
  kiosk = await startKiosk(folder, { adminPassword: hashPassword(PASSWORD) });
  keyboard = await makeKeyboard(kiosk);
}

const shown = (name: string) => kiosk.page.getByTestId(name);
const focused = (): Promise<string> =>
  kiosk.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testid'] ?? '');
const focusIsOn = (name: string): Promise<void> => expect.poll(focused).toBe(name);

/** Where the focus is once it stays: a key acts a moment after it was pressed, when no scanner's burst followed. */
async function settled(): Promise<string> {
  for (let now = await focused(); ; ) {
    await sleep(SETTLED_MS);
    const later = await focused();
    if (later === now) return now;
    now = later;
  }
}

/** Presses Tab until the focus is where it should go; returns what it passed on its way. */
async function tabTo(name: string): Promise<string[]> {
  const passed: string[] = [];
  for (let now = await settled(); now !== name; now = await focused()) {
    if (passed.length > 30) throw new Error(`Tab never came to ${name}, but to ${passed.join(', ')}`);
    passed.push(now);
    await keyboard.press('Tab');
    await expect.poll(focused, { interval: 20 }).not.toBe(now);
  }
  return passed;
}

/** Opens the administrator's pages by keys alone. */
async function signIn(): Promise<void> {
  await tabTo('action-admin');
  await keyboard.press('Return');
  await focusIsOn('sign-in-password');
  await keyboard.type(PASSWORD);
  await keyboard.press('Return');
  await focusIsOn('admin-tab-deliver');
}

const it = itNeeding('electron', 'display', 'xdotool');

it('opens every dialog by keys alone, walks through it, and comes back to where it was opened', async () => {
  await start(await makeFolder());
  await tabTo('action-direction');
  await keyboard.press('Return');
  await focusIsOn('direction-auto');
  expect(await tabTo('direction-in')).toEqual(['direction-auto', 'direction-close']);
  await keyboard.press('Escape');
  await shown('direction-dialog').waitFor({ state: 'detached' });
  await focusIsOn('action-direction');

  await tabTo('action-type');
  await keyboard.press('Return');
  await focusIsOn('type-name');
  expect(await tabTo('type-record-in')).toEqual([
    'type-name',
    'type-companions',
    'type-companions-more',
    'type-document',
    'type-phone',
    'type-purpose-0',
    'type-purpose-1',
    'type-purpose-2',
    'type-purpose-3',
    'type-note',
    'type-method-telex',
    'type-method-vni',
    'type-method-off',
    'type-cancel',
  ]);
  expect(await tabTo('type-name')).toEqual(['type-record-in', 'type-record-out']);
  await keyboard.type('Tran Thi Mau');
  await keyboard.press('Return');
  await kiosk.page.locator('[data-testid="verdict"][data-reason="manual-entry"]').waitFor();
  await focusIsOn('action-type');
});

it('leads Tab to the answers of an ask, past all that lies under it', async () => {
  await start(await makeFolder());
  await keyboard.scan('Giay hen so 17');
  await kiosk.page.locator('[data-testid="verdict"][data-verdict="ask"]').waitFor();
  await keyboard.press('Tab');
  await focusIsOn('answer-admit');
  await keyboard.press('Tab');
  await focusIsOn('answer-refuse');
  await keyboard.press('Return');
  await kiosk.page.locator('[data-testid="verdict"][data-reason="guard-refused"]').waitFor();
});

it('lets in and writes the name by one key, the name and Enter: one answer, under that name', async () => {
  await start(await makeFolder());
  await keyboard.scan('Giay hen so 17');
  await shown('answer-name').waitFor();
  await keyboard.press('3');
  await focusIsOn('type-name');
  expect(await shown('type-name').inputValue()).toBe('');
  await keyboard.type('Tran Thi Mau');
  await keyboard.press('Return');
  await kiosk.page
    .locator('[data-testid="verdict"][data-reason="guard-admitted"]', { hasText: 'Tran Thi Mau' })
    .waitFor();
  await kiosk.kill();
  const rows = rowsOnDisk(kiosk.dataFolder).filter(({ kind }) => !['opened', 'alive'].includes(kind));
  expect(rows.map(({ kind, reason, answersSeq }) => [kind, reason, answersSeq])).toEqual([
    ['asked', 'unknown-text', null],
    ['in', 'guard-admitted', rows[0]?.seq],
  ]);
});

it('opens the administrator, every page of it, and leaves it by keys alone', async () => {
  await start(await makeFolder());
  await signIn();
  const passed: string[] = [];
  for (const [tab, inside] of [
    ['admin-tab-people', 'people-find'],
    ['admin-tab-choices', 'choices-new'],
    ['admin-tab-scanner', 'find-start'],
    ['admin-tab-ports', 'ports-refresh'],
    ['admin-tab-camera', 'camera-none'],
    ['admin-tab-clock', 'clock-now'],
    ['admin-tab-trust', 'trust-choose-folder'],
    ['admin-tab-health', 'health-summary'],
    ['admin-tab-keys', 'openers-key-text'],
    // Nobody has said who can open the batches: what there is to press is that.
    ['admin-tab-deliver', 'deliver-keys'],
  ] as const) {
    // Tab comes to every one of them on the way to what is inside a page: see below.
    await shown(tab).focus();
    await keyboard.press('Return');
    await shown(inside).waitFor();
    // A trusted clock and the condition leave nothing to press.
    if (inside !== 'clock-now' && inside !== 'health-summary') passed.push(...(await tabTo(inside)));
  }
  const tabs = await kiosk.page.locator('[data-testid^="admin-tab-"]').all();
  const names = await Promise.all(tabs.map((tab) => tab.getAttribute('data-testid')));
  expect(names.filter((name) => name === null || !passed.includes(name))).toEqual([]);
  await keyboard.press('Escape');
  await shown('admin').waitFor({ state: 'detached' });
  await focusIsOn('action-admin');
});

it('says why a clock is doubted, and trusts it again once the administrator says that it is right', async () => {
  const folder = await makeFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  // Another boot of this PC, a day later than now: so the clock is wrong, or was.
  const log = openLog({
    path: join(data, 'gate.db'),
    key: logKey(join(data, 'log.key'), join(data, 'gate.db')),
    gateId: 'cong-chinh',
    newLogId: () => 'f'.repeat(32),
    nowMs: () => timestampMs(Date.now()),
  });
  const stamp = {
    atMs: timestampMs(Date.now() + 86_400_000),
    offsetMin: 420,
    bootId: 'another',
    uptimeMs: 1,
    clock: 'ok' as const,
  };
  log.append([newEvent({ stamp, lane: '', kind: 'opened', reason: 'opened', source: null, guard: null })]);
  log.close();
  // It had its key then.
  openSigningKey(join(data, PRIVATE_KEY_FILE), join(data, PUBLIC_KEY_FILE));
  await start(folder);
  await kiosk.page.locator('[data-testid="chip-clock"][data-state="suspect"]').waitFor();

  await signIn();
  await tabTo('admin-tab-clock');
  await keyboard.press('Return');
  await shown('clock-doubt').waitFor();
  expect(await shown('clock-doubt').textContent()).toContain(vi.clockDoubts['earlier-than-last-event']);
  await tabTo('clock-confirm');
  await keyboard.press('Return');
  await shown('clock-trusted').waitFor();
  expect(await shown('clock-trusted').textContent()).toBe(vi.clock.confirmed);
  await keyboard.press('Escape');
  await kiosk.page.locator('[data-testid="chip-clock"][data-state="ok"]').waitFor();
  await kiosk.kill();
  const rows = rowsOnDisk(data).filter(({ kind }) => kind === 'clock');
  expect(rows.map(({ reason }) => reason.replace(/-?\d+/, 'N'))).toEqual([
    'doubt:earlier-than-last-event',
    'confirmed:N',
  ]);
});

itNeeding(
  'electron',
  'display',
  'xdotool',
  'mount',
)(
  'takes "not recorded" away by itself once there is room again, and asks for the scan to be done again',
  async () => {
    const folder = await makeFolder();
    const data = join(folder, 'data');
    mountTmpfs(data, 64 * 1024);
    await start(folder);
    const filler = join(data, 'filler');
    const { bavail, bsize } = statfsSync(data);
    try {
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    } catch {
      // Full is what it should be.
    }
    await keyboard.scan(CARD);
    await kiosk.page.locator('[data-testid="verdict"][data-verdict="not-recorded"]').waitFor();
    // What cannot be remembered over a restart holds until then: the guard reads the language that was chosen.
    await kiosk.page.evaluate(() => window.gatelog.call('screen.language', { language: 'en' }));
    await expect.poll(() => kiosk.page.evaluate(() => document.documentElement.lang)).toBe('en');
    rmSync(filler);
    await shown('verdict').waitFor({ state: 'detached' });
    await shown('notice').waitFor();
    await keyboard.scan(CARD);
    await kiosk.page.locator('[data-testid="verdict"][data-verdict="welcome"]').waitFor();
    await kiosk.kill();
    unmount(data);
  },
);
