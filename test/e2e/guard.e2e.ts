import { afterEach, beforeEach, describe, expect } from 'vitest';
import { itNeeding } from '../support/device.ts';
import { makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { rowsOnDisk } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'pty', 'xdotool');

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';

let folder: string;
let pty: PtyPair;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
  pty = await makePtyPair(folder);
  await start();
});
afterEach(async () => {
  await kiosk.close();
  await pty.close();
});

async function start(): Promise<void> {
  kiosk = await startKiosk(folder, { scanners: [{ port: pty.device, baudRate: 115200 }] });
  await kiosk.page.locator(`[data-testid="chip-scanner-${pty.device}"][data-state="ready"]`).waitFor();
}
/** A power switch off and on. */
async function restart(): Promise<void> {
  await kiosk.kill();
  await start();
}

const shown = (testId: string) => kiosk.page.getByTestId(testId);
const verdict = (kind: string, reason: string) =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${kind}"][data-reason="${reason}"]`).waitFor();
const scan = (text: string) => pty.send(`${text}\r\n`);

/** Rows of the gate: number, what happened, and the number of the row that it undoes or answers. */
async function written(): Promise<string[]> {
  await kiosk.kill();
  return rowsOnDisk(kiosk.dataFolder)
    .filter(({ kind }) => kind !== 'opened' && kind !== 'alive')
    .map(({ kind, reason, voidsSeq, answersSeq }, index, rows) => {
      const place = (seq: number | null) => rows.findIndex((row) => row.seq === seq);
      const refers = voidsSeq ?? answersSeq;
      return `${index} ${kind} ${reason}${refers === null ? '' : ` -> ${place(refers)}`}`;
    });
}

describe('a guard who undoes', () => {
  it('takes his own last event back: a row of its own, struck out on the screen, and offered once only', async () => {
    await scan(CARD);
    await verdict('welcome', 'entered');
    await shown('action-undo').click();
    await kiosk.page.locator('[data-testid="recent"] [data-voided="true"]').waitFor({ state: 'attached' });
    await shown('verdict').waitFor({ state: 'detached' });
    expect(await shown('action-undo').isDisabled()).toBe(true);
    expect(await shown('count-inside').textContent()).toBe('0');
    await scan(CARD);
    await verdict('welcome', 'entered');
    expect(await written()).toEqual(['0 in entered', '1 void undone -> 0', '2 in entered']);
  });

  it('takes an ask back: nothing is left to answer', async () => {
    await scan('một dòng chữ lạ');
    await verdict('ask', 'unknown-text');
    await shown('action-undo').click();
    await shown('verdict').waitFor({ state: 'detached' });
    await scan(CARD);
    await verdict('welcome', 'entered');
    expect(await written()).toEqual(['0 asked unknown-text', '1 void undone -> 0', '2 in entered']);
  });
});

describe('the language', () => {
  it('changes at once by its switch, and stays so after the power was off', async () => {
    const looks = async () => [
      await kiosk.page.evaluate(() => document.documentElement.lang),
      await shown('action-type').locator('strong').textContent(),
    ];
    expect(await looks()).toEqual(['vi', 'Nhập tay']);
    await shown('language-en').click();
    await expect.poll(looks).toEqual(['en', 'Type it in']);
    await restart();
    await expect.poll(looks).toEqual(['en', 'Type it in']);
    await scan(CARD);
    await verdict('welcome', 'entered');
    expect(await shown('verdict-word').textContent()).toBe('COME IN');
    await shown('verdict').waitFor({ state: 'detached' });
    await shown('language-vi').click();
    await expect.poll(looks).toEqual(['vi', 'Nhập tay']);
  });
});

describe('the direction', () => {
  it('is turned by its dialog, is a row, and stays so after the power was off', async () => {
    const lane = () => shown('lane-1').getAttribute('data-direction');
    expect(await lane()).toBe('auto');
    await shown('action-direction').click();
    await shown('direction-dialog').waitFor();
    await shown('direction-out').click();
    await shown('direction-dialog').waitFor({ state: 'detached' });
    await expect.poll(lane).toBe('out');
    await restart();
    expect(await lane()).toBe('out');
    await scan(CARD);
    await verdict('goodbye', 'left-without-entry');
    expect(await written()).toEqual(['0 mode guard:out', '1 out left-without-entry']);
  });
});

describe('an ask', () => {
  const ASKED = 'một dòng chữ lạ';

  it('is answered by the key 1 or the key 2, and each answer is a row that names its ask', async () => {
    const keyboard = await makeKeyboard(kiosk);
    await scan(ASKED);
    await verdict('ask', 'unknown-text');
    await keyboard.press('1');
    await verdict('welcome', 'guard-admitted');
    await scan(`${ASKED} khác`);
    await verdict('ask', 'unknown-text');
    await keyboard.press('2');
    await verdict('stop', 'guard-refused');
    expect(await written()).toEqual([
      '0 asked unknown-text',
      '1 in guard-admitted -> 0',
      '2 asked unknown-text',
      '3 refused guard-refused -> 2',
    ]);
  });

  it('is answered by a touch of either button', async () => {
    await scan(ASKED);
    await verdict('ask', 'unknown-text');
    await shown('answer-refuse').click();
    await verdict('stop', 'guard-refused');
    await scan(`${ASKED} khác`);
    await verdict('ask', 'unknown-text');
    await shown('answer-admit').click();
    await verdict('welcome', 'guard-admitted');
    expect(await written()).toEqual([
      '0 asked unknown-text',
      '1 refused guard-refused -> 0',
      '2 asked unknown-text',
      '3 in guard-admitted -> 2',
    ]);
  });

  it('that nobody answered is closed as refused by the next read', async () => {
    await scan(ASKED);
    await verdict('ask', 'unknown-text');
    await scan(CARD);
    await verdict('welcome', 'entered');
    expect(await written()).toEqual(['0 asked unknown-text', '1 refused unanswered -> 0', '2 in entered']);
  });

  it('is closed by the next read also where the power was off between them', async () => {
    await scan(ASKED);
    await verdict('ask', 'unknown-text');
    await restart();
    await scan(CARD);
    await verdict('welcome', 'entered');
    expect(await written()).toEqual(['0 asked unknown-text', '1 refused unanswered -> 0', '2 in entered']);
  });
});
