import { describe, expect } from 'vitest';
import '../../preload/contract/window.ts';
import { decodePayload } from '../../core/batch/payload.ts';
import { itNeeding } from '../support/device.ts';
import { makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { rowsOnDisk } from '../support/rows.ts';
import { makeFinger } from '../support/touch.ts';

const it = itNeeding('electron', 'display', 'xdotool');

const HOSPITAL = { site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử', place: 'hospital' } };
const LANE = { lanes: [{ name: '1', direction: 'in' }] };

/** What the log has of everybody who came in, oldest first. */
const entries = (kiosk: RunningKiosk) =>
  rowsOnDisk(kiosk.dataFolder).flatMap((row) => {
    if (row.kind !== 'in' || row.payload === null) return [];
    const { name, document, phone, fields } = decodePayload(row.payload);
    return [{ name, document, phone, fields, personKey: row.personKey }];
  });

describe('an entry typed with fingers alone', () => {
  it('takes its name from the keyboard on the glass, and somebody known by his number, masked until he is written', async () => {
    const kiosk = await startKiosk(await makeFolder(), { ...HOSPITAL, ...LANE });
    try {
      const finger = await makeFinger(kiosk);
      const shown = (name: string) => kiosk.page.getByTestId(name);
      const value = (name: string) => shown(name).inputValue();
      const written = (name: string) =>
        kiosk.page
          .locator('[data-testid="verdict"][data-reason="manual-entry"]', { hasText: name })
          .waitFor();

      await finger.tap('action-type');
      await finger.tap('type-name');
      await shown('touch-keyboard').waitFor();
      // A tone goes onto the word that stands before the caret; capitals come by themselves.
      await finger.type([
        ...'tr',
        'â',
        'n',
        'grave',
        'space',
        ...'th',
        'i',
        'dot',
        'space',
        ...'m',
        'â',
        'u',
        'tilde',
      ]);
      await expect.poll(() => value('type-name')).toBe('Trần Thị Mẫu');
      await finger.tap('type-document');
      await finger.type([...'001188000001']);
      await finger.tap('type-phone');
      await finger.type([...'0901000001']);
      // Straight from the keys to a button: it is hit where it was seen.
      await finger.tap('type-purpose-1');
      await finger.tap('type-companions-more');
      await finger.tap('type-companions-more');
      await finger.tap('type-companions-less');
      await finger.tap('type-record-in');
      await written('Trần Thị Mẫu');

      // Back after a while, in a hurry: the phone number is enough.
      await finger.tap('action-type');
      await finger.tap('type-phone');
      await finger.type([...'0901000001']);
      await shown('type-suggestion-0').waitFor();
      const offered = (await shown('type-suggestions').textContent()) ?? '';
      expect(offered).toContain('T. T. Mẫu');
      expect(offered).not.toMatch(/Trần|001188000001/);
      await finger.tap('type-suggestion-0');
      await shown('type-taken').waitFor();
      expect(await kiosk.page.content()).not.toMatch(/001188000001/);
      await finger.tap('type-record-in');
      await shown('type-dialog').waitFor({ state: 'detached' });
      await written('Trần Thị Mẫu');

      await kiosk.kill();
      const [first, second] = entries(kiosk);
      expect(first).toEqual({
        name: 'Trần Thị Mẫu',
        document: '001188000001',
        phone: '0901000001',
        fields: { purpose: 'Thăm người bệnh', companions: '1' },
        personKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect(second).toEqual({ ...first, fields: {} });
    } finally {
      await kiosk.close();
    }
  });

  it('is done whole above the keys: the way, the purpose and the button that writes it are hit while they stay', async () => {
    const kiosk = await startKiosk(await makeFolder(), { ...HOSPITAL, ...LANE });
    try {
      const finger = await makeFinger(kiosk);
      const shown = (name: string) => kiosk.page.getByTestId(name);
      const keys = () => shown('touch-keyboard').count();
      /** In the window, nothing above it, and where in it. */
      const place = async (name: string) => {
        const top = await shown(name).evaluate((one) => {
          const { left, top: y, width, height } = one.getBoundingClientRect();
          const above = document.elementFromPoint(left + width / 2, y + height / 2);
          return one.contains(above) && height >= 44 ? Math.round(y) : null;
        });
        expect(top, name).not.toBe(null);
        return top;
      };
      await finger.tap('action-type');
      await finger.tap('type-name');
      await shown('touch-keyboard').waitFor();
      const ends = ['type-cancel', 'type-record-in', 'type-record-out'];
      const before = await Promise.all(ends.map(place));
      // Nothing typed: it says so, and the keys are there for what is missing.
      await finger.tap('type-record-in');
      await shown('type-problem').filter({ hasText: /\p{L}/u }).waitFor();
      await kiosk.page.locator('[data-testid="type-name"]:focus').waitFor();
      await finger.type(['m', 'a', 'i']);
      await finger.tap('type-purpose-0');
      await finger.tap('type-companions-more');
      await finger.tap('type-note');
      await place('type-note');
      await finger.type(['b', 'a']);
      expect(await Promise.all(ends.map(place))).toEqual(before);
      // A read meanwhile takes the upper edge: what is typed into is still seen.
      await kiosk.page.evaluate(() =>
        window.gatelog.call('gate.read', { source: 'wedge', text: ']Q3', prefix: '', terminator: 'enter' }),
      );
      await shown('verdict').waitFor();
      await expect.poll(() => place('type-note').catch(() => null)).not.toBe(null);
      expect([await keys(), ...(await Promise.all(ends.map(place)))]).toEqual([1, ...before]);
      await finger.tap('type-record-out');
      await shown('type-dialog').waitFor({ state: 'detached' });
      // Written the wrong way by a hand in a glove: a press takes it back.
      await kiosk.page.locator('[data-testid="verdict"][data-verdict="goodbye"]').waitFor();
      await kiosk.page.locator('[data-testid="action-undo"]:not([disabled])').click();
      await kiosk.page.locator('[data-testid="recent"] [data-kind="out"][data-voided="true"]').waitFor();
      await kiosk.kill();
      const [out] = rowsOnDisk(kiosk.dataFolder).filter(({ kind }) => kind === 'out');
      expect(out?.payload && decodePayload(out.payload)).toMatchObject({
        name: 'Mai',
        fields: { purpose: 'Khám bệnh', companions: '1' },
        note: 'ba',
      });
    } finally {
      await kiosk.close();
    }
  });

  it('is as well typed by keys alone: the suggestion is the next stop of Tab, and Enter twice writes it', async () => {
    const kiosk = await startKiosk(await makeFolder(), { ...HOSPITAL, ...LANE });
    try {
      const keyboard = await makeKeyboard(kiosk);
      const shown = (name: string) => kiosk.page.getByTestId(name);
      await keyboard.scan('001099000001||Nguyen Van Thu|15051999|Nam|Xa A, Huyen B, Dak Lak|20042021');
      await kiosk.page.locator('[data-testid="verdict"][data-verdict="welcome"]').waitFor();
      await shown('action-type').focus();
      await keyboard.press('Return');
      await shown('type-document').focus();
      await keyboard.type('001099000001');
      await shown('type-suggestion-0').waitFor();
      for (const next of ['type-phone', 'type-suggestion-0']) {
        await keyboard.press('Tab');
        await kiosk.page.locator(`[data-testid="${next}"]:focus`).waitFor();
      }
      await keyboard.press('Return');
      await kiosk.page.locator('[data-testid="type-record-in"]:focus').waitFor();
      // Another number is another person, and the old one again is he.
      await shown('type-document').focus();
      await keyboard.press('BackSpace');
      await shown('type-name').waitFor();
      await keyboard.type('1');
      await shown('type-suggestion-0').click();
      await kiosk.page.locator('[data-testid="type-record-in"]:focus').waitFor();
      await keyboard.press('Return');
      await shown('type-dialog').waitFor({ state: 'detached' });
      await kiosk.page.locator('[data-testid="verdict"][data-reason="manual-entry"]').waitFor();
      await kiosk.kill();
      const [scanned, typed] = entries(kiosk);
      expect(typed).toMatchObject({ name: 'Nguyen Van Thu', personKey: scanned?.personKey });
    } finally {
      await kiosk.close();
    }
  });
});
