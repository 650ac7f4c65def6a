import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { age, makeOfficeKey } from '../support/age.ts';
import { drawSheet } from '../support/code-picture.ts';
import { describeNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { plugExfat, type Stick } from '../support/mount.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';

let folder: string;
let stick: Stick | null = null;
let pty: PtyPair;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
  pty = await makePtyPair(folder);
});
afterEach(async () => {
  // The stick first: the kiosk's folder, in which it is mounted, is removed with the kiosk.
  stick?.eject();
  stick = null;
  await kiosk.close();
  await pty.close();
});

const id = (name: string) => kiosk.page.getByTestId(name);

async function start(settings: Record<string, unknown> = {}): Promise<void> {
  kiosk = await startKiosk(folder, { scanners: [{ port: pty.device, baudRate: 9600 }], ...settings });
  await kiosk.page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').first().waitFor();
}
async function scan(): Promise<void> {
  await pty.send(`${CARD}\r\n`);
  await kiosk.page.locator('[data-testid="verdict"]').waitFor();
}
async function openKeys(): Promise<void> {
  await id('action-admin').click();
  await id('admin-tab-keys').click();
  await id('openers-in-force').waitFor();
}
const inForce = () => id('openers-in-force').getAttribute('data-state');

/** `gatelog verify`, as the office runs it. */
function verify(place: string, ...args: string[]): { code: number | null; text: string } {
  const ended = spawnSync(process.execPath, [join(ROOT, 'office', 'cli.ts'), 'verify', place, ...args], {
    encoding: 'utf8',
  });
  return { code: ended.status, text: ended.stdout + ended.stderr };
}

/** A picture of the office's key as a phone would send it. */
async function pictureOf(text: string): Promise<string> {
  const { data, width, height } = await drawSheet(700, 500, [
    { text, format: 'qr', x: 160, y: 90, scale: 6 },
  ]);
  const png = new PNG({ width, height });
  png.data = Buffer.from(data);
  const file = join(folder, 'office-key.png');
  writeFileSync(file, PNG.sync.write(png));
  return file;
}

describeNeeding(
  'pty',
  'display',
  'electron',
  'exfat',
  'age',
)('an administrator who gives the kiosk the key of the office', () => {
  it('delivers to a stick that only the office opens, with age or with gatelog', async () => {
    await start();
    const identity = join(folder, 'office.txt');
    const recipient = makeOfficeKey(identity);
    await scan();
    await id('action-admin').click();
    await id('deliver-start').waitFor();
    expect(await id('deliver-start').isDisabled()).toBe(true);
    await id('deliver-keys').click();
    expect(await inForce()).toBe('undecided');
    await id('openers-key-file').setInputFiles(await pictureOf(recipient.toUpperCase()));
    await id('openers-keys-found').waitFor();
    expect((await id('openers-keys-found').textContent())?.replaceAll(' ', '')).toContain(recipient);
    await id('openers-use-key').click();
    await expect.poll(inForce).toBe('recipients');

    stick = plugExfat(join(folder, 'stick.img'), join(folder, 'stick'), 64);
    const place = stick.place;
    await kiosk.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, place);
    await id('gate-key-save').click();
    await id('gate-key-saved').waitFor();
    await id('admin-tab-deliver').click();
    await id('deliver-choose').click();
    await id('deliver-start').click();
    await id('deliver-result').waitFor();

    // What the office gets: the stick as it comes out of the kiosk and into its own PC.
    stick.eject();
    stick.plugAgain();
    const gate = join(place, 'GATELOG', 'benh-vien-thu', 'cong-chinh');
    const [batch = ''] = readdirSync(gate);
    const files = readdirSync(join(gate, batch));
    expect([batch.includes('.full.age-'), files.filter((name) => !name.endsWith('.age')).sort()]).toEqual([
      true,
      ['SHA256SUMS', 'manifest.json', 'manifest.jws'],
    ]);
    for (const name of files) {
      const bytes = readFileSync(join(gate, batch, name));
      for (const secret of ['001099000001', 'Nguyễn', 'NGUYỄN'])
        expect([name, bytes.includes(secret)]).toEqual([name, false]);
    }
    const csv = join(folder, 'events.csv');
    age('-d', '-i', identity, '-o', csv, join(gate, batch, 'events.csv.age'));
    expect(readFileSync(csv, 'utf8')).toContain('Nguyễn Văn Thử');

    const key = ['--key', join(place, 'benh-vien-thu-cong-chinh-gate-key.pub.json')];
    const outside = verify(place, ...key);
    expect([outside.code, outside.text]).toEqual([0, expect.stringContaining('encrypted, not opened')]);
    const inside = verify(place, ...key, '--identity', identity);
    expect([inside.code, inside.text]).toEqual([0, expect.stringContaining('encrypted, opened')]);
    expect(inside.text).toContain('signed by a known gate');
  });

  it('is told at once where a picture holds no key, or the one that must stay secret', async () => {
    await start();
    const identity = join(folder, 'office.txt');
    makeOfficeKey(identity);
    await openKeys();
    const problem = () => id('openers-key-problem').getAttribute('data-problem');
    await id('openers-key-file').setInputFiles(await pictureOf('https://example.com/'));
    await expect.poll(problem).toBe('kind');
    const secret = readFileSync(identity, 'utf8').match(/AGE-SECRET-KEY-\S+/)?.[0] ?? '';
    await id('openers-key-text').fill(secret);
    await expect.poll(problem).toBe('secret');
    const blank = join(folder, 'blank.png');
    writeFileSync(blank, PNG.sync.write(new PNG({ width: 40, height: 40 })));
    await id('openers-key-file').setInputFiles(blank);
    await expect.poll(problem).toBe('no-code');
    expect([await inForce(), await id('openers-use-key').isDisabled()]).toEqual(['undecided', true]);
  });

  it('shows the key of the gate as code and text, and leaves batches open only with a reason that the gate shows', async () => {
    await start();
    await openKeys();
    const shown = JSON.parse((await id('gate-key-text').textContent()) ?? '') as unknown;
    expect(shown).toEqual(JSON.parse(readFileSync(join(kiosk.dataFolder, 'gate-key.pub.json'), 'utf8')));
    expect(await id('gate-key-code').getAttribute('data-text')).toBe(JSON.stringify(shown));

    await id('openers-way-plain').click();
    await id('openers-reason').fill('quá ngắn');
    expect(await id('openers-use-plain').isDisabled()).toBe(true);
    await id('openers-reason').fill('USB không bao giờ rời phòng bảo vệ');
    await id('openers-use-plain').click();
    await expect.poll(inForce).toBe('plain');
    await id('admin-leave').click();
    await kiosk.page.locator('[data-testid="chip-openers"][data-level="warn"]').waitFor();
  });

  it('is told that the key of the gate is lost, and makes another only when asked twice', async () => {
    await start();
    const known = readFileSync(join(kiosk.dataFolder, 'gate-key.pub.json'), 'utf8');
    await kiosk.kill();
    rmSync(join(kiosk.dataFolder, 'gate-key.pem'));
    await start();
    await kiosk.page.locator('[data-testid="chip-signing"][data-level="warn"]').waitFor();
    await scan();
    await openKeys();
    await id('gate-key-make').click();
    await id('gate-key-no').click();
    await id('gate-key-make').click();
    expect(existsSync(join(kiosk.dataFolder, 'gate-key.pem'))).toBe(false);
    // Enter goes to the answer that changes nothing.
    await kiosk.page.keyboard.press('Enter');
    await id('gate-key-sure').waitFor({ state: 'detached' });
    await id('gate-key-make').click();
    await id('gate-key-yes').click();
    await id('gate-key-made').waitFor();
    const text = (await id('gate-key-text').textContent()) ?? '';
    expect(JSON.parse(text)).toEqual(
      JSON.parse(readFileSync(join(kiosk.dataFolder, 'gate-key.pub.json'), 'utf8')),
    );
    expect(JSON.parse(text)).not.toEqual(JSON.parse(known));
    await id('admin-leave').click();
    await kiosk.page.getByTestId('chip-signing').waitFor({ state: 'detached' });
  });
});
