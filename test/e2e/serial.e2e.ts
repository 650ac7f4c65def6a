import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { story } from '../support/rows.ts';

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';

let folder: string;
let pty: PtyPair;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
  pty = await makePtyPair(folder);
  kiosk = await startKiosk(folder, { scanners: [{ port: pty.device, baudRate: 115200 }] });
  await scanner('ready');
});
afterEach(async () => {
  await kiosk.close();
  await pty.close();
});

const scanner = (state: string) =>
  kiosk.page.locator(`[data-testid^="chip-scanner-"][data-state="${state}"]`).first().waitFor();
const verdict = (kind: string) =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${kind}"]`).waitFor();

describeNeeding(
  'pty',
  'display',
  'electron',
)('a serial scanner at the real kiosk', () => {
  it('turns a scanned card into a welcome, and the row is on disk after a SIGKILL straight after it', async () => {
    await pty.send(`${CARD}\r\n`);
    await verdict('welcome');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
    await rm(folder, { recursive: true, force: true });
  });

  it('says again to a double read, and heals after the cable was pulled and put back', async () => {
    await pty.send(`${CARD}\r\n`);
    await verdict('welcome');
    await pty.send(`${CARD}\r\n`);
    await verdict('again');
    await pty.unplug();
    await kiosk.page
      .locator('[data-testid^="chip-scanner-"]:not([data-state="ready"])')
      .first()
      .waitFor({ state: 'attached' });
    // The screen does not ask for a code that nothing could read.
    await kiosk.page.locator('[data-testid="trouble"][data-kind="unread"]').waitFor();
    expect(await kiosk.page.getByTestId('prompt').count()).toBe(0);
    await pty.replug();
    await kiosk.page
      .locator('[data-testid^="chip-scanner-"][data-state="ready"]')
      .first()
      .waitFor({ state: 'attached' });
    await kiosk.page.getByTestId('prompt').waitFor({ state: 'attached' });
    await pty.send('002199000002||Trần Thị Mẫu|01011999|Nữ|Xã C|20042021\r\n');
    await verdict('welcome');
  });

  it('asks about hostile text and shows it as nothing but text', async () => {
    await pty.send('<img src=x onerror="document.title=1"><script>alert(1)</script>\r\n');
    await verdict('ask');
    expect(await kiosk.page.locator('img[src=x], script:not([src])').count()).toBe(0);
  });
});
