import { spawn } from 'node:child_process';
import { isUsable } from './display.ts';
import { findElectron } from './electron-runtime.ts';
import { buildIfNeeded, PROJECT } from './project.ts';
import { rootArguments, sandboxWorks } from './sandbox.ts';
import { describeMissing, findMissing, isRoot } from './system-libraries.ts';
import { runTool, ToolError } from './tool-error.ts';

const say = (line: string): void => console.error(line);

/** `npm start -- …`: opens the kiosk for use; arguments go to it as they are. Ends as the kiosk ends. */
async function start(): Promise<number> {
  await buildIfNeeded(say);
  const electron = await findElectron();
  const missing = findMissing([], electron.path);
  if (missing.libraries.length > 0) throw new ToolError(describeMissing(missing).join('\n'));
  await assertDisplay();
  if (isRoot()) say('--no-sandbox: Electron has no sandbox as root; use an ordinary account at a real gate');
  else if (!sandboxWorks(electron.dir))
    say('this system allows no user namespaces: Electron may refuse to start');

  const { promise, resolve } = Promise.withResolvers<number>();
  const child = spawn(electron.path, ['.', ...rootArguments(), ...process.argv.slice(2)], {
    cwd: PROJECT,
    stdio: 'inherit',
  });
  // The kiosk closes its log by itself; ending before it would leave it without a terminal.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    say(`${electron.path} did not start: ${error.message}`);
    resolve(1);
  });
  child.once('close', (code) => resolve(code ?? 1));
  return promise;
}

/** A kiosk on a display that nobody sees helps nobody, so none is made up here. */
async function assertDisplay(): Promise<void> {
  if (process.platform !== 'linux' || process.env.WAYLAND_DISPLAY) return;
  if (process.env.DISPLAY && (await isUsable(process.env.DISPLAY))) return;
  throw new ToolError('No display to open the kiosk on ($DISPLAY). `npm run demo` brings its own.');
}

await runTool(start);
