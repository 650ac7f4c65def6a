import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import '../../preload/contract/window.ts';
import { openDisplay } from '../../tools/display.ts';
import { findElectron } from '../../tools/electron-runtime.ts';
import { LONG_NAME } from '../../tools/screens/gates.ts';
import { DISPLAY_SIZE } from '../../tools/screens/looks.ts';
import { marksGate } from '../../tools/screens/marks-gate.ts';
import { peopleGate } from '../../tools/screens/people-gate.ts';
import type { Studio } from '../../tools/screens/quiet-gate.ts';
import { setupGate } from '../../tools/screens/setup-gate.ts';
import { startGate } from '../../tools/screens/start-gate.ts';
import { targetsGate } from '../../tools/screens/targets-gate.ts';
import { trustGate } from '../../tools/screens/trust-gate.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makeOnlooker, type Onlooker, stepLooks } from '../support/looking.ts';

const it = (name: string, test: () => Promise<void>): void =>
  itNeeding('electron', 'display', 'xvfb', 'pty', 'xdotool')(name, test, TIMEOUT_MS);
/** Long plays; a busy machine takes its time over them. */
const TIMEOUT_MS = 400_000;

let kiosk: RunningKiosk | null;
let onlooker: Onlooker;

beforeEach(() => {
  kiosk = null;
  onlooker = makeOnlooker();
});
afterEach(() => kiosk?.close());

/** Every page that the administrator has, whatever it is called. */
async function everyPage(one: RunningKiosk): Promise<void> {
  await one.page.getByTestId('action-admin').click();
  await one.page.getByTestId('admin-tab-health').waitFor();
  const tabs = await one.page
    .locator('[data-testid^="admin-tab-"]')
    .evaluateAll((all) => all.map((tab) => tab.getAttribute('data-testid') ?? ''));
  expect(tabs.length).toBeGreaterThan(11);
  const show = async (tab: string): Promise<void> => {
    await one.page.getByTestId(tab).click();
    await one.page.locator(`[data-testid="${tab}"][aria-current="page"]`).waitFor();
    await settled(one);
  };
  await onlooker.walk(one, tabs, show, stepLooks());
}

/** Once a page has stood for two frames as it was: what it asked main for is there. */
const settled = (one: RunningKiosk): Promise<void> =>
  one.page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((painted) => requestAnimationFrame(painted));
    let before = '';
    for (let same = 0; same < 3; ) {
      await frame();
      const now = document.querySelector('[data-testid="admin"]')?.textContent ?? '';
      // The clock goes on.
      const still = now.replace(/\d/g, '');
      // The list of the ports takes its time, and moves what stands below it.
      const asks = document.querySelector('[data-testid="ports-refresh"]:disabled') !== null;
      same = still === before && !asks ? same + 1 : 0;
      before = still;
    }
  });

/** Plays a gate of `tools/screens` before the onlooker's eyes. */
async function play(gate: (studio: Studio) => Promise<void>): Promise<void> {
  const electron = await findElectron();
  const display = await openDisplay({ size: DISPLAY_SIZE, fresh: true });
  const folder = await makeFolder();
  try {
    await gate({ electron, display, folder, photographer: onlooker.photographer, say: () => undefined });
  } finally {
    await display.stop();
  }
}

it("shows every administrator's page whole where nothing has happened yet", async () => {
  kiosk = await startKiosk(await makeFolder(), {}, [], DISPLAY_SIZE);
  await everyPage(kiosk);
  expect(onlooker.faults).toEqual([]);
});

it("shows every administrator's page whole after a day with long names, four lanes, targets and a delivery", async () => {
  const folder = await makeFolder();
  const share = join(folder, 'Ổ chung phòng hành chính');
  const spoilt = join(folder, 'Kho lưu trữ');
  for (const one of [share, spoilt]) mkdirSync(one);
  writeFileSync(join(spoilt, 'GATELOG'), '');
  const lanes = ['Cổng chính, làn xe máy', 'Cổng chính, làn đi bộ', 'Cửa sau nhà ăn', 'Khoa Cấp cứu'];
  kiosk = await startKiosk(
    folder,
    {
      site: { slug: 'benh-vien', name: 'Bệnh viện Đa khoa Khu vực Thử Nghiệm Tây Nguyên (cơ sở 2)' },
      gate: { slug: 'cong-chinh', name: 'Cổng số 3, đường Nguyễn Văn Mẫu' },
      lanes: lanes.map((name, index) => ({ name, direction: index % 2 === 0 ? 'in' : 'out' })),
      scanners: [{ port: join(folder, 'ttyACM0'), lane: lanes[2], baudRate: 9600 }],
      camera: { enabled: true, lane: lanes[3] },
      batches: { encryption: { plain: { reason: 'Sổ giấy vẫn nằm cạnh máy, ai cũng xem được' } } },
      target: share,
      targets: [
        { id: 'kho', name: 'Kho lưu trữ tỉnh', folder: spoilt, required: false, profile: 'masked' },
        { id: 'xa', name: 'Máy chủ cơ sở 2', folder: join(folder, 'off'), times: ['12:00', '22:00'] },
      ],
    },
    ['--use-fake-device-for-media-stream'],
    DISPLAY_SIZE,
  );
  const { page } = kiosk;
  const scan = async (text: string): Promise<void> => {
    await page.evaluate(
      (read) =>
        window.gatelog.call('gate.read', { source: 'wedge', text: read, prefix: '', terminator: 'enter' }),
      text,
    );
  };
  for (const [number, old, name, birth] of [
    ['001199000002', '233123456', LONG_NAME, '15051999'],
    ['001199000003', '233123456', LONG_NAME, '15051999'],
    ['001099000001', '', 'Nguyễn Văn Thử', '15051999'],
  ])
    await scan(`${number}|${old}|${name}|${birth}|Nữ|Buôn Thử, Xã Nháp, Đắk Lắk|20042021`);
  await page.keyboard.press('Escape');
  await page.getByTestId('verdict').waitFor({ state: 'detached' });
  await page.getByTestId('action-admin').click();
  await page.getByTestId('deliver-start').click();
  await page.getByTestId('deliver-result').waitFor();
  await page.getByTestId('admin-leave').click();
  await everyPage(kiosk);
  expect(onlooker.faults).toEqual([]);
});

it('shows every step of deciding who is the same person', async () => {
  await play(peopleGate);
  expect(onlooker.faults).toEqual([]);
});

it('shows every step of adding, trying out and removing a target', async () => {
  await play(targetsGate);
  expect(onlooker.faults).toEqual([]);
});

it('shows every step of importing lists of trust, and what becomes of old ones', async () => {
  await play(trustGate);
  expect(onlooker.faults).toEqual([]);
});

it('shows the marks of every certificate and every state of a card in parts', async () => {
  await play(marksGate);
  expect(onlooker.faults).toEqual([]);
});

it('shows every question of set-up, to the recovery code, the camera, who opens the batches and the end', async () => {
  await play(setupGate);
  expect(onlooker.faults).toEqual([]);
});

it('shows every state of a start after a crash and of one without the key', async () => {
  await play(startGate);
  expect(onlooker.faults).toEqual([]);
});

it('would see it, also in what has to be scrolled to: a text that is cut, and one that is pale', async () => {
  kiosk = await startKiosk(await makeFolder(), {}, [], DISPLAY_SIZE);
  const { page } = kiosk;
  await page.getByTestId('action-admin').click();
  await page.getByTestId('admin-tab-health').click();
  await page
    .getByTestId('health-summary')
    .evaluate((one) => one.style.setProperty('color', 'rgb(128 128 128 / 0.4)'));
  await page.getByTestId('health-key').evaluate((one) => {
    one.style.setProperty('margin-top', '1500px');
    const text = one.querySelector('p');
    text?.style.setProperty('overflow', 'hidden');
    text?.style.setProperty('white-space', 'nowrap');
  });
  await onlooker.look(kiosk, 'health');
  const kinds = onlooker.faults.map((one) => /: (pale|cut|color-contrast)/.exec(one)?.[1] ?? one);
  expect([...new Set(kinds)].sort()).toEqual(['color-contrast', 'cut', 'pale']);
});
