import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cardText, type Invented, inventNumber, inventPeople } from '../demo/people.ts';
import { launchKiosk } from '../devices/kiosk.ts';
import { makePtyPair } from '../devices/pty.ts';
import { LONG_NAME, makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

const dayFirst = (isoDate: string): string => isoDate.split('-').reverse().join('/');
const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

/** The code of a health-insurance card (FORMATS.md, section 2): names and addresses are UTF-8 in hex. */
const insurance = (person: Invented, code: string): string =>
  [
    code,
    hex(person.name.toUpperCase()),
    dayFirst(person.birth),
    person.sex === 'Nam' ? '1' : '2',
    hex('Phường Thử, Gia Lai'),
    '64 - 001',
    '01/01/2025',
    ...Array.from({ length: 8 }, () => '-'),
    '$',
  ].join('|');

/** A card with the number of an old one, in its second field. */
const withOld = (person: Invented, old: string): string => cardText(person).replace('||', `|${old}|`);

/** People with several documents: nobody to look at, pairs that agree and that contradict, what was decided, finding. */
export async function peopleGate({ electron, display, folder, photographer, say }: Studio): Promise<void> {
  const own = join(folder, 'people');
  mkdirSync(own, { recursive: true });
  const port = await makePtyPair(own, 'ttyVAO');
  const gate = makeGate(own, {
    lanes: [{ name: '1', direction: 'in' }],
    scanners: [{ port: port.device, lane: '1', baudRate: 115_200 }],
  });
  const kiosk = await launchKiosk({ electron, display, settingsFile: gate.settingsFile });
  const { page } = kiosk;
  const id = (name: string) => page.getByTestId(name);
  const picture = async (screen: string): Promise<void> => {
    await photographer.take(kiosk, screen);
    say(screen);
  };
  const scan = async (text: string): Promise<void> => {
    const before = (await id('verdict').count()) === 0 ? '' : await id('verdict').getAttribute('data-id');
    await port.send(`${text}\r\n`);
    await page
      .locator(`[data-testid="verdict"][data-verdict="welcome"]:not([data-id="${before}"])`)
      .waitFor();
  };
  const signIn = async (): Promise<void> => {
    await id('action-admin').click();
    await id('sign-in-password').fill(gate.adminPassword);
    await id('sign-in-submit').click();
    await id('admin-tab-people').click();
  };
  try {
    await page.locator(`[data-testid="chip-scanner-${port.device}"][data-state="ready"]`).waitFor();
    await signIn();
    await id('people-none').waitFor();
    await picture('people-none');
    await id('admin-leave').click();

    const people = inventPeople();
    const long = { ...people.hbia, name: LONG_NAME, number: inventNumber('066', people.hbia) };
    await scan(cardText(people.anh));
    await scan(insurance(people.anh, 'DN4640123456789'));
    await scan(cardText(long));
    await scan(insurance(long, '0987654321'));
    await scan(withOld(people.lam, '233123456'));
    await scan(
      withOld({ ...people.lam, number: inventNumber('062', people.lam), name: 'Trần Văn Lẫm' }, '233123456'),
    );
    await page.keyboard.press('Escape');
    await id('verdict').waitFor({ state: 'detached' });
    await signIn();
    await id('people-pair').first().waitFor();
    await picture('people-open');
    await id('people-join').nth(1).scrollIntoViewIfNeeded();
    await id('people-put-off').first().click();
    await picture('people-later');
    await id('people-join').nth(1).click();
    await id('people-undo').waitFor();
    await picture('people-joined');
    await id('people-list-joined').click();
    await id('people-decided').waitFor();
    await picture('people-decided');
    await id('people-search').fill('nguyen thi');
    await id('people-find').click();
    await id('people-found').waitFor();
    await picture('people-found');
    await id('people-search').fill('tran van');
    await id('people-find').click();
    await id('people-person').nth(1).waitFor();
    await id('people-choose').first().click();
    await id('people-choose').nth(1).click();
    await id('people-pair').waitFor();
    await id('people-join').click();
    await picture('people-compared');
    await id('people-search').fill('khong co ai');
    await id('people-find').click();
    await id('people-not-found').waitFor();
    await picture('people-not-found');
  } finally {
    await kiosk.kill();
    await port.close();
  }
}
