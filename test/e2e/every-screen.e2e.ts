import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import '../../preload/contract/window.ts';
import { timestampMs } from '../../core/units.ts';
import { openSigningKey, PRIVATE_KEY_FILE, PUBLIC_KEY_FILE } from '../../main/delivery/signing-key.ts';
import { newEvent } from '../../main/events.ts';
import { openLog } from '../../main/log/index.ts';
import { logKey } from '../../main/log/key.ts';
import { faultsOf } from '../../tools/screens/faults.ts';
import { LONG_NAME } from '../../tools/screens/gates.ts';
import { allLooks, DISPLAY_SIZE, type Look, putOn } from '../../tools/screens/looks.ts';
import { type PaintedText, paintedTexts } from '../../tools/screens/painted.ts';
import { longJws, makeShcIssuer, shcParts } from '../core/credential/shc/cards.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk, startOwnKiosk } from '../support/kiosk.ts';
import { mountTmpfs, unmount } from '../support/mount.ts';
import { makePtyPair } from '../support/pty.ts';
import { makeFinger } from '../support/touch.ts';

const SHORT = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
const LONG = `001199000002||${LONG_NAME}|15051999|Nữ|Xã A, Huyện B, Đắk Lắk|20042021`;
/** A number that does not fit the birth date, and letters that a scanner spoilt. */
const ODD = `999099000003||${LONG_NAME}|15051999|Nữ|Xã A|20042021`;
const SPOILT = '998099000004||Nguy?n Th? \ufffdnh M\ufffdu|15051999|Nam|Xã A|20042021';
/** A control card of another site. */
const FOREIGN = 'GATELOG:1:UNDO:AAAAAAAAAAAAAAAAAAAAAAAAAA';

const LANES = [
  { name: 'Vào', direction: 'in' },
  { name: 'Ra', direction: 'out' },
];
/** Of a verdict's text on its ground (SCREEN.md). */
const LEAST_CONTRAST = 7;
const SIZE_OF_COLOURS = 1366;
/** Long enough for every look at it. s */
const VERDICT_SECONDS = 60;

let kiosk: RunningKiosk;
/** What is wrong, by screen and look. */
let faults: string[];
/** What the words of the verdicts were painted in. */
let words: PaintedText[];

beforeEach(() => {
  faults = [];
  words = [];
});
afterEach(() => kiosk.close());

const shown = (name: string) => kiosk.page.getByTestId(name);
const scan = async (text: string, verdict: string): Promise<void> => {
  const before = (await shown('verdict').count()) === 0 ? '' : await shown('verdict').getAttribute('data-id');
  await kiosk.page.evaluate(
    (read) =>
      window.gatelog.call('gate.read', { source: 'wedge', text: read, prefix: '', terminator: 'enter' }),
    text,
  );
  await kiosk.page
    .locator(`[data-testid="verdict"][data-verdict="${verdict}"]:not([data-id="${before}"])`)
    .waitFor();
};
const turn = (direction: 'in' | 'out') =>
  kiosk.page.evaluate(
    (to) => window.gatelog.call('gate.direction', { lane: 'Vào', direction: to }),
    direction,
  );
const calm = async (): Promise<void> => {
  await kiosk.page.keyboard.press('Escape');
  await shown('verdict').waitFor({ state: 'detached' });
};
/** Looks at the screen in every size, both languages, by day and by night. */
async function look(screen: string): Promise<void> {
  // The one before is still fading.
  await kiosk.page.locator('[data-leaving="true"]').waitFor({ state: 'detached' });
  let before: Look | null = null;
  for (const one of allLooks()) {
    // In set-up the language is the clerk's answer.
    const isOn = await putOn(kiosk, one, before);
    before = isOn ? one : null;
    if (!isOn) continue;
    const { language, scheme, width, height } = one;
    const found = await faultsOf(kiosk.page);
    // Colours are the same at every size.
    if (width === SIZE_OF_COLOURS) found.push(...(await paleTexts()));
    faults.push(...found.map((fault) => `${screen} ${language} ${scheme} ${width}x${height}: ${fault}`));
  }
}
/** Texts of the verdict that is shown, if one is, whose painted colours are less than 7 to 1. */
async function paleTexts(): Promise<string[]> {
  const painted = await paintedTexts(kiosk.page, '[data-testid^="verdict-"]:not(button)');
  words.push(...painted.filter(({ name }) => name === 'verdict-word'));
  return painted
    .filter(({ contrast }) => contrast < LEAST_CONTRAST)
    .map((text) => `${text.name} is pale: ${JSON.stringify(text)}`);
}

describe('every screen in three sizes, two languages, by day and by night', () => {
  const it = itNeeding('electron', 'display');

  it('shows every text whole and beside the others: idle, each verdict with a short and a very long name, every dialog', async () => {
    const folder = await makeFolder();
    const settings = {
      lanes: LANES,
      verdictSeconds: VERDICT_SECONDS,
      policy: { cccd: { numberConsistent: { fail: 'stop' } } },
    };
    kiosk = await startKiosk(folder, settings, [], DISPLAY_SIZE);
    await look('idle, morning');
    await scan(SHORT, 'welcome');
    await look('welcome');
    await scan(SHORT, 'again');
    await look('again');
    await scan(LONG, 'welcome');
    await look('welcome, long name');
    await scan(LONG, 'again');
    await look('again, long name');
    await turn('out');
    await scan(SHORT, 'goodbye');
    await look('goodbye');
    await scan(LONG, 'goodbye');
    await look('goodbye, long name');
    await turn('in');
    await scan(FOREIGN, 'stop');
    await look('stop');
    await scan(ODD, 'stop');
    await look('stop, long name');
    await calm();
    await scan(']Q3', 'unreadable');
    await look('unreadable');
    const [first = '', second = ''] = shcParts(longJws(makeShcIssuer()), 3);
    await kiosk.page.evaluate(
      (texts) => {
        for (const text of texts)
          void window.gatelog.call('gate.read', { source: 'wedge', text, prefix: '', terminator: 'enter' });
      },
      [first, second],
    );
    await kiosk.page.locator('[data-testid="parts"][data-have="1 2"]').waitFor();
    await look('two codes of three');
    await scan('Phiếu khám số 17, phòng 204, ngày 24-11', 'ask');
    await look('ask');
    await scan(SPOILT, 'ask');
    await look('ask, long name');

    // As a power cut would: the ask that waits is there again.
    await kiosk.kill();
    kiosk = await startKiosk(folder, settings, [], DISPLAY_SIZE);
    await look('restored');
    await shown('action-direction').click();
    await look('direction');
    await shown('direction-close').click();
    const finger = await makeFinger(kiosk);
    await finger.tap('action-type');
    await finger.tap('type-name');
    await shown('type-name').fill(LONG_NAME);
    await shown('touch-keyboard').waitFor();
    await look('typing on the glass');
    await shown('type-cancel').click();
    await shown('action-admin').click();
    await shown('admin-tab-scanner').click();
    await shown('find-start').click();
    await shown('find-code').waitFor();
    await look('find my scanner');
    expect(faults).toEqual([]);
    // Six verdicts, each on a ground of its own, by day and by night the same.
    expect(new Set(words.map(({ ground }) => ground.join())).size).toBe(6);
  });

  const setUp = async (language: 'vi' | 'en'): Promise<void> => {
    kiosk = await startOwnKiosk(await makeFolder(), 'setup', [], DISPLAY_SIZE);
    await shown(`setup-language-${language}`).click();
    await kiosk.page.locator(`html[lang="${language}"]`).waitFor();
    await look('first start');
    await shown('setup-next').click();
    await shown('setup-site-name').fill('Bệnh viện Đa khoa Khu vực Thử Nghiệm Tây Nguyên (cơ sở 2)');
    await shown('setup-place-hospital').click();
    await look('set-up, site');
    await shown('setup-next').click();
    await shown('setup-gate-name').fill('Cổng số 3, đường Nguyễn Văn Mẫu');
    await shown('setup-only-yes').click();
    await look('set-up, gate');
    expect(faults).toEqual([]);
  };
  it('shows every text of the first questions of set-up in Vietnamese', () => setUp('vi'));
  it('shows every text of the first questions of set-up in English', () => setUp('en'));

  it('would see it: a text that is cut, one that lies on another, one under another, a pale one', async () => {
    kiosk = await startKiosk(await makeFolder(), { verdictSeconds: VERDICT_SECONDS });
    await scan(SHORT, 'welcome');
    expect([await faultsOf(kiosk.page), await paleTexts()]).toEqual([[], []]);
    const spoil = (name: string, styles: Readonly<Record<string, string>>) =>
      shown(name).evaluate((one, all) => {
        for (const [key, value] of Object.entries(all)) one.style.setProperty(key, value);
      }, styles);
    await spoil('verdict-reason', { width: '5em', 'white-space': 'nowrap', overflow: 'hidden' });
    await spoil('verdict-name', { transform: 'translateY(-1.2em)' });
    await spoil('verdict-birth', { 'margin-right': '-1.2em' });
    await spoil('verdict-word', { color: '#3a7a5a' });
    const kinds = [...(await faultsOf(kiosk.page)), ...(await paleTexts())].map((one) => one.split(' ')[0]);
    expect([...new Set(kinds)].sort()).toEqual(['covered:', 'cut', 'overlap', 'verdict-word']);
    await kiosk.page.evaluate(() => {
      const lid = document.createElement('div');
      lid.style.cssText = 'position: fixed; inset: 0; z-index: 999';
      document.body.append(lid);
    });
    expect((await faultsOf(kiosk.page)).filter((one) => one.startsWith('covered')).length).toBeGreaterThan(3);
  });

  itNeeding(
    'electron',
    'display',
    'mount',
    'pty',
  )(
    'shows every text on the worst of days: one problem, then all of them at once, and not recorded',
    async () => {
      const folder = await makeFolder();
      const data = join(folder, 'data');
      mountTmpfs(data, 96 * 1024);
      // Another boot of this PC, a day later than now: its clock is wrong, or was.
      const log = openLog({
        path: join(data, 'gate.db'),
        key: logKey(join(data, 'log.key'), join(data, 'gate.db')),
        gateId: 'cong-chinh',
        newLogId: () => 'f'.repeat(32),
        nowMs: () => timestampMs(Date.now()),
      });
      const stamp = {
        atMs: timestampMs(Date.now() + 86_400_000),
        offsetMin: 420,
        bootId: 'another',
        uptimeMs: 1,
        clock: 'ok' as const,
      };
      log.append([
        newEvent({ stamp, lane: '', kind: 'opened', reason: 'opened', source: null, guard: null }),
      ]);
      log.close();
      // It had its key then.
      openSigningKey(join(data, PRIVATE_KEY_FILE), join(data, PUBLIC_KEY_FILE));
      const ports = join(folder, 'ports');
      mkdirSync(ports);
      const [first, second] = [await makePtyPair(ports, 'ttyACM0'), await makePtyPair(ports, 'ttyACM1')];
      try {
        kiosk = await startKiosk(
          folder,
          {
            site: { slug: 'benh-vien', name: 'Bệnh viện Đa khoa Khu vực Thử Nghiệm Tây Nguyên (cơ sở 2)' },
            gate: { slug: 'cong-chinh', name: 'Cổng số 3, đường Nguyễn Văn Mẫu' },
            onlyGate: false,
            lanes: [
              { name: 'Cổng chính, làn xe máy', direction: 'in' },
              { name: 'Cửa sau nhà ăn', direction: 'out' },
            ],
            scanners: [
              { port: first.device, baudRate: 9600 },
              { port: second.device, lane: 'Cửa sau nhà ăn', baudRate: 9600 },
            ],
            camera: { enabled: true },
            verdictSeconds: VERDICT_SECONDS,
          },
          [],
          DISPLAY_SIZE,
        );
        const away = (device: string) =>
          kiosk.page.locator(`[data-testid="chip-scanner-${device}"]:not([data-state="ready"])`).waitFor();
        await first.unplug();
        await away(first.device);
        await look('idle, clock and a scanner');
        const { bavail, bsize } = statfsSync(data);
        try {
          writeFileSync(join(data, 'filler'), Buffer.alloc(bavail * bsize));
        } catch {
          // Full is what it should be.
        }
        await scan(SHORT, 'not-recorded');
        await look('not recorded');
        await scan(LONG, 'not-recorded');
        await look('not recorded, long name');
        await calm();
        await second.unplug();
        await away(second.device);
        await look('idle, everything at once');
        expect(faults).toEqual([]);
      } finally {
        await kiosk.kill();
        await Promise.all([first.close(), second.close()]);
        unmount(data);
      }
    },
  );
});
