import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings } from '../support/axe.ts';
import { type DeafMount, mountDeaf } from '../support/deaf.ts';
import { describeNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { rowsOnDisk } from '../support/rows.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CARD = (n: number) => `00109900000${n}||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021`;
const HUNG = ['hung-1', 'hung-2', 'hung-3', 'hung-4'] as const;

let folder: string;
let share: string;
let kiosk: RunningKiosk;
const deaf: DeafMount[] = [];

const id = (name: string) => kiosk.page.getByTestId(name);
const target = (name: string, state: string, why = '') =>
  kiosk.page.locator(
    `[data-testid="target-${name}"][data-state="${state}"]${why === '' ? '' : `[data-why="${why}"]`}`,
  );
/** A read as the page hands it over; what it came to. */
async function scan(text: string, verdict: string): Promise<void> {
  await kiosk.page.evaluate(
    (read) =>
      window.gatelog.call('gate.read', { source: 'wedge', text: read, prefix: '', terminator: 'enter' }),
    text,
  );
  await kiosk.page.locator(`[data-testid="verdict"][data-verdict="${verdict}"]`).waitFor();
}

/** What axe finds wrong with the screen as it is, by day and by night. */
async function faults(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await kiosk.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await axeFindings(kiosk.page)));
  }
  return found;
}

describeNeeding(
  'display',
  'electron',
  'mount',
  'fuse',
  'gcc',
)('an administrator with four shares that never answer and one that does', () => {
  beforeAll(async () => {
    folder = await makeFolder();
    share = join(folder, 'share');
    mkdirSync(share);
    for (const name of HUNG) deaf.push(await mountDeaf(join(folder, name)));
    kiosk = await startKiosk(folder, {
      targets: HUNG.map((name) => ({ id: name, name, folder: join(folder, name, 'x'), patienceSeconds: 3 })),
      batches: { encryption: { plain: { reason: 'this test looks at what lies there' } } },
    });
  });
  afterAll(async () => {
    for (const one of deaf) one.release();
    await kiosk?.close();
  });

  it('adds the good one, tried out step by step', async () => {
    await id('action-admin').click();
    await id('admin-tab-targets').click();
    await id('targets-add').click();
    await id('target-name').fill('Kho');
    await id('target-folder').fill(join(folder, 'not there'));
    await id('target-try').click();
    await id('target-save-anyway').waitFor();
    expect(await id('target-check').getAttribute('data-failed')).toBe('find');
    expect(await faults()).toEqual([]);
    await id('target-folder').fill(share);
    await id('target-times').fill('6h30 22');
    await id('target-try').click();
    await target('kho', 'idle').waitFor();
    expect(await faults()).toEqual([]);
    expect(await id('target-kho').textContent()).toContain('06:30, 22:00');
  });

  it('sees a scan decided, and the good one served, while the four calls hang', async () => {
    for (const name of HUNG) await id(`target-send-${name}`).click();
    for (const name of HUNG) await target(name, 'writing').waitFor();
    await scan(CARD(1), 'welcome');
    await id('target-send-kho').click();
    await target('kho', 'idle').waitFor();
    await scan(CARD(2), 'welcome');
    for (const name of HUNG) await target(name, 'blocked', 'delivery/hung').waitFor();
    await id('target-send-kho').click();
    await expect.poll(() => id('target-kho').getAttribute('data-state')).toBe('idle');
    await expect
      .poll(() => {
        const names = readdirSync(join(share, 'GATELOG', 'benh-vien-thu', 'cong-chinh'));
        // One that is still being written is no batch yet.
        return names.some((name) => name.endsWith('.partial')) ? 0 : names.length;
      })
      .toBeGreaterThan(1);
    expect(await id('spool-safe').getAttribute('data-safe')).toBe('false');
    const cli = join(ROOT, 'office', 'cli.ts');
    const key = join(kiosk.dataFolder, 'gate-key.pub.json');
    const verified = spawnSync(process.execPath, [cli, 'verify', share, '--key', key], { encoding: 'utf8' });
    expect([verified.status, verified.stderr]).toEqual([0, '']);
  });

  it('is told by the pages which wants a hand, and what happened', async () => {
    await id('target-history-hung-1').click();
    await kiosk.page.locator('tr[data-what="failed"]').waitFor();
    await id('target-back').click();
    await id('admin-tab-health').click();
    await kiosk.page.locator('[data-testid="health-targets"]').waitFor();
    await id('admin-tab-targets').click();
    await id('target-remove-hung-1').click();
    await id('targets-no').click();
    await id('target-remove-hung-1').click();
    await id('targets-yes').click();
    await id('target-hung-1').waitFor({ state: 'detached' });
  });

  it('removes the good one, is told what lies only there, and brings it back', async () => {
    await id('target-remove-kho').click();
    await id('targets-yes').click();
    const removed = id('target-removed-kho');
    await removed.waitFor();
    const [batches, only] = [
      await removed.getAttribute('data-batches'),
      await removed.getAttribute('data-only'),
    ];
    expect(Number(batches)).toBeGreaterThan(1);
    expect(only).toBe(batches);
    expect(await faults()).toEqual([]);
    await id('target-history-kho').click();
    await kiosk.page.locator('tr[data-what="removed"]').waitFor();
    await id('target-back').click();
    await id('target-bring-back-kho').click();
    await target('kho', 'idle').waitFor();
    await removed.waitFor({ state: 'detached' });
  });

  it('ends when it is told to, though the calls still hang', async () => {
    const running = kiosk.app.process();
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    await kiosk.app.evaluate(({ app }) => app.quit());
    await ended;
    expect(rowsOnDisk(kiosk.dataFolder).at(-1)).toMatchObject({ kind: 'closed' });
  });
});
