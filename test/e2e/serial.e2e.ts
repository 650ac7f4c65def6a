import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { timestampMs } from '../../core/units.ts';
import { openLog } from '../../main/log/index.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';

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

function rowsOnDisk() {
  const log = openLog({
    path: join(kiosk.dataFolder, 'gate.db'),
    key: Buffer.from(readFileSync(join(kiosk.dataFolder, 'log.key'), 'utf8').trim(), 'hex'),
    gateId: 'cong-chinh',
    newLogId: () => '',
    nowMs: () => timestampMs(Date.now()),
  });
  try {
    return [...log.rows(1, log.last()?.seq ?? 0)].map((row) => [row.kind, row.reason]);
  } finally {
    log.close();
  }
}

describe('a serial scanner at the real kiosk', () => {
  it('turns a scanned card into a welcome, and the row is on disk after a SIGKILL straight after it', async () => {
    await pty.send(`${CARD}\r\n`);
    await verdict('welcome');
    await kiosk.kill();
    expect(rowsOnDisk()).toEqual([
      ['opened', 'opened'],
      ['in', 'entered'],
    ]);
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
    await pty.replug();
    await kiosk.page
      .locator('[data-testid^="chip-scanner-"][data-state="ready"]')
      .first()
      .waitFor({ state: 'attached' });
    await pty.send('002199000002||Trần Thị Mẫu|01011999|Nữ|Xã C|20042021\r\n');
    await verdict('welcome');
  });

  it('asks about hostile text and shows it as nothing but text', async () => {
    await pty.send('<img src=x onerror="document.title=1"><script>alert(1)</script>\r\n');
    await verdict('ask');
    expect(await kiosk.page.locator('img[src=x], script:not([src])').count()).toBe(0);
  });
});
