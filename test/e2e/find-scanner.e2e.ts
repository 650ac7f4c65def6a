import { afterEach, beforeEach, describe, expect } from 'vitest';
import { hashPassword } from '../../main/staff/password.ts';
import { itNeeding } from '../support/device.ts';
import { makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { story } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'pty', 'xdotool');
const PASSWORD = 'mot mat khau thu';

let folder: string;
let pty: PtyPair;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
  pty = await makePtyPair(folder);
  kiosk = await startKiosk(folder, {
    language: 'en',
    scanners: [{ port: pty.device, baudRate: 115200 }],
    wedge: { silenceMs: 1000 },
    adminPassword: hashPassword(PASSWORD),
  });
});
afterEach(async () => {
  await kiosk.close();
  await pty.close();
});

const shown = (testId: string) => kiosk.page.getByTestId(testId);

/** Signs in, presses start; the text of the code on the screen. */
async function startFinding(): Promise<string> {
  await shown('action-admin').click();
  await shown('sign-in-password').fill(PASSWORD);
  await shown('sign-in-submit').click();
  await shown('admin-tab-scanner').click();
  await shown('find-start').click();
  await shown('find-code').waitFor();
  return (await shown('find-code').getAttribute('data-text')) ?? '';
}

/** Facts of the newest answer, by the words beside them. */
async function answer(source: string, matches: boolean): Promise<Record<string, string>> {
  const newest = shown('find-result').first();
  await kiosk.page
    .locator(`[data-testid="find-result"][data-source="${source}"][data-matches="${matches}"]`)
    .first()
    .waitFor();
  const [words, facts] = await Promise.all([
    newest.locator('dl').first().locator('dt').allTextContents(),
    newest.locator('dl').first().locator('dd').allTextContents(),
  ]);
  return Object.fromEntries(words.map((word, index) => [word, facts[index] ?? '']));
}

/** A British board under a US scanner swaps these two. */
const asUk = (text: string): string => text.replace(/[@"]/g, (sign) => (sign === '@' ? '"' : '@'));

describe('find my scanner', () => {
  it('names port, speed and terminator of a serial scanner, and writes no row', async () => {
    const code = await startFinding();
    await kiosk.page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').first().waitFor({
      state: 'attached',
    });
    await pty.send(`${code}\r\n`);
    expect(await answer('serial', true)).toEqual({
      'Came from': `Serial, port ${pty.device}`,
      Speed: '115200',
      'Ends with': 'CR LF',
      Prefix: 'none',
    });
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual([]);
  });

  it('names a keyboard, its prefix and its terminator, and how to tell two keyboards apart', async () => {
    const code = await startFinding();
    const howTo = kiosk.page.getByText('Two keyboard scanners?');
    await howTo.waitFor();
    const keyboard = await makeKeyboard(kiosk);
    await keyboard.scan(`~7${code}`);
    expect(await answer('wedge', true)).toEqual({
      'Came from': 'Keyboard, prefix ~7',
      'Ends with': 'Enter key',
      Prefix: '~7',
    });
    // Whoever has given it a prefix needs no advice to.
    await howTo.waitFor({ state: 'detached' });
  });

  it('names the damage where the text came altered, and shows both texts', async () => {
    const code = await startFinding();
    const keyboard = await makeKeyboard(kiosk);
    const altered = asUk(code);
    await keyboard.scan(altered, 'Tab');
    expect(await answer('wedge', false)).toEqual({
      'Came from': 'Keyboard',
      'Ends with': 'Tab key',
      Prefix: 'none',
    });
    const damage = shown('find-damage').first();
    expect(await damage.locator('li').allTextContents()).toEqual([
      "this PC's keyboard layout is not US, so symbols were swapped",
    ]);
    expect(await damage.locator('dd').allTextContents()).toEqual([code, altered]);
  });
});
