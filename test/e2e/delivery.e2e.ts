import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashPassword } from '../../main/staff/password.ts';
import { describeNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PEOPLE = [
  '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021',
  '002199000002||Trần Thị Mẫu|01011999|Nữ|Xã C|20042021',
  '=HYPERLINK("http://x")',
];

let folder: string;
let target: string;
let pty: PtyPair;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
  target = join(folder, 'stick');
  mkdirSync(target);
  pty = await makePtyPair(folder);
  kiosk = await startKiosk(folder, {
    scanners: [{ port: pty.device, baudRate: 9600 }],
    target,
    batches: { encryption: { plain: { reason: 'this test flips bytes of plain files' } } },
    adminPassword: hashPassword('mật khẩu thử'),
  });
  await kiosk.page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').first().waitFor();
});
afterEach(async () => {
  await kiosk.close();
  await pty.close();
});

const id = (name: string) => kiosk.page.getByTestId(name);

async function scan(text: string, verdict: string): Promise<void> {
  await pty.send(`${text}\r\n`);
  await kiosk.page.locator(`[data-testid="verdict"][data-verdict="${verdict}"]`).waitFor();
}

/** Presses the button and returns how many events the page says were delivered. */
async function deliver(): Promise<string | null> {
  await id('deliver-start').click();
  const result = id('deliver-result');
  await result.waitFor();
  return result.getAttribute('data-events');
}

async function signIn(): Promise<void> {
  await id('action-admin').click();
  await id('sign-in-password').fill('mật khẩu thử');
  await id('sign-in-submit').click();
  await id('admin-tab-deliver').click();
  await id('deliver-start').waitFor();
}

/** `gatelog verify`, as the office runs it. */
function verify(...args: string[]): { code: number | null; text: string } {
  const ended = spawnSync(process.execPath, [join(ROOT, 'office', 'cli.ts'), 'verify', target, ...args], {
    encoding: 'utf8',
  });
  return { code: ended.status, text: ended.stdout + ended.stderr };
}

const batches = (): string[] => {
  const gate = join(target, 'GATELOG', 'benh-vien-thu', 'cong-chinh');
  return readdirSync(gate)
    .sort()
    .map((name) => join(gate, name));
};

const batchesIfAny = (): string[] => (existsSync(join(target, 'GATELOG')) ? batches() : []);

/** Every file of a batch, in hex. */
const bytesOf = (batch: string): readonly (readonly [string, string])[] =>
  readdirSync(batch)
    .sort()
    .map((name) => [name, readFileSync(join(batch, name)).toString('hex')]);

/** What a batch tells of the administrators' acts. */
const actsIn = (batch: string): string[] =>
  readFileSync(join(batch, 'audit.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { what: string }).what);

describeNeeding(
  'pty',
  'display',
  'electron',
)('an administrator at the real kiosk', () => {
  it('seals what was scanned and delivers a batch in which the office finds any flipped byte', async () => {
    await scan(PEOPLE[0] ?? '', 'welcome');
    await scan(PEOPLE[1] ?? '', 'welcome');
    await scan(PEOPLE[2] ?? '', 'ask');
    await signIn();
    // The kiosk's own "opened" and three reads.
    expect(await deliver()).toBe('4');
    expect(await id('deliver-waiting').textContent()).toContain('0');

    const key = ['--key', join(kiosk.dataFolder, 'gate-key.pub.json')];
    expect(verify(...key)).toMatchObject({ code: 0 });
    const [batch] = batches();
    if (batch === undefined) throw new Error('no batch');
    const files = readdirSync(batch).sort();
    expect(files).toEqual([
      'SHA256SUMS',
      'audit.ndjson',
      'events.csv',
      'events.parquet',
      'events.xlsx',
      'manifest.json',
      'manifest.jws',
    ]);
    expect(spawnSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: batch }).status).toBe(0);
    // What the administrator did belongs to the next batch; that the settings leave this one open, to this.
    expect(actsIn(batch)).toEqual(['openers/in-settings']);
    for (const name of files) {
      const file = join(batch, name);
      const whole = readFileSync(file);
      if (whole.length === 0) continue;
      const flipped = Buffer.from(whole);
      const at = Math.floor(whole.length / 2);
      flipped[at] = (flipped[at] ?? 0) ^ 0x01;
      writeFileSync(file, flipped);
      const found = verify(...key);
      expect([name, found.code, found.text.includes('✗')]).toEqual([name, 1, true]);
      writeFileSync(file, whole);
    }
    expect(verify(...key)).toMatchObject({ code: 0 });
  });

  it('says so where nothing is new, and goes on with the next range where something is', async () => {
    await scan(PEOPLE[0] ?? '', 'welcome');
    await signIn();
    expect(await deliver()).toBe('2');
    await id('deliver-start').click();
    await expect.poll(() => id('deliver-problem').textContent()).not.toBe('');
    // A read while the administrator's page is open is logged all the same.
    await scan(PEOPLE[1] ?? '', 'welcome');
    expect(await deliver()).toBe('1');
    const [first, second] = batches();
    expect([first?.slice(-21), second?.slice(-21)]).toEqual([
      '0000000001-0000000002',
      '0000000003-0000000003',
    ]);
    expect(verify()).toMatchObject({ code: 0 });
    expect(actsIn(second ?? '')).toEqual(['staff/signed-in', 'delivery/delivered', 'delivery/failed']);
    // What was delivered is kept for a while, closed, should the stick get lost.
    expect(readdirSync(join(kiosk.dataFolder, 'spool'))).toHaveLength(2);
    expect(statSync(join(kiosk.dataFolder, 'spool.key')).mode & 0o777).toBe(0o600);
  });

  it('delivers a batch that got lost with its stick once more, byte for byte, and it says where it lay', async () => {
    await scan(PEOPLE[0] ?? '', 'welcome');
    await signIn();
    await id('past-open').click();
    await id('past-empty').waitFor();
    expect(await deliver()).toBe('2');
    const lost = bytesOf(batches()[0] ?? '');
    rmSync(join(target, 'GATELOG'), { recursive: true });
    const past = id('past-1');
    await past.waitFor();
    expect([await past.getAttribute('data-again'), await past.textContent()]).toEqual([
      'kept',
      expect.stringContaining(target),
    ]);
    await past.click();
    await id('deliver-start').click();
    await expect.poll(() => batchesIfAny().length).toBe(1);
    await id('deliver-result').waitFor();
    expect(bytesOf(batches()[0] ?? '')).toEqual(lost);
    // The next range begins behind it all the same, and tells that it went out twice.
    await scan(PEOPLE[1] ?? '', 'welcome');
    await id('past-1').click();
    await id('past-1').click();
    expect(await deliver()).toBe('1');
    expect(actsIn(batches()[1] ?? '')).toEqual([
      'staff/signed-in',
      'delivery/delivered',
      'delivery/delivered-again',
    ]);
    expect(verify()).toMatchObject({ code: 0 });
  });
});
