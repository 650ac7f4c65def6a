import { afterEach, beforeEach, describe, expect } from 'vitest';
import { itNeeding } from '../support/device.ts';
import { makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { rowsOnDisk } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'pty', 'xdotool');

const THU = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A|20042021';
const MAU = '002199000002||Tran Thi Mau|01011999|Nu|Xa C|20042021';

let folder: string;
let kiosk: RunningKiosk;
let scanners: Record<'front' | 'back', PtyPair>;

beforeEach(async () => {
  folder = await makeFolder();
  scanners = { front: await makePtyPair(folder, 'front'), back: await makePtyPair(folder, 'back') };
  kiosk = await startKiosk(folder, {
    onlyGate: false,
    lanes: [
      { name: 'Vào', direction: 'in' },
      { name: 'Ra', direction: 'out' },
    ],
    scanners: [
      { port: scanners.front.device, lane: 'Vào', baudRate: 115200 },
      { port: scanners.back.device, lane: 'Ra', baudRate: 'auto', terminator: 'auto' },
    ],
    wedge: { lane: 'Ra', silenceMs: 1000 },
  });
  for (const { device } of Object.values(scanners)) await chip(device, 'ready');
});
afterEach(async () => {
  await kiosk.close();
  for (const pty of Object.values(scanners)) await pty.close();
});

const chip = (device: string, state: string) =>
  kiosk.page.locator(`[data-testid="chip-scanner-${device}"][data-state="${state}"]`).waitFor();
const verdict = (kind: string, name: string) =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${kind}"]`).filter({ hasText: name }).waitFor();
/** Rows of people as `kind lane source`. */
async function passages(): Promise<string[]> {
  await kiosk.kill();
  return rowsOnDisk(kiosk.dataFolder)
    .filter((row) => row.personKey !== null)
    .map((row) => `${row.kind} ${row.lane} ${row.source.split('/')[0]}`);
}

describe('a gate with two lanes', () => {
  it('lets each scanner speak for its own lane, cable and keyboard alike', async () => {
    await scanners.front.send(`${THU}\r\n`);
    await verdict('welcome', 'Nguyen Van Thu');
    await scanners.back.send(`${THU}\r\n`);
    await verdict('goodbye', 'Nguyen Van Thu');
    await scanners.back.send(`${THU}\r\n`);
    await verdict('again', 'Nguyen Van Thu');
    await (await makeKeyboard(kiosk)).scan(MAU);
    await verdict('goodbye', 'Tran Thi Mau');
    expect(await passages()).toEqual([
      'in Vào serial:',
      'out Ra serial:',
      'repeat Ra serial:',
      'out Ra wedge:',
    ]);
  });

  it('writes both when two people are read at the same moment', async () => {
    await Promise.all([scanners.front.send(`${THU}\r\n`), scanners.back.send(`${MAU}\r\n`)]);
    await kiosk.page.waitForFunction(
      () => document.querySelectorAll('[data-testid="recent"] li').length >= 2,
    );
    expect((await passages()).sort()).toEqual(['in Vào serial:', 'out Ra serial:']);
  });

  it('goes on with one scanner while the other is torn out', async () => {
    await scanners.back.unplug();
    await kiosk.page
      .locator(`[data-testid="chip-scanner-${scanners.back.device}"]:not([data-state="ready"])`)
      .waitFor();
    await chip(scanners.front.device, 'ready');
    // Only the lane that lost its scanner says so, and in words.
    const lanes = kiosk.page.locator('[data-testid^="lane-"]');
    expect(await lanes.evaluateAll((all) => all.map((one) => one.getAttribute('data-dead')))).toEqual([
      'false',
      'true',
    ]);
    expect(await kiosk.page.getByTestId('lane-Ra').textContent()).toContain('không quét được');
    // The other way still reads; of this one the middle says what to do, and the column no more than that it is so.
    await kiosk.page.getByTestId('prompt').waitFor();
    await kiosk.page.locator('[data-testid="trouble"][data-kind="lost"][data-what="out"]').waitFor();
    await kiosk.page
      .locator(`[data-testid="chip-scanner-${scanners.back.device}"][data-level="told"]`)
      .waitFor();
    await scanners.front.send(`${THU}\r\n`);
    await verdict('welcome', 'Nguyen Van Thu');
    await scanners.back.replug();
    await chip(scanners.back.device, 'ready');
    await scanners.back.send(`${THU}\r\n`);
    await verdict('goodbye', 'Nguyen Van Thu');
    expect(await passages()).toEqual(['in Vào serial:', 'out Ra serial:']);
  });
});
