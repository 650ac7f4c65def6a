import { afterEach, beforeEach, describe, expect } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { itNeeding } from '../support/device.ts';
import { type Keyboard, makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { rowsOnDisk } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'xdotool');

let kiosk: RunningKiosk;
let keyboard: Keyboard;

beforeEach(async () => {
  kiosk = await startKiosk(await makeFolder(), { lanes: [{ name: '1', direction: 'in' }] });
  keyboard = await makeKeyboard(kiosk);
});
afterEach(() => kiosk.close());

const shown = (name: string) => kiosk.page.getByTestId(name);
async function openDialog(): Promise<void> {
  await shown('action-type').click();
  await shown('type-name').focus();
}

describe('typing a name on a plain keyboard', () => {
  it('writes Vietnamese by Telex, keeps the caret in its place, and the name is in the row', async () => {
    await openDialog();
    await keyboard.type('Nguyeenx Mauax');
    expect(await shown('type-name').inputValue()).toBe('Nguyễn Mẫu');
    await shown('type-name').fill('');
    await keyboard.type('Tran Maaux');
    for (let left = 0; left < 4; left += 1) await keyboard.press('Left');
    await keyboard.type('af');
    expect(await shown('type-name').inputValue()).toBe('Trần Mẫu');
    await shown('type-record-in').click();
    await kiosk.page.locator('[data-testid="verdict"][data-reason="manual-entry"]').waitFor();
    await kiosk.kill();
    const [row] = rowsOnDisk(kiosk.dataFolder).filter((one) => one.kind === 'in');
    expect(row?.payload && decodePayload(row.payload).name).toBe('Trần Mẫu');
  });

  it('writes by VNI once that is chosen, leaves numbers alone, and keys as they are where it is off', async () => {
    await openDialog();
    await shown('type-method-vni').click();
    await kiosk.page.locator('[data-testid="type-method-vni"][aria-pressed="true"]').waitFor();
    await shown('type-name').focus();
    await keyboard.type('D9a8ng5');
    expect(await shown('type-name').inputValue()).toBe('Đặng');
    await shown('type-document').focus();
    await keyboard.type('AB12');
    expect(await shown('type-document').inputValue()).toBe('AB12');
    await shown('type-method-off').click();
    await kiosk.page.locator('[data-testid="type-method-off"][aria-pressed="true"]').waitFor();
    await shown('type-name').fill('');
    await keyboard.type('Dang59');
    expect(await shown('type-name').inputValue()).toBe('Dang59');
  });

  it('records by Enter the way that the lane stands, and the other way by its button', async () => {
    await shown('action-direction').click();
    await shown('direction-out').click();
    await kiosk.page.locator('[data-testid="lane-1"][data-direction="out"]').waitFor();
    await openDialog();
    await kiosk.page.locator('[data-testid="type-record-out"][data-proposed="true"]').waitFor();
    await keyboard.type('Tran Mau');
    await keyboard.press('Return');
    await kiosk.page.locator('[data-testid="verdict"][data-verdict="goodbye"]').waitFor();
    await openDialog();
    await keyboard.type('Le Thu');
    await shown('type-record-in').focus();
    await keyboard.press('Return');
    await kiosk.page.locator('[data-testid="verdict"][data-verdict="welcome"]').waitFor();
    await kiosk.kill();
    const passages = rowsOnDisk(kiosk.dataFolder).filter(({ kind }) => kind === 'in' || kind === 'out');
    expect(
      passages.map(({ kind, payload }) => [kind, payload === null ? null : decodePayload(payload).name]),
    ).toEqual([
      ['out', 'Tran Mau'],
      ['in', 'Le Thu'],
    ]);
  });

  it('records once where Enter is pressed again before the first was answered', async () => {
    await openDialog();
    await keyboard.type('Tran Mau');
    // As two presses do before the button is off on the screen.
    await shown('type-name').evaluate((field: HTMLInputElement) => {
      field.form?.requestSubmit();
      field.form?.requestSubmit();
    });
    await kiosk.page.locator('[data-testid="verdict"][data-reason="manual-entry"]').waitFor();
    await kiosk.kill();
    expect(rowsOnDisk(kiosk.dataFolder).filter(({ kind }) => kind === 'in').length).toBe(1);
  });
});
