import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import type { FoundElectron } from '../electron-runtime.ts';
import { testArguments } from '../sandbox.ts';

/** What is started: `args` are Chromium's switches, the app's folder and the app's own arguments, in this order. */
export interface AppLaunch {
  readonly electron: FoundElectron;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly colorScheme?: 'light' | 'dark';
}

const LAUNCH_MS = 60_000;

/** Starts an app in a real Electron with Playwright attached before its first window; sandboxed where that works. */
export function launchApp({ electron, args, env, colorScheme }: AppLaunch): Promise<ElectronApplication> {
  const sandbox = testArguments(electron.dir);
  return _electron.launch({
    executablePath: electron.path,
    args: ['-r', join(import.meta.dirname, 'hold-ready.cjs'), ...sandbox, ...args],
    env: Object.fromEntries(
      Object.entries(env).filter((one): one is [string, string] => one[1] !== undefined),
    ),
    // Playwright turns the sandbox off unless told otherwise.
    chromiumSandbox: sandbox.length === 0,
    ...(colorScheme === undefined ? {} : { colorScheme }),
    timeout: LAUNCH_MS,
  });
}
