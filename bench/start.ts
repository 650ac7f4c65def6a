import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
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
import { findElectron } from '../tools/electron-runtime.ts';
import { trialPackage } from '../tools/package.ts';
import { buildIfNeeded, PROJECT } from '../tools/project.ts';
import { runProgram } from '../tools/run-program.ts';
import { testArguments } from '../tools/sandbox.ts';
import { programPath } from '../tools/system-libraries.ts';
import { ToolError } from '../tools/tool-error.ts';
import { figuresOf, figuresTable } from './figures.ts';
import { BENCH_GATE, longLog } from './long-log.ts';

const USAGE = `start [--events N] [--runs N] [--unpackaged] [--json]
  --events   events in the log (default 1000000); such a log is made once and kept with the temporary files
  --runs     starts to measure (default 7), each beside a bare Electron that opens a blank window
  --unpackaged  the build as it is in out/, instead of the packaged kiosk (packed first where it is not)`;

const START_MS = 60_000;
const END_MS = 10_000;

/**
 * Cold starts of the packaged kiosk, seen from outside without any debugging switch: ready to scan is when its window
 * is on the display (it is shown once its first picture is drawn), its scanner's port is open and its page takes keys.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '7' },
      unpackaged: { type: 'boolean', default: false },
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
  const packed = values.unpackaged ? null : await trialPackage(say);
  const dataFolder = longLog(join(tmpdir(), 'gatelog-bench'), events, say);
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-bench-start-'));
  const pty = await makePtyPair(folder);
  const display = await openDisplay({ fresh: true });
  try {
    const settings = `--settings=${writeSettings(folder, dataFolder, pty.device)}`;
    const program = packed === null ? electron.path : join(packed, 'gatelog');
    const start = (what: Pick<Started, 'program' | 'app' | 'title' | 'ready'>): Promise<number> =>
      timeStart({ electronDir: electron.dir, display: display.display, ...what });
    const blank = { program: electron.path, app: [writeBlankApp(folder)], title: BLANK_TITLE, ready: null };
    const kiosk = {
      program,
      app: packed === null ? [PROJECT, settings] : [settings],
      title: 'Sổ Cổng',
      ready: { port: pty.device, diagnostics: join(dataFolder, 'diagnostics.log') },
    };
    const kioskMs: number[] = [];
    const blankMs: number[] = [];
    // The first of each fills the disk cache and is not counted.
    for (let index = 0; index <= runs; index += 1) {
      const bare = await start(blank);
      const full = await start(kiosk);
      if (index > 0) {
        blankMs.push(bare);
        kioskMs.push(full);
      }
      say(`start ${index} of ${runs}: bare ${bare.toFixed(0)} ms, kiosk ${full.toFixed(0)} ms`);
    }
    const runtime = `${electron.origin} ${electron.version}`;
    print({ blankMs, kioskMs, events, runtime, packaged: packed !== null }, values.json);
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
      // A figure leaves nothing behind on the PC that it was taken on.
      startWithSystem: false,
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
  readonly program: string;
  readonly electronDir: string;
  readonly display: string;
  readonly app: readonly string[];
  readonly title: string;
  /** Serial port that must be open and diagnostics that must say that the page listens, or null. */
  readonly ready: { readonly port: string; readonly diagnostics: string } | null;
}

/** Starts a program, waits until it is ready and ends it. From spawn to ready, ms. */
async function timeStart({ program, electronDir, display, app, title, ready }: Started): Promise<number> {
  const env = { ...process.env, DISPLAY: display, GATELOG_NO_DIALOG: '1' };
  const begun = performance.now();
  const listened = ready === null ? 0 : timesListening(ready.diagnostics);
  const child = spawn(program, [...testArguments(electronDir), ...app], {
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
    const all = Promise.all([
      windowShown(title, env, waiting.signal),
      ...(ready === null
        ? []
        : [
            portOpened(child.pid ?? 0, realpathSync(ready.port), waiting.signal),
            pageListens(ready.diagnostics, listened, waiting.signal),
          ]),
    ]);
    const early = ended.then(() => {
      throw new ToolError(`${title} ended before it was ready (code ${child.exitCode}). ${complaint}`);
    });
    return Math.max(...(await Promise.race([all, early]))) - begun;
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

/** When the page has said once more that it takes keys. */
async function pageListens(diagnostics: string, before: number, waiting: AbortSignal): Promise<number> {
  const giveUp = performance.now() + START_MS;
  while (!waiting.aborted && performance.now() < giveUp) {
    if (timesListening(diagnostics) > before) return performance.now();
    await sleep(5);
  }
  throw new ToolError(`The page took no keys within ${START_MS / 1000} s.`);
}

const timesListening = (diagnostics: string): number =>
  existsSync(diagnostics) ? readFileSync(diagnostics, 'utf8').split('"screen/listening"').length - 1 : 0;

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
  measured: {
    blankMs: readonly number[];
    kioskMs: readonly number[];
    events: number;
    runtime: string;
    packaged: boolean;
  },
  json: boolean,
): void {
  const { events, runtime, packaged } = measured;
  const floor = figuresOf(measured.blankMs);
  const kiosk = figuresOf(measured.kioskMs);
  if (json) {
    console.log(JSON.stringify({ bench: 'start', runtime, packaged, events, unit: 'ms', floor, kiosk }));
    return;
  }
  console.log(
    `Electron runtime: ${runtime}; the ${packaged ? 'packaged' : 'built'} kiosk; ${events} events in its log`,
  );
  for (const line of figuresTable([
    { name: 'floor: bare Electron, blank window', figures: floor },
    { name: 'kiosk: started -> ready to scan', figures: kiosk, floor },
  ]))
    console.log(line);
}
