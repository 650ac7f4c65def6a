import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { launchApp } from '../../tools/devices/electron-app.ts';
import { openDisplay } from '../../tools/display.ts';
import { findElectron } from '../../tools/electron-runtime.ts';

/** The real kiosk in the real Electron on a display, with a data folder of its own. */
export interface RunningKiosk {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** The display that its window is on, for the DISPLAY of a program that sends keys to it. */
  readonly display: string;
  /** What it has written to its standard error so far: the diagnostics log. */
  diagnostics(): string;
  /** Kills it as a power switch would, without its folder. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '..', '..');

/** Folder for one test's kiosk. */
export const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'gatelog-e2e-'));

/** Starts the built app (out/) with these settings and waits for its idle screen. */
export async function startKiosk(
  folder: string,
  settings: Record<string, unknown> = {},
  /** For Chromium, such as those of a fake camera. */
  switches: readonly string[] = [],
  /** Of its display, `<width>x<height>x<depth>`; a small kiosk PC's where left out. */
  displaySize?: string,
  /** Test id of what must be on the screen before this returns. */
  first = 'idle',
): Promise<RunningKiosk> {
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder, { recursive: true });
  const file = join(folder, 'settings.json');
  await writeFile(
    file,
    JSON.stringify({
      site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
      gate: { slug: 'cong-chinh', name: 'Cổng chính' },
      onlyGate: true,
      lanes: [{ name: '1', direction: 'auto' }],
      fullscreen: false,
      dataFolder,
      ...settings,
    }),
  );
  const args = [...switches, ROOT, `--settings=${file}`];
  return launch({
    folder,
    dataFolder,
    args,
    first,
    ...(displaySize !== undefined && { displaySize }),
  });
}

/**
 * Starts the built app as on a PC where nobody ever set it up, or where it set itself up: no settings are named, and
 * the account's own folder lies in `folder`.
 * @param first what must be on the screen before this returns: `setup`, `idle` once it is set up, or `start-recover`
 */
export function startOwnKiosk(
  folder: string,
  first: 'setup' | 'idle' | 'start-recover',
  switches: readonly string[] = [],
  displaySize?: string,
): Promise<RunningKiosk> {
  const env = { XDG_CONFIG_HOME: folder, GATELOG_SETTINGS: undefined };
  return launch({
    folder,
    dataFolder: join(folder, 'gatelog'),
    args: [...switches, ROOT],
    first,
    env,
    ...(displaySize !== undefined && { displaySize }),
  });
}

/** How long anything on a screen is waited for: a busy machine takes longer than the half minute of Playwright. */
const PATIENCE_MS = 90_000;

async function launch(given: {
  readonly folder: string;
  readonly dataFolder: string;
  readonly args: readonly string[];
  readonly first: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly displaySize?: string;
}): Promise<RunningKiosk> {
  const { folder, dataFolder } = given;
  const electron = await findElectron();
  const { displaySize: size } = given;
  const display = await openDisplay(size === undefined ? {} : { size, fresh: true });
  const app = await launchApp({
    electron,
    args: given.args,
    env: { ...process.env, ...given.env, DISPLAY: display.display, GATELOG_NO_DIALOG: '1' },
  });
  let written = '';
  app.process().stderr?.on('data', (chunk: Buffer) => {
    written += chunk.toString('utf8');
  });
  const page = await app.firstWindow({ timeout: PATIENCE_MS });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.getByTestId(given.first).waitFor();
  // Held here: Playwright forgets the process once it has ended.
  const running = app.process();
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
  const kill = async (): Promise<void> => {
    running.kill('SIGKILL');
    await ended;
    await display.stop();
  };
  return {
    app,
    page,
    dataFolder,
    display: display.display,
    diagnostics: () => written,
    kill,
    close: async () => {
      await kill();
      // Its child processes end a moment after it and may still write.
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
