import { open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { makeControlCode } from '../../core/credential/control.ts';
import { type FakeCamera, makeCamera } from '../../tools/devices/camera.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { story } from '../support/rows.ts';

const it = itNeeding('electron', 'display');

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
const OTHER = '002199000002||Trần Thị Mẫu|01011999|Nữ|Xã C, Huyện D, Gia Lai|20042021';

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
const verdictGone = () => kiosk.page.getByTestId('verdict').waitFor({ state: 'detached' });

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

describe('a webcam at the real kiosk', () => {
  it('turns a card held before it into one welcome and one row while it stays in view, and keeps no picture', async () => {
    const fake = await startWithCamera();
    await fake.show(CARD);
    await verdict('welcome');
    expect(await kiosk.page.getByTestId('verdict-name').textContent()).toBe('Nguyễn Văn Thử');
    // Still in view long after: the verdict goes, and no second one comes.
    await verdictGone();
    await fake.show(OTHER);
    await kiosk.page.getByTestId('verdict-name').filter({ hasText: 'Trần Thị Mẫu' }).waitFor();
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered', 'in entered']);
    expect(await picturesIn(kiosk.dataFolder)).toEqual([]);
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

  it('shows on its chip that none is plugged in, while the gate goes on', async () => {
    kiosk = await startKiosk(folder, { camera: { enabled: true } });
    await camera('unplugged');
    expect(await kiosk.page.getByTestId('idle').isVisible()).toBe(true);
  });
});
