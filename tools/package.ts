import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FoundElectron, findElectron } from './electron-runtime.ts';
import { buildIfNeeded, PROJECT, packageCommand } from './project.ts';
import { runProgram } from './run-program.ts';
import { runTool, ToolError } from './tool-error.ts';

/** Folder of the trial package; the one for use lies in `dist/linux-unpacked`. */
export const TRIAL_FOLDER = join(PROJECT, 'dist', 'trial', 'linux-unpacked');
const TRIAL_NOTE = 'TRIAL-NOT-FOR-USE.txt';
const PACK_TIMEOUT_MS = 900_000;

/**
 * `npm run package`: the kiosk as a folder that starts on a Linux PC without Node, in `dist/`. Never from the
 * registry copy: what a hospital installs must come from Electron's own makers.
 *
 * - `--trial`: packed exactly alike from whatever Electron is here, into `dist/trial`, marked as not for use
 * - `--installers`: what electron-builder.yml lists for Windows and Linux; fetches the official Electron of each
 *   target and the tools that write installers
 * - everything else goes to electron-builder
 */
async function main(args: readonly string[]): Promise<number> {
  const say = (line: string): void => console.error(line);
  if (args.includes('--trial')) {
    console.log(await trialPackage(say));
    return 0;
  }
  if (args.includes('--installers')) {
    assertWindowsParts();
    await buildIfNeeded(say);
    return builder(['--win', '--linux', '--x64', '--arm64', ...args.filter((arg) => arg !== '--installers')]);
  }
  const electron = await findElectron();
  if (electron.origin === 'registry-copy') {
    throw new ToolError(
      [
        'Refused: the only Electron here is the registry copy, a third party’s republication.',
        'It serves development and tests and is never packaged for anyone.',
        'Package on a machine that reaches Electron’s release page (`npx node tools/electron-runtime.ts --retry`),',
        'or name an unpacked official Electron with ELECTRON_OVERRIDE_DIST_PATH.',
        'To see how the package starts and scans: `npm run package -- --trial`.',
      ].join('\n'),
    );
  }
  await buildIfNeeded(say);
  return builder([...folderOf(electron), ...args]);
}

/**
 * The kiosk packed like the real one, for tests, figures and a look: same archive, same fuses, whatever Electron is
 * here. Packed anew where the build is newer than it. Gives its folder.
 * @throws ToolError where it cannot be built or packed
 */
export async function trialPackage(say: (line: string) => void): Promise<string> {
  const electron = await findElectron();
  await buildIfNeeded(say);
  if (!isPacked()) {
    say('packing a trial of the kiosk');
    rmSync(join(TRIAL_FOLDER, TRIAL_NOTE), { force: true });
    const code = await builder([...folderOf(electron), '-c.directories.output=dist/trial'], 'quiet');
    if (code !== 0) throw new ToolError('The trial could not be packed.');
    // Written last: a packing that was cut off is done again.
    writeFileSync(join(TRIAL_FOLDER, TRIAL_NOTE), trialNote(electron));
  }
  return TRIAL_FOLDER;
}

/** npm lays down what this system needs; a kiosk for Windows without its koffi would find no stick. */
function assertWindowsParts(): void {
  const { version } = JSON.parse(
    readFileSync(join(PROJECT, 'node_modules', 'koffi', 'package.json'), 'utf8'),
  );
  const names = ['x64', 'arm64'].map((arch) => `@koromix/koffi-win32-${arch}`);
  const missing = names.filter((name) => !existsSync(join(PROJECT, 'node_modules', name)));
  if (missing.length === 0) return;
  throw new ToolError(
    [
      `Not here: ${missing.join(', ')}, which the kiosk for Windows finds sticks with.`,
      `npm install --no-save --force --ignore-scripts ${names.map((name) => `${name}@${version}`).join(' ')}`,
    ].join('\n'),
  );
}

const trialNote = (electron: FoundElectron): string =>
  `Packed from the ${electron.origin} of Electron ${electron.version} to try out and to test. Not for use at a gate.\n`;

/** Whether the trial is newer than everything in the build. */
function isPacked(): boolean {
  const packedMs = statSync(join(TRIAL_FOLDER, TRIAL_NOTE), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [join(PROJECT, 'electron-builder.yml'), ...filesIn(join(PROJECT, 'out'))];
  return packedMs > 0 && sources.every((file) => statSync(file).mtimeMs <= packedMs);
}

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
    : [];

const folderOf = (electron: FoundElectron): string[] => [
  '--linux',
  'dir',
  `-c.electronDist=${electron.dir}`,
  `-c.electronVersion=${electron.version}`,
];

async function builder(args: readonly string[], how: 'shown' | 'quiet' = 'shown'): Promise<number> {
  const ended = await runProgram(
    process.execPath,
    [packageCommand('electron-builder', 'electron-builder'), ...args],
    { cwd: PROJECT, timeoutMs: PACK_TIMEOUT_MS, ...(how === 'shown' ? { show: true } : {}) },
  );
  if (ended.code !== 0 && how === 'quiet') console.error(ended.output.trim());
  return ended.code ?? 1;
}

const USAGE = `npm run package [-- --trial | --installers | options of electron-builder]: the kiosk as a folder for Linux, in dist/
  --trial       packed alike from whatever Electron is here, into dist/trial, not for use
  --installers  NSIS for Windows, AppImage and deb for Linux; fetches what that takes`;

if (import.meta.main) await runTool(() => main(process.argv.slice(2)), USAGE);
