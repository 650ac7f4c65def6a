import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { findElectron } from '../../tools/electron-runtime.ts';
import { runProgram } from '../../tools/run-program.ts';
import { testArguments } from '../../tools/sandbox.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { story } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'pty');

const ROOT = join(import.meta.dirname, '..', '..');
const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
const OUTSIDE = 'https://nobody.gatelog.example/';

let folder: string;
let pty: PtyPair;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
  pty = await makePtyPair(folder);
});
afterEach(async () => {
  await kiosk.close();
  await pty.close();
});

async function start(): Promise<void> {
  kiosk = await startKiosk(folder, { scanners: [{ port: pty.device, baudRate: 115200 }] });
  await kiosk.page.locator(`[data-testid="chip-scanner-${pty.device}"][data-state="ready"]`).waitFor();
}
/** Asked of main: Playwright itself waits long for a navigation that was refused. */
const verdict = () =>
  kiosk.app.evaluate(({ BrowserWindow }): Promise<unknown> | undefined =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      `document.querySelector('[data-testid="verdict"]')?.dataset.verdict`,
    ),
  );
async function scan(): Promise<void> {
  await pty.send(`${CARD}\r\n`);
  await expect.poll(verdict).toBe('welcome');
}

describe('a second start with the same data folder', () => {
  it('is refused in words with exit code 2, and the first goes on', async () => {
    await start();
    const electron = await findElectron();
    const second = await runProgram(
      electron.path,
      [...testArguments(electron.dir), ROOT, `--settings=${join(folder, 'settings.json')}`],
      { env: { ...process.env, DISPLAY: kiosk.display, GATELOG_NO_DIALOG: '1' }, timeoutMs: 60_000 },
    );
    expect(second.code).toBe(2);
    expect(second.output).toContain('Gatelog is already running here.');
    await scan();
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
  });
});

describe('the kiosk page', () => {
  /** Where main refused to let the page go, and what there is of windows. */
  async function watch() {
    await kiosk.page.evaluate(() => {
      document.body.dataset['stayed'] = 'yes';
    });
    await kiosk.app.evaluate(({ BrowserWindow }) => {
      const [contents] = BrowserWindow.getAllWindows().map((window) => window.webContents);
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      const note = (event: { readonly url: string; readonly defaultPrevented: boolean }) => {
        if (event.defaultPrevented) seen.push(event.url);
      };
      contents?.on('will-frame-navigate', note);
      contents?.on('will-navigate', note);
      contents?.on('did-navigate', (_event, url) => seen.push(`WENT TO ${url}`));
    });
    return {
      seen: () => kiosk.app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen),
      /** Its one window, still on the same page, with the same title. */
      windows: () =>
        kiosk.app.evaluate(({ BrowserWindow, webContents }) => [
          ...BrowserWindow.getAllWindows().map(
            (window) => `${window.getTitle()} ${window.webContents.getURL()}`,
          ),
          `${webContents.getAllWebContents().length} in all`,
        ]),
      stayed: () =>
        kiosk.app.evaluate(({ BrowserWindow }): Promise<unknown> | undefined =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.dataset.stayed'),
        ),
    };
  }
  const HOME = ['Sổ Cổng app://gatelog/index.html', '1 in all'];

  it('cannot go anywhere else: by address, link, form, refresh, reload or script', async () => {
    await start();
    const main = await watch();
    await kiosk.page.evaluate((outside) => {
      const leave = (path: string) => `${outside}${path}`;
      const add = <K extends keyof HTMLElementTagNameMap>(kind: K, given: Record<string, string>) => {
        const made = document.createElement(kind);
        for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
        document.body.append(made);
        return made;
      };
      const attempts: (() => void)[] = [
        () => location.assign(leave('assign')),
        () => location.replace('app://gatelog/other.html'),
        () => location.replace('app://other/index.html'),
        () => location.assign('file:///etc/hostname'),
        () => location.assign('data:text/html,<p>x'),
        () => location.assign('javascript:document.title=1'),
        () => add('a', { href: leave('link') }).click(),
        () => add('a', { href: leave('blank'), target: '_blank' }).click(),
        () => add('a', { href: leave('save'), download: 'x' }).click(),
        () => add('form', { action: leave('form'), method: 'post' }).submit(),
        () => add('form', { action: leave('new'), method: 'post', target: '_blank' }).submit(),
      ];
      for (const attempt of attempts) {
        try {
          attempt();
        } catch {
          // Refused at once: as good as refused later.
        }
      }
    }, OUTSIDE);
    // Of navigations begun at once Chromium may drop all but the last: these are asked for one by one.
    for (const path of ['by-address', 'by-link', 'by-refresh']) {
      await kiosk.page.evaluate(
        ({ url, way }) => {
          if (way === 'by-address') location.href = url;
          else if (way === 'by-link') Object.assign(document.createElement('a'), { href: url }).click();
          else {
            const meta = Object.assign(document.createElement('meta'), { content: `0;url=${url}` });
            meta.httpEquiv = 'refresh';
            document.head.append(meta);
          }
        },
        { url: `${OUTSIDE}${path}`, way: path },
      );
      await expect.poll(main.seen).toContain(`${OUTSIDE}${path}`);
    }
    await kiosk.page.evaluate(() => location.reload());
    await scan();
    const paths = ['assign', 'link', 'save', 'by-address', 'by-link', 'by-refresh'];
    expect((await main.seen()).sort()).toEqual(
      [
        'app://gatelog/index.html',
        'app://gatelog/other.html',
        'app://other/index.html',
        ...paths.map((path) => `${OUTSIDE}${path}`),
      ].sort(),
    );
    expect([await main.stayed(), ...(await main.windows())]).toEqual(['yes', ...HOME]);
  });

  it('cannot open a window, and a file dropped on it stays a file', async () => {
    await start();
    const main = await watch();
    const opened = await kiosk.page.evaluate(
      (outside) =>
        [
          outside,
          'about:blank',
          'app://gatelog/index.html',
          'file:///etc/hostname',
          'data:text/html,x',
          '',
        ].map((url) => window.open(url, '_blank') === null),
      OUTSIDE,
    );
    expect(opened).toEqual([true, true, true, true, true, true]);
    const file = join(folder, 'dropped.html');
    await writeFile(file, '<title>dropped</title>');
    const chromium = await kiosk.page.context().newCDPSession(kiosk.page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items: [], files: [file], dragOperationsMask: 1 };
      await chromium.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    }
    await scan();
    expect([...(await main.seen()), await main.stayed(), ...(await main.windows())]).toEqual([
      'yes',
      ...HOME,
    ]);
  });

  it('has nothing of Node, and of the bridge two functions that it cannot change', async () => {
    await start();
    expect(
      await kiosk.page.evaluate(() => {
        const named = ['require', 'process', 'module', 'Buffer', 'global', 'electron', '__dirname'];
        const { gatelog } = window;
        try {
          Object.assign(gatelog, { call: () => 'mine', more: 1 });
        } catch {
          // Frozen: said by what is still there.
        }
        return {
          node: named.filter((name) => name in window),
          bridge: Object.keys(gatelog).sort(),
          mine: String(gatelog.call).includes('mine'),
          isolated: `${window.opener} ${window.parent === window} ${'ipcRenderer' in gatelog}`,
        };
      }),
    ).toEqual({ node: [], bridge: ['call', 'on'], mine: false, isolated: 'null true false' });
  });
});
