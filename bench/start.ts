import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makePtyPair } from '../tools/devices/pty.ts';
import { openDisplay } from '../tools/display.ts';
import { type FoundElectron, findElectron } from '../tools/electron-runtime.ts';
import { buildIfNeeded, PROJECT } from '../tools/project.ts';
import { runProgram } from '../tools/run-program.ts';
import { testArguments } from '../tools/sandbox.ts';
import { programPath } from '../tools/system-libraries.ts';
import { ToolError } from '../tools/tool-error.ts';
import { figuresOf, figuresTable } from './figures.ts';
import { BENCH_GATE, longLog } from './long-log.ts';

const USAGE = `start [--events N] [--runs N] [--json]
  --events   events in the log (default 1000000); such a log is made once and kept with the temporary files
  --runs     starts to measure (default 7), each beside a bare Electron that opens a blank window`;

const START_MS = 60_000;
const END_MS = 10_000;

/**
 * Starts of the built kiosk, not packaged, seen from outside without any debugging switch: ready to scan is when
 * its window is on the display and its scanner's port is open. A window is shown once its first picture is drawn.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [events, runs] = [Number(values.events), Number(values.runs)];
  if (values.help || !(events >= 1) || !(runs >= 1)) {
    console.log(USAGE);
    return;
  }
  if (process.platform !== 'linux' || programPath('xdotool') === undefined) {
    throw new ToolError('This bench looks at X windows and /proc: it needs Linux and xdotool.');
  }
  const say = (line: string): void => console.error(line);
  const electron = await findElectron();
  await buildIfNeeded(say);
  const dataFolder = longLog(join(tmpdir(), 'gatelog-bench'), events, say);
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-bench-start-'));
  const pty = await makePtyPair(folder);
  const display = await openDisplay({ fresh: true });
  try {
    const kiosk = [PROJECT, `--settings=${writeSettings(folder, dataFolder, pty.device)}`];
    const blank = [writeBlankApp(folder)];
    const start = (app: readonly string[], title: string, port: string | null): Promise<number> =>
      timeStart({ electron, display: display.display, app, title, port });
    const kioskMs: number[] = [];
    const blankMs: number[] = [];
    // The first of each fills the disk cache and is not counted.
    for (let index = 0; index <= runs; index += 1) {
      const bare = await start(blank, BLANK_TITLE, null);
      const full = await start(kiosk, 'Sổ Cổng', pty.device);
      if (index > 0) {
        blankMs.push(bare);
        kioskMs.push(full);
      }
      say(`start ${index} of ${runs}: bare ${bare.toFixed(0)} ms, kiosk ${full.toFixed(0)} ms`);
    }
    print({ blankMs, kioskMs, events, runtime: `${electron.origin} ${electron.version}` }, values.json);
  } finally {
    await display.stop();
    await pty.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeSettings(folder: string, dataFolder: string, port: string): string {
  const file = join(folder, 'settings.json');
  writeFileSync(
    file,
    JSON.stringify({
      site: { slug: 'bench', name: 'Bench' },
      gate: { slug: BENCH_GATE, name: 'Bench' },
      onlyGate: true,
      lanes: [{ name: '1', direction: 'auto' }],
      scanners: [{ port, baudRate: 115_200 }],
      dataFolder,
      fullscreen: false,
    }),
  );
  return file;
}

const BLANK_TITLE = 'gatelog bench blank';

/** The least that Electron can do: one window with an empty page, shown when it was drawn. */
function writeBlankApp(folder: string): string {
  const app = join(folder, 'blank');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"name":"blank","main":"main.cjs"}\n');
  writeFileSync(
    join(app, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.setPath('userData', ${JSON.stringify(join(folder, 'blank-data'))});
app.whenReady().then(() => {
  const window = new BrowserWindow({ title: '${BLANK_TITLE}', width: 1366, height: 768, show: false });
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  window.loadURL('data:text/html,<body>blank');
});
`,
  );
  return app;
}

interface Started {
  readonly electron: FoundElectron;
  readonly display: string;
  readonly app: readonly string[];
  readonly title: string;
  /** Serial port that the program must have opened, or null. */
  readonly port: string | null;
}

/** Starts a program, waits until it is ready and ends it. From spawn to ready, ms. */
async function timeStart({ electron, display, app, title, port }: Started): Promise<number> {
  const env = { ...process.env, DISPLAY: display, GATELOG_NO_DIALOG: '1' };
  const begun = performance.now();
  const child = spawn(electron.path, [...testArguments(electron.dir), ...app], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-2_000);
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const waiting = new AbortController();
  try {
    const ready = Promise.all([
      windowShown(title, env, waiting.signal),
      port === null ? begun : portOpened(child.pid ?? 0, realpathSync(port), waiting.signal),
    ]);
    const early = ended.then(() => {
      throw new ToolError(`${title} ended before it was ready (code ${child.exitCode}). ${complaint}`);
    });
    return Math.max(...(await Promise.race([ready, early]))) - begun;
  } finally {
    waiting.abort();
    child.kill('SIGTERM');
    const last = setTimeout(kill, END_MS);
    await ended;
    clearTimeout(last);
    process.removeListener('exit', kill);
  }
}

/** When a window with this title is on the display. xdotool's own `--sync` looks only twice a second. */
async function windowShown(title: string, env: NodeJS.ProcessEnv, waiting: AbortSignal): Promise<number> {
  const giveUp = performance.now() + START_MS;
  const args = ['search', '--onlyvisible', '--name', `^${title}$`];
  while (!waiting.aborted && performance.now() < giveUp) {
    const { code } = await runProgram(programPath('xdotool') ?? 'xdotool', args, { env });
    if (code === 0) return performance.now();
    await sleep(10);
  }
  throw new ToolError(`${title}: no window within ${START_MS / 1000} s.`);
}

/** When this process has the device among its open files. */
async function portOpened(pid: number, device: string, waiting: AbortSignal): Promise<number> {
  const giveUp = performance.now() + START_MS;
  while (!waiting.aborted && performance.now() < giveUp) {
    if (openFiles(pid).includes(device)) return performance.now();
    await sleep(2);
  }
  throw new ToolError(`The scanner's port was not opened within ${START_MS / 1000} s.`);
}

function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(join(folder, name))];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

function print(
  measured: { blankMs: readonly number[]; kioskMs: readonly number[]; events: number; runtime: string },
  json: boolean,
): void {
  const { events, runtime } = measured;
  const floor = figuresOf(measured.blankMs);
  const kiosk = figuresOf(measured.kioskMs);
  if (json) {
    console.log(
      JSON.stringify({ bench: 'start', runtime, packaged: false, events, unit: 'ms', floor, kiosk }),
    );
    return;
  }
  console.log(`Electron runtime: ${runtime}; the built kiosk, not packaged; ${events} events in its log`);
  for (const line of figuresTable([
    { name: 'floor: bare Electron, blank window', figures: floor },
    { name: 'kiosk: started -> ready to scan', figures: kiosk, floor },
  ]))
    console.log(line);
}
