import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { toGatelogError } from '../../core/errors.ts';
import { loadSettings, settingsPath } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';

export interface Startup {
  /** Null where nobody has set this kiosk up yet. */
  readonly settings: Settings | null;
  /** The file they came from, or where set-up writes them. */
  readonly settingsFile: string;
  /** Folder of log, spool and keys. */
  readonly dataFolder: string;
  /** Folder of the built code: out/ beside package.json. */
  readonly outFolder: string;
  readonly devOrigin: string | null;
  readonly appVersion: string;
}

/**
 * Reads the command line and the environment: `--settings=FILE` or GATELOG_SETTINGS, else `settings.json` in the
 * account's own folder of Gatelog, which set-up writes. Throws `settings/...`, and `log/open-failed` where the data
 * folder cannot be written.
 * Chromium's own data goes under the data folder, so that two kiosks with two data folders are two instances.
 */
export function readStartup(argv: readonly string[], env: NodeJS.ProcessEnv): Startup {
  const ownFolder = join(app.getPath('appData'), 'gatelog');
  const named = settingsPath(argv, env);
  const settingsFile = named ?? join(ownFolder, 'settings.json');
  // A file that was named and is not there is a mistake; set-up in its place would hide it.
  const settings = named === null && !existsSync(settingsFile) ? null : loadSettings(settingsFile);
  const dataFolder = settings?.dataFolder ?? ownFolder;
  const browserFolder = join(dataFolder, 'browser');
  makeWritable(dataFolder, browserFolder);
  app.setPath('userData', browserFolder);
  return {
    settings,
    settingsFile,
    dataFolder,
    outFolder: join(app.getAppPath(), 'out'),
    devOrigin: devOriginOf(env),
    appVersion: app.getVersion(),
  };
}

/**
 * Chromium's lock on a folder that cannot be written looks like another kiosk that runs, and would be said as that.
 * Throws `log/open-failed`.
 */
function makeWritable(...folders: readonly string[]): void {
  try {
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK);
    }
  } catch (error) {
    throw toGatelogError(error, 'log/open-failed');
  }
}

/** Address of electron-vite's development server; a packaged kiosk has none, whatever the environment says. */
const devOriginOf = (env: NodeJS.ProcessEnv): string | null =>
  app.isPackaged ? null : (env['ELECTRON_RENDERER_URL'] ?? null);

/** Switches that open the process to a debugger: a packaged kiosk does not start with one. */
const DEBUG_SWITCHES = [
  'inspect',
  'inspect-brk',
  'inspect-port',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'js-flags',
];

/** True if a packaged app was started with a debugging switch. */
export function startedForDebugging(): boolean {
  return app.isPackaged && DEBUG_SWITCHES.some((name) => app.commandLine.hasSwitch(name));
}

/** Chromium switches that keep the browser from phoning: set before the app is ready. */
export function silenceChromium(): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
    'no-first-run',
    'disable-breakpad',
    'disable-quic',
  ]) {
    app.commandLine.appendSwitch(name);
  }
  // No name is ever looked up: every host maps to an address that does not exist. The development server's page
  // comes from this very machine.
  const rules = devOriginOf(process.env) === null ? 'MAP * ~NOTFOUND' : 'MAP * ~NOTFOUND, EXCLUDE localhost';
  app.commandLine.appendSwitch('host-resolver-rules', rules);
  app.commandLine.appendSwitch('proxy-server', 'direct://');
  app.commandLine.appendSwitch(
    'disable-features',
    'MediaRouter,OptimizationHints,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater,WebRtcHideLocalIpsWithMdns',
  );
  app.commandLine.appendSwitch('disable-pinch');
}
