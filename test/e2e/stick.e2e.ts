import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeHands } from '../../tools/devices/hands.ts';
import { makeOfficeKey } from '../support/age.ts';
import { describeNeeding } from '../support/device.ts';
import { makeReader, type Reader } from '../support/exfat.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';

let folder: string;
let reader: Reader;
let pty: PtyPair;
let kiosk: RunningKiosk;
let identity: string;

const id = (name: string) => kiosk.page.getByTestId(name);
const outcome = (kind: string) =>
  kiosk.page.locator(`[data-testid="stick-outcome"][data-kind="${kind}"]`).waitFor();
const card = (label: string) => kiosk.page.locator(`[data-testid="stick-card"][data-label="${label}"]`);

async function scan(): Promise<void> {
  await pty.send(`${CARD}\r\n`);
  await kiosk.page.locator('[data-testid="verdict"]').first().waitFor();
}

/** `gatelog verify` of what is in the reader, as the office runs it. */
function verify(): { code: number | null; text: string } {
  const place = join(folder, 'office');
  reader.mountAt(place);
  try {
    const args = [
      'verify',
      place,
      '--identity',
      identity,
      '--key',
      join(kiosk.dataFolder, 'gate-key.pub.json'),
    ];
    const ended = spawnSync(process.execPath, [join(ROOT, 'office', 'cli.ts'), ...args], {
      encoding: 'utf8',
    });
    return { code: ended.status, text: ended.stdout + ended.stderr };
  } finally {
    spawnSync('umount', [place]);
  }
}

describeNeeding(
  'pty',
  'display',
  'electron',
  'exfat',
  'age',
  'xdotool',
)('an administrator with sticks at the real kiosk', () => {
  beforeAll(async () => {
    folder = await makeFolder();
    pty = await makePtyPair(folder);
    reader = makeReader(join(folder, 'stick.img'));
    identity = join(folder, 'office.txt');
    const recipient = makeOfficeKey(identity);
    kiosk = await startKiosk(folder, {
      scanners: [{ port: pty.device, baudRate: 9600 }],
      batches: { encryption: { recipients: [recipient] } },
      sticks: { alsoDevices: [reader.device] },
    });
    await kiosk.page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').first().waitFor();
    await scan();
    await id('action-admin').click();
    await id('sticks-none').waitFor();
  });
  afterAll(async () => {
    reader.remove();
    await kiosk.close();
    await pty.close();
  });

  it('plugs one in while the page is open, presses one key, is told that it is safe, and the office finds all well', async () => {
    reader.plugIn(16, 'VĂN PHÒNG');
    await card('VĂN PHÒNG').waitFor();
    expect(await card('VĂN PHÒNG').getAttribute('data-known')).toBe('false');
    expect(await id('deliver-plan').getAttribute('data-events')).toBe('2');
    const hands = makeHands(kiosk.page, kiosk.display, null);
    await id('stick-deliver').focus();
    await hands.press('Return');
    await outcome('safe');
    expect(await id('stick-outcome').getAttribute('data-events')).toBe('2');
    expect(await card('VĂN PHÒNG').getAttribute('data-known')).toBe('true');
    expect(verify()).toMatchObject({ code: 0 });
    reader.takeOut();
    await id('sticks-none').waitFor();
    // Mount points of the kiosk's own go with the mount.
    expect(readdirSync(join(kiosk.dataFolder, 'sticks'))).toEqual([]);
  });

  it('sees what is wrong with a stick before anything is written, and what went wrong with one after', async () => {
    await scan();
    reader.plugIn(16, 'KHÓA', 'read-only');
    await kiosk.page.locator('[data-label="KHÓA"][data-problem="delivery/read-only"]').waitFor();
    expect(await id('stick-deliver').isDisabled()).toBe(true);
    reader.takeOut();
    await id('sticks-none').waitFor();
    reader.plugIn(8, null);
    await kiosk.page.locator('[data-testid="stick-card"][data-problem="stick/no-file-system"]').waitFor();
    reader.takeOut();
    await id('sticks-none').waitFor();
    reader.plugIn(8, 'ĐẦY', 'full');
    await card('ĐẦY').waitFor();
    await id('stick-deliver').click();
    await outcome('failed');
    expect(await id('stick-outcome').getAttribute('data-code')).toBe('delivery/no-space');
    reader.takeOut();
    await id('sticks-none').waitFor();
  });

  it('lets a stick that comes get everything by itself, once that is switched on', async () => {
    await id('sticks-without-asking').click();
    await kiosk.page.locator('[data-testid="sticks-without-asking"][aria-checked="true"]').waitFor();
    reader.plugIn(16, 'TỰ ĐỘNG');
    await outcome('safe');
    expect(verify()).toMatchObject({ code: 0 });
    await id('sticks-without-asking').click();
    await kiosk.page.locator('[data-testid="sticks-without-asking"][aria-checked="false"]').waitFor();
  });
});
