import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { makeFinger } from '../../test/support/touch.ts';
import { cardText, inventNumber, inventPeople } from '../demo/people.ts';
import { makeHands } from '../devices/hands.ts';
import { launchKiosk } from '../devices/kiosk.ts';
import { makePtyPair } from '../devices/pty.ts';
import type { Display } from '../display.ts';
import type { FoundElectron } from '../electron-runtime.ts';
import { LONG_NAME, makeGate } from './gates.ts';
import type { Photographer } from './looks.ts';

export interface Studio {
  readonly electron: FoundElectron;
  readonly display: Display;
  /** For devices and data; removed afterwards. */
  readonly folder: string;
  readonly photographer: Photographer;
  readonly say: (line: string) => void;
}

/** A gate with one entrance and one exit on a good day: every verdict, every dialog, every administrator's page. */
export async function quietGate({ electron, display, folder, photographer, say }: Studio): Promise<void> {
  const own = join(folder, 'quiet');
  const target = join(own, 'USB-VAN-PHONG');
  mkdirSync(target, { recursive: true });
  const entrance = await makePtyPair(own, 'ttyVAO');
  const exit = await makePtyPair(own, 'ttyRA');
  const gate = makeGate(own, {
    lanes: [
      { name: 'Vào', direction: 'in' },
      { name: 'Ra', direction: 'out' },
    ],
    scanners: [
      { port: entrance.device, lane: 'Vào', baudRate: 115_200 },
      { port: exit.device, lane: 'Ra', baudRate: 9600 },
    ],
    target,
  });
  const kiosk = await launchKiosk({ electron, display, settingsFile: gate.settingsFile });
  try {
    const { page } = kiosk;
    const hands = makeHands(page, display.display, null);
    const id = (name: string) => page.getByTestId(name);
    const picture = async (screen: string): Promise<void> => {
      await photographer.take(kiosk, screen);
      say(screen);
    };
    const scan = async (at: typeof entrance, text: string, verdict: string): Promise<void> => {
      const before = (await id('verdict').count()) === 0 ? '' : await id('verdict').getAttribute('data-id');
      await at.send(`${text}\r\n`);
      await page
        .locator(`[data-testid="verdict"][data-verdict="${verdict}"]:not([data-id="${before}"])`)
        .waitFor();
    };
    const calm = async (): Promise<void> => {
      await hands.press('Escape');
      await id('verdict').waitFor({ state: 'detached' });
    };
    for (const { device } of [entrance, exit]) {
      await page.locator(`[data-testid="chip-scanner-${device}"][data-state="ready"]`).waitFor();
    }
    const people = inventPeople();
    const long = { ...people.hbia, name: LONG_NAME, number: inventNumber('066', people.hbia) };

    await picture('idle-morning');
    await scan(entrance, cardText(people.anh), 'welcome');
    await picture('welcome');
    await scan(entrance, cardText(people.anh), 'again');
    await picture('again');
    await scan(exit, cardText(people.anh), 'goodbye');
    await picture('goodbye');
    await scan(entrance, cardText(people.lam), 'welcome');
    await scan(entrance, cardText(long), 'welcome');
    await picture('welcome-long');
    await calm();
    await picture('idle');
    await scan(entrance, 'GATELOG:1:UNDO:AAAAAAAAAAAAAAAAAAAAAAAAAA', 'stop');
    await picture('stop');
    await calm();
    // A scanner that tells the symbology and then read nothing.
    await scan(entrance, ']Q3', 'unreadable');
    await picture('unreadable');
    await scan(entrance, 'https://vi-du.example/thuc-don', 'unreadable');
    await picture('not-a-pass');
    await scan(entrance, 'Phiếu khám số 17, phòng 204, ngày 24-11', 'ask');
    await picture('ask');
    await hands.click(id('answer-name'));
    await id('type-name').fill(people.plain.name);
    await picture('ask-name');
    await hands.press('Escape');
    await id('type-dialog').waitFor({ state: 'detached' });
    await hands.click(id('answer-refuse'));
    await page.locator('[data-reason="guard-refused"]').waitFor();
    // Wrong in every way that a card's fields can be: as many warnings as a verdict ever carries.
    const odd = { ...people.hbia, number: '999099000001', name: LONG_NAME };
    await scan(entrance, cardText(odd), 'welcome');
    await picture('welcome-warnings');
    await scan(
      entrance,
      cardText({ ...odd, number: '998099000002', name: 'Nguy?n Th? \ufffdnh M\ufffdu' }),
      'ask',
    );
    await picture('ask-warnings');
    await hands.click(id('answer-admit'));
    await page.locator('[data-reason="guard-admitted"]').waitFor();
    await calm();

    await hands.click(id('action-direction'));
    await picture('direction');
    await hands.press('Escape');
    await id('direction-dialog').waitFor({ state: 'detached' });
    await hands.click(id('action-type'));
    await id('type-name').fill(LONG_NAME);
    await picture('type');
    await scan(entrance, cardText({ ...people.plain }), 'welcome');
    await picture('type-strip');
    await id('type-document').fill(people.anh.number);
    await id('type-suggestion-0').waitFor();
    await picture('type-known');
    await id('type-suggestion-0').click();
    await id('type-purpose-1').click();
    await id('type-companions-more').click();
    await picture('type-taken');
    await hands.press('Escape');
    await id('type-dialog').waitFor({ state: 'detached' });
    await calm();

    await hands.click(id('action-admin'));
    await id('sign-in-password').waitFor();
    await picture('sign-in');
    await id('sign-in-password').fill(gate.adminPassword);
    await id('sign-in-submit').click();
    await id('deliver-start').waitFor();
    await picture('deliver-undecided');
    await id('deliver-keys').click();
    await id('openers-in-force').waitFor();
    await id('gate-key-code').waitFor();
    await picture('keys-undecided');
    await id('openers-key-text').fill((await identityToRecipient(await generateIdentity())).toUpperCase());
    await id('openers-keys-found').waitFor();
    await picture('keys-compare');
    await id('openers-way-plain').click();
    await id('openers-reason').fill('Sổ giấy vẫn nằm cạnh máy, ai cũng xem được');
    await picture('keys-plain');
    await id('openers-use-plain').click();
    await page.locator('[data-testid="openers-in-force"][data-state="plain"]').waitFor();
    await id('openers-way-passphrase').click();
    await id('openers-propose').click();
    await picture('keys-passphrase');
    await id('admin-tab-deliver').click();
    await picture('deliver-plain');
    await id('admin-leave').click();
    await picture('idle-plain');
    await hands.click(id('action-admin'));
    await id('sign-in-password').or(id('admin-tab-keys')).first().waitFor();
    if (await id('sign-in-password').isVisible()) {
      await id('sign-in-password').fill(gate.adminPassword);
      await id('sign-in-submit').click();
    }
    await id('admin-tab-keys').click();
    await id('openers-key-text').fill(await identityToRecipient(await generateIdentity()));
    await id('openers-use-key').click();
    await page.locator('[data-testid="openers-in-force"][data-state="recipients"]').waitFor();
    await picture('keys');
    await id('admin-tab-deliver').click();
    await picture('deliver');
    await id('deliver-start').click();
    await id('deliver-result').waitFor({ timeout: 60_000 });
    await picture('delivered');
    await id('admin-tab-retention').click();
    await id('retention-kept').waitFor();
    await picture('retention');
    await id('admin-tab-password').click();
    await id('new-password').waitFor();
    await picture('password');
    await id('admin-tab-scanner').click();
    await picture('find');
    await id('find-start').click();
    await id('find-code').waitFor();
    await picture('find-code');
    const code = (await id('find-code').getAttribute('data-text')) ?? '';
    await entrance.send(`${code}\r\n`);
    await id('find-result').waitFor();
    await picture('find-found');
    // What a keyboard scanner makes of it without the letters that no US keyboard has.
    await hands.scan(code.replaceAll('ư', '').replaceAll('ờ', '').replaceAll('ỗ', '?').replaceAll('Đ', '?'));
    await page.locator('[data-testid="find-result"][data-source="wedge"]').waitFor();
    await picture('find-damaged');
    await id('admin-tab-ports').click();
    await picture('ports');
    await id('admin-tab-clock').click();
    await picture('clock');
    await id('admin-tab-choices').click();
    await id('choices-save').waitFor();
    await picture('choices');

    await id('admin-leave').click();
    const finger = await makeFinger(kiosk);
    await finger.tap('action-type');
    await finger.tap('type-name');
    await id('type-name').fill(people.anh.name);
    await id('touch-keyboard').waitFor();
    await picture('type-touch');
  } finally {
    await kiosk.kill();
    await entrance.close();
    await exit.close();
  }
}
