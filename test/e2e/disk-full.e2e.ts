import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { mountTmpfs } from '../support/mount.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { story } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'pty', 'mount');

/** Room for the log and for what Chromium keeps beside it. */
const DISK_KIB = 64 * 1024;
/** The log may still have room of its own in files that it has already: so many more scans at most. */
const MOST_SCANS = 200;

let disk: string;
let pty: PtyPair;
let kiosk: RunningKiosk;
let scans: number;

beforeEach(async () => {
  scans = 0;
  disk = join(testFolder(), 'disk');
  mountTmpfs(disk, DISK_KIB);
  const folder = await makeFolder();
  pty = await makePtyPair(folder);
  kiosk = await startKiosk(folder, {
    language: 'en',
    dataFolder: disk,
    scanners: [{ port: pty.device, baudRate: 115200 }],
  });
  await kiosk.page.locator(`[data-testid="chip-scanner-${pty.device}"][data-state="ready"]`).waitFor();
});
afterEach(async () => {
  await kiosk.close();
  await pty.close();
});

const ballast = () => join(disk, 'ballast');

/** Writes until nothing more fits. */
function fillDisk(): void {
  const file = openSync(ballast(), 'a');
  try {
    for (const sizeBytes of [1 << 20, 1 << 12, 1]) {
      try {
        while (writeSync(file, Buffer.alloc(sizeBytes)) === sizeBytes);
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Scans the card of somebody new; what the screen says to it. */
async function scan(): Promise<string | null> {
  scans += 1;
  await pty.send(`001099${String(100_000 + scans)}||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021\r\n`);
  const verdict = kiosk.page.locator(`[data-testid="verdict"][data-id="${scans}"]`);
  await verdict.waitFor();
  return verdict.getAttribute('data-verdict');
}

/** Scans until a scan is not recorded; how many were before it. */
async function scanUntilRefused(): Promise<number> {
  for (let welcomed = 0; welcomed < MOST_SCANS; welcomed += 1) {
    fillDisk();
    const verdict = await scan();
    if (verdict === 'not-recorded') return welcomed;
    expect(verdict).toBe('welcome');
  }
  throw new Error('the disk never became full');
}

const logChip = (state: string) =>
  kiosk.page.locator(`[data-testid="chip-log"][data-state="${state}"]`).waitFor({ state: 'attached' });

describe('a full disk under the real kiosk', () => {
  it('turns the screen to "not recorded" with the reason; once there is room the log is well and scans are welcome', async () => {
    expect(await scan()).toBe('welcome');
    const welcomed = 1 + (await scanUntilRefused());
    const verdict = kiosk.page.getByTestId('verdict');
    expect(await verdict.getAttribute('data-seq')).toBe('');
    expect(await kiosk.page.getByTestId('verdict-word').textContent()).toBe('NOT RECORDED');
    expect(await kiosk.page.getByTestId('verdict-error').textContent()).toMatch(/^The disk is full\./);
    await logChip('failed');
    // Once that is read the middle of the screen still asks for no code, and undo, a row as well, is not offered.
    await kiosk.page.keyboard.press('Escape');
    await verdict.waitFor({ state: 'detached' });
    expect(await kiosk.page.getByTestId('prompt').count()).toBe(0);
    const trouble = kiosk.page.locator('[data-testid="trouble"][data-kind="unwritten"]');
    expect(await trouble.textContent()).toMatch(/^Disk full: nothing is kept.*on paper/);
    expect(await kiosk.page.getByTestId('action-undo').isDisabled()).toBe(true);
    // Still full: the next one is not recorded either, and nobody is let in for trying often.
    expect(await scan()).toBe('not-recorded');
    rmSync(ballast());
    await logChip('ok');
    await kiosk.page.getByTestId('prompt').waitFor();
    expect(await scan()).toBe('welcome');
    await kiosk.kill();
    expect(story(disk)).toEqual(Array.from({ length: welcomed + 1 }, () => 'in entered'));
  });
});
