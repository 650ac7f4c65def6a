import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect } from 'vitest';
import { hashPassword } from '../../main/staff/password.ts';
import { itNeeding } from '../support/device.ts';
import { type Keyboard, makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { rowsOnDisk, story } from '../support/rows.ts';

const PASSWORD = 'mat-khau-thu';
/** Longer than the silence that tells a key of a hand from one of a scanner. ms */
const SETTLED_MS = 200;
const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

const CCCD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
/** Health insurance of the same name and birth, with no number that the citizen card has. */
const BHYT = `DN4010123456789|${hex('NGUYEN VAN THU')}|15/05/1999|1|-|01 - 028|01/01/2025|-|-|-|-|-|-|-|-|-|$`;
/** Says that the two are one human: the citizen number first, the insurance code in EXT. */
const PC_COVID = '001099000001|NGUYEN VAN THU|1999-05-15|0|162979388586171100|<1<DN4010123456789<0901234567';
/** The same, as an app shows it to others: the number and the birth hidden. */
const MASKED = '001******001|NGUYEN VAN THU|1999-**-**|0||<1<DN40101********<0901***567';

let folder: string;
let entrance: PtyPair;
let exit: PtyPair;
let kiosk: RunningKiosk;
let keyboard: Keyboard;

beforeEach(async () => {
  folder = await makeFolder();
  entrance = await makePtyPair(folder, 'ttyVAO');
  exit = await makePtyPair(folder, 'ttyRA');
  await start();
});
afterEach(async () => {
  await kiosk.close();
  await entrance.close();
  await exit.close();
});

/** Starts the kiosk on this test's log, also after it was killed. */
async function start(): Promise<void> {
  kiosk = await startKiosk(folder, {
    adminPassword: hashPassword(PASSWORD),
    lanes: [
      { name: 'Vào', direction: 'in' },
      { name: 'Ra', direction: 'out' },
    ],
    scanners: [
      { port: entrance.device, lane: 'Vào', baudRate: 115200 },
      { port: exit.device, lane: 'Ra', baudRate: 115200 },
    ],
  });
  keyboard = await makeKeyboard(kiosk);
  for (const { device } of [entrance, exit]) {
    await kiosk.page.locator(`[data-testid="chip-scanner-${device}"][data-state="ready"]`).waitFor();
  }
}
const shown = (name: string) => kiosk.page.getByTestId(name);
const inside = (count: number): Promise<void> =>
  expect.poll(() => shown('count-inside').textContent()).toBe(String(count));

/** Scans a code and waits for its own verdict; back to the idle screen. */
async function scan(at: PtyPair, text: string, verdict: string): Promise<void> {
  await at.send(`${text}\r\n`);
  await kiosk.page.locator(`[data-testid="verdict"][data-verdict="${verdict}"]`).waitFor();
  await keyboard.press('Escape');
  await shown('verdict').waitFor({ state: 'detached' });
}

/** Opens the page of people as an administrator. */
async function openPeople(): Promise<void> {
  await shown('action-admin').click();
  await shown('sign-in-password').fill(PASSWORD);
  await shown('sign-in-submit').click();
  await shown('admin-tab-people').click();
  await shown('people-page').waitFor();
}
async function leave(): Promise<void> {
  await shown('admin-leave').click();
  await shown('admin').waitFor({ state: 'detached' });
}
const focused = (): Promise<string> =>
  kiosk.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testid'] ?? '');

/** Presses Tab until the focus is where it should go. */
async function tabTo(name: string): Promise<void> {
  for (let presses = 0; (await focused()) !== name; presses += 1) {
    if (presses > 30) throw new Error(`Tab never came to ${name}`);
    await keyboard.press('Tab');
    await sleep(SETTLED_MS);
  }
}
/** Presses Enter on what has the focus, and waits for the next focus. */
async function enter(next: string): Promise<void> {
  await keyboard.press('Return');
  await expect.poll(focused).toBe(next);
}

const it = itNeeding('electron', 'display', 'pty', 'xdotool');

it('takes documents that a card names together for one person: in by one, out by the others, one visit each', async () => {
  await scan(entrance, CCCD, 'welcome');
  await inside(1);
  await scan(exit, PC_COVID, 'goodbye');
  await inside(0);
  // Known from now on by the insurance that PC-Covid named, though no card of the two names the other.
  await scan(entrance, BHYT, 'welcome');
  await scan(exit, CCCD, 'goodbye');
  await inside(0);
  await openPeople();
  await shown('people-none').waitFor();
  await kiosk.kill();
  const rows = rowsOnDisk(kiosk.dataFolder);
  expect(story(kiosk.dataFolder).filter((line) => !line.startsWith('note'))).toEqual([
    'in entered',
    'out left',
    'in entered',
    'out left',
  ]);
  const [first, , insurance] = rows.filter(({ kind }) => kind === 'in' || kind === 'out');
  expect(rows.flatMap(({ kind, reason }) => (kind === 'note' ? [reason] : []))).toEqual([
    `person/joined:${insurance?.personKey}:${first?.personKey}`,
  ]);
});

it('counts two who merely look alike as two, until an administrator joins them by keys alone; parts and joins over power cuts', async () => {
  await scan(entrance, CCCD, 'welcome');
  await scan(entrance, BHYT, 'welcome');
  await inside(2);
  await openPeople();
  await shown('people-pair').waitFor();
  const said = await shown('people-pair')
    .locator('tbody tr')
    .evaluateAll((lines) =>
      lines.map((line) => `${line.getAttribute('data-field')} ${line.getAttribute('data-said')}`),
    );
  expect(said).toEqual([
    'name alike',
    'birth same',
    'cccd missing',
    'bhyt missing',
    'sex same',
    'address missing',
  ]);
  const text = (await shown('people-pair').textContent()) ?? '';
  expect([text.includes('001•••••0001'), text.includes('001099000001')]).toEqual([true, false]);

  await tabTo('people-join');
  await enter('people-undo');
  await shown('people-none').waitFor();
  await enter('people-done-words');
  await shown('people-pair').waitFor();
  await tabTo('people-join');
  await enter('people-undo');
  await shown('people-none').waitFor();
  await leave();
  await inside(1);

  await kiosk.kill();
  await start();
  await inside(1);
  await openPeople();
  await shown('people-none').waitFor();
  await shown('people-search').fill('NGUYỄN  văn'.normalize('NFD'));
  await shown('people-find').click();
  await shown('people-person').waitFor();
  const found = await shown('people-person').allTextContents();
  expect(found.map((one) => ['001•••••0001', 'DN4••••••••6789'].map((part) => one.includes(part)))).toEqual([
    [true, true],
  ]);
  await shown('people-list-joined').click();
  await shown('people-part').click();
  await shown('people-none').waitFor();
  await leave();
  await inside(2);

  await kiosk.kill();
  await start();
  await inside(2);
  await openPeople();
  await shown('people-dismiss').click();
  await shown('people-none').waitFor();
  await kiosk.kill();
  await start();
  await inside(2);
  await openPeople();
  await shown('people-none').waitFor();
  await shown('people-list-dismissed').click();
  await shown('people-recall').waitFor();
  await kiosk.kill();
  const notes = rowsOnDisk(kiosk.dataFolder).flatMap(({ kind, reason }) =>
    kind === 'note' ? [reason.slice(0, reason.indexOf(':'))] : [],
  );
  expect(notes).toEqual(['person/joined', 'person/parted', 'person/joined', 'person/parted']);
});

it('joins nobody by a number or a birth that is hidden', async () => {
  await scan(entrance, CCCD, 'welcome');
  await entrance.send(`${MASKED}\r\n`);
  await kiosk.page.locator('[data-testid="verdict"][data-reason="masked-document"]').waitFor();
  await shown('answer-admit').click();
  await kiosk.page.locator('[data-reason="guard-admitted"]').waitFor();
  await inside(2);
  await openPeople();
  await shown('people-none').waitFor();
  await shown('people-list-joined').click();
  await shown('people-none').waitFor();
  await kiosk.kill();
  expect(story(kiosk.dataFolder)).toEqual(['in entered', 'asked masked-document', 'in guard-admitted']);
});
