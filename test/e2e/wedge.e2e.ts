import { afterEach, beforeEach, describe, expect } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { reduceToCp437 } from '../../core/read/cp437.ts';
import { itNeeding } from '../support/device.ts';
import { type Keyboard, makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { rowsOnDisk, story } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'xdotool');

/** As a scanner sends it that writes no accents: all of it on a US board. */
const PLAIN = '001099000001||NGUYEN VAN THU|15051999|Nam|Xa A, Huyen B, Dak Lak|20042021';
const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
/** A busy machine can hold a key back for long: a read is not cut in two for that. */
const PATIENT = { silenceMs: 1000 };

let folder: string;
let kiosk: RunningKiosk;
let keyboard: Keyboard;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => kiosk.close());

async function start(wedge: Record<string, unknown> = {}): Promise<void> {
  kiosk = await startKiosk(folder, { wedge: { ...PATIENT, ...wedge } });
  keyboard = await makeKeyboard(kiosk);
}
const shown = (testId: string) => kiosk.page.getByTestId(testId);
const verdict = (kind: string) =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${kind}"]`).waitFor();
/** What happened, once the kiosk is down. */
async function ended(): Promise<string[]> {
  await kiosk.kill();
  return story(kiosk.dataFolder);
}

describe('a keyboard scanner at the real kiosk', () => {
  it('turns a card into a welcome and a row, and says again to the second scan', async () => {
    await start();
    await keyboard.scan(PLAIN);
    await verdict('welcome');
    expect(await shown('verdict-name').textContent()).toBe('NGUYEN VAN THU');
    await keyboard.scan(PLAIN);
    await verdict('again');
    expect(await ended()).toEqual(['in entered', 'repeat already-in']);
  });

  it('writes the exact name where the scanner sends its letters as ALT with keypad digits', async () => {
    await start();
    await keyboard.scan(CARD);
    await verdict('welcome');
    expect(await shown('verdict-name').textContent()).toBe('Nguyễn Văn Thử');
    expect(await ended()).toEqual(['in entered']);
  });

  it('asks about a name that came damaged, and keeps the text as it came', async () => {
    await start();
    const damaged = CARD.split('|')
      .map((field) => reduceToCp437(field))
      .join('|');
    await keyboard.scan(damaged);
    await verdict('ask');
    const raw = (await shown('verdict-raw').textContent()) ?? '';
    // On the screen masked, in the log whole.
    expect(raw).toContain('001•••••0001');
    await kiosk.kill();
    const asked = rowsOnDisk(kiosk.dataFolder).filter((row) => row.kind === 'asked');
    expect(asked.map((row) => [row.reason, row.payload && decodePayload(row.payload).raw])).toEqual([
      ['damaged-text', damaged],
    ]);
  });

  it('ends reads by Tab or by a pause where set so, and knows two scanners by their prefixes', async () => {
    await start({ terminator: 'tab', prefixes: ['~1', '~2'] });
    await keyboard.scan(`~1${PLAIN}`, 'Tab');
    await verdict('welcome');
    await keyboard.scan('~2002199000002||TRAN THI MAU|01011999|Nu|Xa C|20042021', 'Tab');
    await shown('verdict-name').filter({ hasText: 'TRAN THI MAU' }).waitFor();
    await kiosk.kill();
    const sources = rowsOnDisk(kiosk.dataFolder).filter((row) => row.kind === 'in');
    expect(sources.map((row) => row.source)).toEqual(['wedge:~1', 'wedge:~2']);
  });

  it('ends reads by silence where the scanner sends nothing behind them', async () => {
    await start({ terminator: 'silence' });
    await keyboard.scan(PLAIN, null);
    await verdict('welcome');
    expect(await ended()).toEqual(['in entered']);
  });
});

describe('while something is open', () => {
  it('a read is kept visible, the dialog stays as it was, and the field gets back what was typed', async () => {
    await start();
    await shown('action-type').click();
    await shown('type-name').focus();
    await keyboard.type('Le Thi Mau');
    expect(await shown('type-name').inputValue()).toBe('Le Thi Mau');
    await keyboard.scan(PLAIN);
    await verdict('welcome');
    expect(await shown('type-dialog').isVisible()).toBe(true);
    expect(await shown('verdict').isVisible()).toBe(true);
    expect(await shown('type-name').inputValue()).toBe('Le Thi Mau');
    await keyboard.type('n');
    expect(await shown('type-name').inputValue()).toBe('Le Thi Maun');
    expect(await ended()).toEqual(['in entered']);
  });

  it('a read goes to the gate while a button of a dialog has the focus and presses nothing', async () => {
    await start();
    await shown('action-type').click();
    await shown('type-cancel').focus();
    await keyboard.scan(PLAIN);
    await verdict('welcome');
    expect(await shown('type-dialog').isVisible()).toBe(true);
    expect(await ended()).toEqual(['in entered']);
  });
});

describe('keys that scanners can be made to send', () => {
  const CHORDS = ['ctrl+w', 'ctrl+r', 'ctrl+shift+i', 'F11', 'alt+F4', 'F5', 'ctrl+p', 'ctrl+n'];

  it('leave the window as it is and are noted in the diagnostics', async () => {
    await start();
    const looks = () =>
      kiosk.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => ({
          title: window.getTitle(),
          url: window.webContents.getURL(),
          visible: window.isVisible(),
          fullScreen: window.isFullScreen(),
          devTools: window.webContents.isDevToolsOpened(),
        })),
      );
    const before = await looks();
    await kiosk.page.evaluate(() => {
      document.body.dataset['stayed'] = 'yes';
    });
    await keyboard.burst(CHORDS);
    for (const chord of CHORDS) await keyboard.press(chord);
    await keyboard.scan(PLAIN);
    await verdict('welcome');
    expect(await looks()).toEqual(before);
    expect(await kiosk.page.evaluate(() => document.body.dataset['stayed'])).toBe('yes');
    const noted = kiosk
      .diagnostics()
      .split('\n')
      .filter((line) => line.includes('"keyboard/ignored"'))
      .map((line) => JSON.parse(line).context.chord);
    const named = ['Ctrl+W', 'Ctrl+R', 'Ctrl+Shift+I', 'F11', 'Alt+F4', 'F5', 'Ctrl+P', 'Ctrl+N'];
    expect(noted).toEqual([...named, ...named]);
  });
});
