import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProgram } from './run-program.ts';
import { runTool } from './tool-error.ts';

/** Programs that tests and the demo use beside Electron, each with the Debian packages that bring it. */
export const PROGRAMS = {
  Xvfb: ['xvfb'],
  socat: ['socat'],
  xdotool: ['xdotool'],
  strace: ['strace'],
  gcc: ['gcc', 'libc6-dev'],
  udevadm: ['udev'],
  age: ['age'],
  smbd: ['samba'],
  smbnetfs: ['smbnetfs'],
  pg_ctlcluster: ['postgresql'],
  openssl: ['openssl'],
  'mkfs.ext4': ['e2fsprogs'],
  'mkfs.vfat': ['dosfstools'],
  mcopy: ['mtools'],
} as const;

export type Program = keyof typeof PROGRAMS;

/**
 * Which Debian 12 package holds a library that Electron links. One that is missing here is still named by its
 * file, so that a person can look it up.
 */
const LIBRARY_PACKAGES: Readonly<Record<string, string>> = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libgdk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libssl3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libdrm.so.2': 'libdrm2',
  'libcups.so.2': 'libcups2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libgmodule-2.0.so.0': 'libglib2.0-0',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libcairo.so.2': 'libcairo2',
  'libexpat.so.1': 'libexpat1',
  'libudev.so.1': 'libudev1',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libX11.so.6': 'libx11-6',
  'libxcb.so.1': 'libxcb1',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
};

/** Packages that Debian 13 and Ubuntu 24.04 renamed when time became 64 bits wide. */
const RENAMED_T64 = new Set([
  'libgtk-3-0',
  'libasound2',
  'libcups2',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libatspi2.0-0',
  'libglib2.0-0',
]);

/** What is not on this machine, and the one command that would change that. */
export interface Missing {
  readonly libraries: readonly string[];
  readonly programs: readonly Program[];
  readonly packages: readonly string[];
}

/** The path of a program, or undefined. The sbin folders count: a user's PATH often lacks them. */
export function programPath(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isRunnable);
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The library names that `ldd` reports as not found: lines of the form `libnss3.so => not found`. */
export function notFound(lddOutput: string): string[] {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)];
}

/** Libraries that a binary needs and this machine lacks. Empty where there is no ldd to ask (not Linux). */
export function missingLibraries(binary: string): string[] {
  const ldd = spawnSync('ldd', [binary], { encoding: 'utf8' });
  return ldd.error === undefined ? notFound(ldd.stdout) : [];
}

/** Everything of `programs`, and every library of `binary` if one is given, that this machine lacks. */
export function findMissing(programs: readonly Program[], binary?: string): Missing {
  const libraries = binary === undefined ? [] : missingLibraries(binary);
  const absent = programs.filter((program) => !isUsable(program));
  return { libraries, programs: absent, packages: packagesFor(libraries, absent, osRelease()) };
}

/** gcc without the C library's headers compiles nothing. */
const isUsable = (program: Program): boolean =>
  programPath(program) !== undefined && (program !== 'gcc' || existsSync('/usr/include/stdio.h'));

/**
 * The packages that bring these libraries and programs, sorted, in the names of the given system.
 * `release` is the text of /etc/os-release.
 */
export function packagesFor(
  libraries: readonly string[],
  programs: readonly Program[],
  release: string,
): string[] {
  const id = /^ID="?(\w+)/m.exec(release)?.[1];
  const version = Number(/^VERSION_ID="?([\d.]+)/m.exec(release)?.[1] ?? 0);
  const renamed = (id === 'debian' && version >= 13) || (id === 'ubuntu' && version >= 24.04);
  const packages = libraries.flatMap((library) => LIBRARY_PACKAGES[library] ?? []);
  const names = [
    ...packages.map((name) => (renamed && RENAMED_T64.has(name) ? `${name}t64` : name)),
    ...programs.flatMap((program) => PROGRAMS[program]),
  ];
  return [...new Set(names)].sort();
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The command that installs them, as a person would type it. A new machine has no package lists yet. */
export function installCommand(packages: readonly string[], root = isRoot()): string {
  const sudo = root ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/** The names of what is missing and the command, as lines for a terminal; empty if nothing is. */
export function describeMissing(missing: Missing): string[] {
  const names = [...missing.libraries, ...missing.programs];
  if (names.length === 0) return [];
  const lines = [`missing here: ${names.join(', ')}`];
  if (missing.packages.length > 0) lines.push(`install with:  ${installCommand(missing.packages)}`);
  const unknown = missing.libraries.filter((library) => LIBRARY_PACKAGES[library] === undefined);
  if (unknown.length > 0) lines.push(`no package known for: ${unknown.join(', ')}`);
  return lines;
}

const APT_TIMEOUT_MS = 600_000;

/**
 * Names what is missing and, as root with apt-get, installs it (`apt-get update` first). Gives what is still
 * missing afterwards; never throws, since a caller can often go on with less.
 */
export async function ensureSystem(
  programs: readonly Program[],
  binary: string | undefined,
  say: (line: string) => void,
): Promise<Missing> {
  const missing = findMissing(programs, binary);
  for (const line of describeMissing(missing)) say(line);
  const apt = programPath('apt-get');
  if (missing.packages.length === 0 || !isRoot() || apt === undefined) return missing;

  say('running that now, as root');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, timeoutMs: APT_TIMEOUT_MS };
  const update = await runProgram(apt, ['update'], options);
  if (update.code !== 0) say(`apt-get update failed: ${lastLine(update.output)}`);
  const install = await runProgram(
    apt,
    ['install', '-y', '--no-install-recommends', ...missing.packages],
    options,
  );
  if (install.code !== 0) say(`apt-get install failed: ${lastLine(install.output)}`);
  return findMissing(programs, binary);
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

if (import.meta.main) {
  await runTool(async () => {
    const { installedElectron } = await import('./electron-runtime.ts');
    const all = Object.keys(PROGRAMS).filter((name): name is Program => name in PROGRAMS);
    const missing = findMissing(all, installedElectron()?.path);
    const lines = describeMissing(missing);
    console.log(lines.length === 0 ? 'nothing is missing' : lines.join('\n'));
    return lines.length === 0 ? 0 : 1;
  });
}
