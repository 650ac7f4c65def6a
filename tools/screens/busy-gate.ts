import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardText, inventNumber, inventPeople } from '../demo/people.ts';
import { makeHands } from '../devices/hands.ts';
import { launchKiosk } from '../devices/kiosk.ts';
import { makePtyPair } from '../devices/pty.ts';
import { spoilClock } from './clock-gate.ts';
import { LONG_NAME, makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

/** Room for Chromium's own files and the log, small enough to be filled at once. */
const DISK = '96m';
const LANES = ['Cổng chính, làn xe máy', 'Cổng chính, làn đi bộ', 'Cửa sau nhà ăn', 'Khoa Cấp cứu'];

/** A gate with long names, four lanes, three scanners and a camera that is not there, on the worst of days. */
export async function busyGate({ electron, display, folder, photographer, say }: Studio): Promise<void> {
  const own = join(folder, 'busy');
  const dataFolder = join(own, 'data');
  mkdirSync(dataFolder, { recursive: true });
  // A disk that can be filled: only root may mount one.
  const hasDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', dataFolder]).status === 0;
  const unmount = (): void => {
    if (hasDisk) spawnSync('umount', ['-l', dataFolder]);
  };
  process.once('exit', unmount);
  const ports = await Promise.all(LANES.slice(0, 3).map((_, index) => makePtyPair(own, `ttyACM${index}`)));
  const [first, second, third] = ports;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no ports');
  const gate = makeGate(own, {
    site: { slug: 'benh-vien', name: 'Bệnh viện Đa khoa Khu vực Thử Nghiệm Tây Nguyên (cơ sở 2)' },
    gate: { slug: 'cong', name: 'Cổng số 3, đường Nguyễn Văn Mẫu' },
    onlyGate: false,
    lanes: LANES.map((name, index) => ({ name, direction: index % 2 === 0 ? 'in' : 'out' })),
    scanners: ports.map(({ device }, index) => ({ port: device, lane: LANES[index], baudRate: 9600 })),
    camera: { enabled: true, lane: LANES[3] },
    capacity: 2,
  });
  spoilClock(gate.dataFolder);
  const kiosk = await launchKiosk({ electron, display, settingsFile: gate.settingsFile });
  try {
    const { page } = kiosk;
    const hands = makeHands(page, display.display, null);
    const id = (name: string) => page.getByTestId(name);
    const picture = async (screen: string): Promise<void> => {
      await photographer.take(kiosk, screen);
      say(screen);
    };
    const scan = async (text: string, verdict: string): Promise<void> => {
      await first.send(`${text}\r\n`);
      await page.locator(`[data-testid="verdict"][data-verdict="${verdict}"]`).waitFor();
    };
    const calm = async (): Promise<void> => {
      await hands.press('Escape');
      await id('verdict').waitFor({ state: 'detached' });
    };
    for (const { device } of ports) {
      await page.locator(`[data-testid="chip-scanner-${device}"][data-state="ready"]`).waitFor();
    }
    const people = inventPeople();
    const long = { ...people.hbia, name: LONG_NAME, number: inventNumber('066', people.hbia) };
    await picture('idle-lanes');
    await scan(cardText(people.anh), 'welcome');
    await calm();
    await scan(cardText(people.lam), 'welcome');
    await calm();
    await scan(cardText(long), 'ask');
    await picture('ask-full');
    await hands.click(id('answer-admit'));
    await page.locator('[data-reason="guard-admitted"]').waitFor();
    await picture('welcome-admitted');
    await calm();
    await hands.click(id('action-direction'));
    await picture('direction-lanes');
    await hands.press('Escape');
    await id('direction-dialog').waitFor({ state: 'detached' });
    // The keys go on from the button that opened it; a guard at the glass sees no ring.
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());

    await second.unplug();
    await page.locator(`[data-testid="chip-scanner-${second.device}"]:not([data-state="ready"])`).waitFor();
    await picture('idle-problem');
    // Nothing reads any more; what is typed in is still kept.
    for (const { unplug, device } of [first, third]) {
      await unplug();
      await page.locator(`[data-testid="chip-scanner-${device}"]:not([data-state="ready"])`).waitFor();
    }
    await page.locator('[data-testid="trouble"][data-kind="unread"]').waitFor();
    await picture('idle-unread');
    for (const { replug, device } of [first, third]) {
      await replug();
      await page.locator(`[data-testid="chip-scanner-${device}"][data-state="ready"]`).waitFor();
    }
    if (!hasDisk) {
      say('not-recorded: skipped, no disk can be mounted here that may be filled');
      return;
    }
    const { bavail, bsize } = statfsSync(dataFolder);
    try {
      writeFileSync(join(dataFolder, 'filler'), Buffer.alloc(bavail * bsize));
    } catch {
      // Full is what it should be.
    }
    await scan(cardText({ ...people.plain }), 'not-recorded');
    await picture('not-recorded');
    await calm();
    await first.unplug();
    await page.locator(`[data-testid="chip-scanner-${first.device}"]:not([data-state="ready"])`).waitFor();
    await picture('idle-problems');
  } finally {
    await kiosk.kill();
    await Promise.all(ports.map((port) => port.close()));
    unmount();
    process.removeListener('exit', unmount);
  }
}
