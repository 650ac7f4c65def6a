import type { ElectronApplication, Page } from 'playwright-core';
import type { Display } from '../display.ts';
import type { FoundElectron } from '../electron-runtime.ts';
import { PROJECT } from '../project.ts';
import { launchApp } from './electron-app.ts';

/** The built kiosk (`out/`) in a real Electron, driven from outside. */
export interface LaunchedKiosk {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly pid: number;
  /** Ends it as an administrator would: the log gets its `closed` row. */
  quit(): Promise<void>;
  /** Ends it as a power switch would. */
  kill(): Promise<void>;
}

/**
 * `switches` go to Electron before the app; `firstTestId` is what must be on screen before this returns, `idle` unless
 * given. Either a settings file is named, or the account's own folder, in which set-up then writes one.
 */
export interface KioskLaunch {
  readonly electron: FoundElectron;
  readonly display: Display;
  readonly settingsFile?: string;
  readonly ownFolder?: string;
  readonly firstTestId?: string;
  readonly switches?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly colorScheme?: 'light' | 'dark';
}

const QUIT_MS = 10_000;

/** Starts it and waits for its idle screen. It never outlives this process. */
export async function launchKiosk(given: KioskLaunch): Promise<LaunchedKiosk> {
  const app = await launchApp({
    electron: given.electron,
    args: [
      ...(given.switches ?? []),
      PROJECT,
      ...(given.settingsFile === undefined ? [] : [`--settings=${given.settingsFile}`]),
    ],
    env: {
      ...process.env,
      ...(given.ownFolder !== undefined && { XDG_CONFIG_HOME: given.ownFolder, GATELOG_SETTINGS: undefined }),
      ...given.env,
      DISPLAY: given.display.display,
      GATELOG_NO_DIALOG: '1',
    },
    ...(given.colorScheme === undefined ? {} : { colorScheme: given.colorScheme }),
  });
  // Held here: Playwright forgets the process once it has ended.
  const running = app.process();
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
  const killNow = (): void => {
    running.kill('SIGKILL');
  };
  process.once('exit', killNow);
  const kill = async (): Promise<void> => {
    killNow();
    await ended;
    process.removeListener('exit', killNow);
  };
  try {
    const page = await app.firstWindow();
    await page.getByTestId(given.firstTestId ?? 'idle').waitFor();
    return {
      app,
      page,
      pid: running.pid ?? 0,
      kill,
      quit: async () => {
        const timer = setTimeout(killNow, QUIT_MS);
        await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
        await ended;
        clearTimeout(timer);
        process.removeListener('exit', killNow);
      },
    };
  } catch (error) {
    await kill();
    throw error;
  }
}
