import { open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { makeControlCode } from '../../core/credential/control.ts';
import { type FakeCamera, makeCamera } from '../../tools/devices/camera.ts';
import { videoCaptureBelow } from '../../tools/devices/processes.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { blur, drawCard, drawTwoCards, flicker, tilt } from '../support/mjpeg.ts';
import { rowsOnDisk, story } from '../support/rows.ts';

const it = itNeeding('electron', 'display');

const NAMES = ['Nguyễn Văn Thử', 'Trần Thị Mẫu', 'Lê Ví Dụ', 'Phạm Giả Định', 'Hoàng Thị Bịa', 'Vũ Nháp'];
const nameOf = (nth: number): string => NAMES[nth] ?? '';
/** The card of an invented person. */
const cardOf = (nth: number): string =>
  `00109900000${nth}||${nameOf(nth)}|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021`;

let folder: string;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => kiosk.close());

const camera = (state: string) =>
  kiosk.page.locator(`[data-testid="chip-scanner-camera"][data-state="${state}"]`).waitFor();
const verdict = (kind: string) =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${kind}"]`).waitFor();
const nameShown = (name: string) =>
  kiosk.page.getByTestId('verdict-name').filter({ hasText: name }).waitFor();
/** So many codes are outlined in the camera's picture. */
const picture = (read: number) =>
  kiosk.page
    .locator(`[data-testid="camera-picture"][data-on="true"][data-read="${read}"]`)
    .waitFor({ state: 'attached' });
const verdictGone = () => kiosk.page.getByTestId('verdict').waitFor({ state: 'detached' });

/** The live picture is in this place, and moves. */
async function isPlaying(place: string): Promise<void> {
  const now = (): Promise<number> =>
    kiosk.page
      .locator(`${place} video`)
      .evaluate((video) => (video instanceof HTMLVideoElement ? video.currentTime : 0));
  const before = await now();
  await expect.poll(now).toBeGreaterThan(before);
}

async function startWithCamera(settings: Record<string, unknown> = {}): Promise<FakeCamera> {
  const fake = await makeCamera(join(folder, 'webcam.mjpeg'));
  kiosk = await startKiosk(folder, { camera: { enabled: true }, ...settings }, fake.switches);
  await camera('ready');
  return fake;
}

/** First bytes of JPEG, PNG, GIF, WebP, BMP and WebM/Matroska: what a kept picture or film begins with. */
const PICTURES = ['ffd8ff', '89504e47', '47494638', '52494646', '424d', '1a45dfa3'];

/** Paths of files under a folder that begin as a picture or a film does. */
async function picturesIn(place: string): Promise<string[]> {
  const files = (await readdir(place, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const found: string[] = [];
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    const file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0).finally(() => file.close());
    if (PICTURES.some((magic) => buffer.toString('hex').startsWith(magic))) found.push(path);
  }
  return found;
}

/** A card is held up until its verdict is there, and taken away again. */
async function reads(
  fake: FakeCamera,
  hold: () => Promise<void>,
  ...names: readonly string[]
): Promise<void> {
  await hold();
  for (const name of names) await nameShown(name);
  await fake.clear();
  await picture(0);
}

describe('a webcam at the real kiosk', () => {
  it('turns a card held before it in any way into one welcome and one row, outlines it, and keeps no picture', async () => {
    const fake = await startWithCamera();
    await fake.show(cardOf(0));
    await verdict('welcome');
    await nameShown(nameOf(0));
    await picture(1);
    // The code lies on the right of the card, and on the left of its picture: as in a mirror.
    const [place, outline] = await kiosk.page.evaluate(() =>
      ['[data-testid="camera-picture"]', '[data-testid="camera-picture"] polygon'].map((what) =>
        document.querySelector(what)?.getBoundingClientRect().toJSON(),
      ),
    );
    expect(outline.right).toBeLessThan(place.left + place.width / 2);
    expect(outline.left).toBeGreaterThan(place.left);
    // Still in view long after: the verdict goes, and no second one comes.
    await verdictGone();
    await picture(1);
    await fake.clear();
    await picture(0);
    await reads(
      fake,
      async () => fake.showPicture(tilt(await drawCard(cardOf(1)), 0.3, 0.5, -0.3)),
      nameOf(1),
    );
    await reads(fake, async () => fake.showPicture(blur(await drawCard(cardOf(2)), 2)), nameOf(2));
    await reads(fake, async () => fake.play(flicker(await drawCard(cardOf(3)))), nameOf(3));
    await reads(
      fake,
      async () => fake.showPicture(await drawTwoCards(cardOf(4), cardOf(5))),
      nameOf(4),
      nameOf(5),
    );
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(new Array(6).fill('in entered'));
    expect(await picturesIn(kiosk.dataFolder)).toEqual([]);
  });

  it('counts a card that stays once in each repeat window', async () => {
    const fake = await startWithCamera({ repeatWindowSeconds: 4, verdictSeconds: 1 });
    await fake.show(cardOf(0));
    await verdict('welcome');
    await verdict('goodbye');
    await verdict('welcome');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered', 'out left', 'in entered']);
    const [first = 0, second = 0, third = 0] = rowsOnDisk(kiosk.dataFolder)
      .filter(({ kind }) => kind === 'in' || kind === 'out')
      .map(({ atMs }) => atMs);
    expect([second - first >= 4_000, third - second >= 4_000]).toEqual([true, true]);
  });

  it('that vanishes and returns goes on by itself', async () => {
    const fake = await startWithCamera({ verdictSeconds: 1 });
    await fake.show(cardOf(0));
    await nameShown(nameOf(0));
    // Its driver crashes and there is no camera any more: what Chromium sees is real.
    const capture = videoCaptureBelow(kiosk.app.process().pid ?? 0);
    if (capture === undefined) throw new Error('no process has the camera open');
    const film = join(folder, 'webcam.mjpeg');
    await rename(film, `${film}.away`);
    process.kill(capture, 'SIGKILL');
    await camera('unplugged');
    await verdictGone();
    // The middle says so; a dead picture would only take room from it.
    await kiosk.page.locator('[data-testid="trouble"][data-what="camera"]').waitFor();
    expect(await kiosk.page.locator('[data-testid="idle"] [data-lost]').count()).toBe(0);
    await rename(`${film}.away`, film);
    await camera('ready');
    await kiosk.page.locator('[data-testid="idle"] [data-lost="false"]').waitFor();
    await fake.show(cardOf(1));
    await nameShown(nameOf(1));
    await kiosk.kill();
    expect(story(kiosk.dataFolder).filter((row) => row.startsWith('in '))).toEqual([
      'in entered',
      'in entered',
    ]);
  });

  it('stops a control code: a photo of one must not turn the gate', async () => {
    const secret = Buffer.alloc(32, 7);
    const secretFile = join(folder, 'site.secret');
    await writeFile(secretFile, secret.toString('hex'));
    const fake = await startWithCamera({ siteSecretFile: secretFile });
    await kiosk.page.getByTestId('idle').click({ position: { x: 5, y: 5 } });
    await fake.show(makeControlCode(secret, 'OUT'));
    await verdict('stop');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['refused control-from-camera']);
  });

  it('is chosen by the administrator, seen at once, kept in the settings, and put away again', async () => {
    kiosk = await startKiosk(folder, {}, ['--use-fake-device-for-media-stream=device-count=2']);
    const { page } = kiosk;
    expect(await page.getByTestId('camera-picture').count()).toBe(0);
    await page.getByTestId('action-admin').click();
    await page.getByTestId('admin-tab-camera').click();
    await page.getByTestId('camera-2').click();
    await page.locator('[data-testid="camera-figure"][data-state="ready"]').waitFor();
    const name = (await page.getByTestId('camera-2').textContent()) ?? '';
    const kept = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'));
    expect([kept.camera, name]).toEqual([{ enabled: true, device: 'fake_device_1' }, 'fake_device_1']);
    expect(await page.getByTestId('camera-2').getAttribute('aria-pressed')).toBe('true');
    // Another page, and back: the picture goes on where it is put.
    await page.getByTestId('admin-tab-clock').click();
    await page.getByTestId('admin-tab-camera').click();
    await isPlaying('[data-testid="camera-figure"]');
    await page.getByTestId('admin-leave').click();
    await isPlaying('[data-testid="idle"]');
    await camera('ready');
    await page.getByTestId('action-admin').click();
    await page.getByTestId('admin-tab-camera').click();
    await page.getByTestId('camera-none').click();
    await page.getByTestId('camera-figure').waitFor({ state: 'detached' });
    await page.getByTestId('admin-leave').click();
    await page.getByTestId('chip-scanner-camera').waitFor({ state: 'detached' });
    expect(await page.getByTestId('camera-picture').count()).toBe(0);
  });

  it('shows on its chip that none is plugged in, while the gate goes on', async () => {
    kiosk = await startKiosk(folder, { camera: { enabled: true } });
    await camera('unplugged');
    expect(await kiosk.page.getByTestId('idle').isVisible()).toBe(true);
  });
});
