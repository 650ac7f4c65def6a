import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { ToolError } from './tool-error.ts';

/** The folder that holds package.json. */
export const PROJECT = join(import.meta.dirname, '..');

const BUILT = join(PROJECT, 'out', 'main', 'index.js');
const BUILD_TIMEOUT_MS = 300_000;

/** What the built kiosk is made of: a change in any of these makes `out/` old. */
const SOURCES = [
  'core',
  'decode',
  'main',
  'office',
  'preload',
  'renderer',
  'electron.vite.config.ts',
  'package.json',
];

/**
 * The script file of a command that an installed package brings, to be run with `process.execPath`: works on
 * every system and needs neither a shell nor a PATH. Throws ToolError if the package is not installed.
 */
export function packageCommand(packageName: string, command: string): string {
  const folder = join(PROJECT, 'node_modules', ...packageName.split('/'));
  const file = join(folder, 'package.json');
  if (!existsSync(file)) throw new ToolError(`${packageName} is not installed: run \`npm ci\` first.`);
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const bin =
    typeof manifest === 'object' && manifest !== null && 'bin' in manifest ? manifest.bin : undefined;
  const path = typeof bin === 'string' ? bin : (bin as Record<string, string> | undefined)?.[command];
  if (path === undefined) throw new ToolError(`${packageName} brings no command ${command}.`);
  return join(folder, path);
}

/** The newest change, ms since 1970, of a file or of anything within a folder; 0 where there is nothing. */
function newestMs(path: string): number {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  // The folder's own time tells of files that were taken away.
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestMs(join(path, name))),
    info.mtimeMs,
  );
}

/** Whether `out/` is there and newer than every source. */
export function isBuilt(): boolean {
  const builtMs = statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return builtMs > 0 && SOURCES.every((source) => newestMs(join(PROJECT, source)) <= builtMs);
}

/** Builds the kiosk into `out/` if it is not there or older than its sources. Throws ToolError with the build's words. */
export async function buildIfNeeded(say: (line: string) => void): Promise<void> {
  if (isBuilt()) return;
  say('building the kiosk');
  const ended = await runProgram(
    process.execPath,
    [packageCommand('electron-vite', 'electron-vite'), 'build'],
    {
      cwd: PROJECT,
      timeoutMs: BUILD_TIMEOUT_MS,
    },
  );
  if (ended.code !== 0) throw new ToolError(`The build failed:\n${ended.output.trim()}`);
}
