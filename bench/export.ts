import { fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { EventRow } from '../core/batch/event.ts';
import { timestampMs } from '../core/units.ts';
import { openLog } from '../main/log/index.ts';
import { logKey } from '../main/log/key.ts';
import { type LaunchedKiosk, launchKiosk } from '../tools/devices/kiosk.ts';
import { makePtyPair } from '../tools/devices/pty.ts';
import { openDisplay } from '../tools/display.ts';
import { findElectron } from '../tools/electron-runtime.ts';
import { buildIfNeeded } from '../tools/project.ts';
import { ToolError } from '../tools/tool-error.ts';
import { openFeed } from './cable.ts';
import { bareLibraries, rawWriteSeconds } from './export/bare.ts';
import { type MemoryWatched, type ProcessMemory, watchMemory } from './export/memory.ts';
import { type Figures, figuresOf, figuresTable } from './figures.ts';
import { BENCH_GATE, longLog } from './long-log.ts';
import { passedReads } from './passed-reads.ts';
import { benchCard } from './person.ts';

const USAGE = `export [--events N] [--folder FOLDER] [--json]
  --events   events in the log (default 1000000); such a log is made once and kept with the temporary files
  --folder   where log and target are written (default: the system's folder for temporary files)`;

/** Reads before and beside the export, of people who are not in the log. */
const IDLE_READS = 200;
const BETWEEN_MS = 60;
const FIRST_STRANGER = 500_000;
const BATCH = 200_000;

/**
 * Everything of a long log sealed and delivered by the real kiosk, encrypted to nobody so that the files' sizes are
 * theirs: seconds, memory and bytes, beside the raw write of the same bytes and the bare libraries; and what reads at
 * the gate cost while it runs, beside an idle gate and beside a program that writes 300 MB again and again.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      folder: { type: 'string', default: tmpdir() },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const events = Number(values.events);
  if (values.help || !Number.isInteger(events) || events < 1) {
    console.log(USAGE);
    return;
  }
  if (process.platform !== 'linux') throw new ToolError('This bench reads /proc: it needs Linux.');
  const say = (line: string): void => console.error(line);
  const electron = await findElectron();
  await buildIfNeeded(say);
  const cached = longLog(join(tmpdir(), 'gatelog-bench'), events, say);
  const folder = mkdtempSync(join(values.folder, 'gatelog-bench-export-'));
  const pty = await makePtyPair(folder);
  const display = await openDisplay({ fresh: true });
  const feed = openFeed(pty.feed);
  try {
    const dataFolder = join(folder, 'data');
    cpSync(cached, dataFolder, { recursive: true });
    const target = join(folder, 'target');
    mkdirSync(target);
    const settingsFile = writeSettings(folder, dataFolder, pty.device);
    const kiosk = await launchKiosk({ electron, display, settingsFile });
    let measured: Measured;
    try {
      measured = await measure(kiosk, await passedReads(kiosk, feed), { folder, target, say });
    } finally {
      await kiosk.kill();
    }
    say('the floors');
    const bytes = sizeOf(target);
    const rawSeconds = rawWriteSeconds(folder, bytes);
    const bare = await bareLibraries(firstBatch(dataFolder, events), folder);
    const times = events / Math.min(BATCH, events);
    print({ ...measured, events, bytes, rawSeconds, bare: scaled(bare, times) }, values.json);
  } finally {
    feed.close();
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
      lanes: [{ name: '1', direction: 'in' }],
      scanners: [{ port, baudRate: 115_200, terminator: 'cr' }],
      batches: { encryption: { plain: { reason: 'bench: the sizes of the files themselves' } } },
      dataFolder,
      fullscreen: false,
      startWithSystem: false,
    }),
  );
  return file;
}

interface Measured {
  readonly idle: Figures;
  readonly besideWriter: Figures;
  readonly besideExport: Figures;
  readonly exportSeconds: number;
  readonly memory: MemoryWatched;
}

async function measure(
  kiosk: LaunchedKiosk,
  pass: Awaited<ReturnType<typeof passedReads>>,
  {
    folder,
    target,
    say,
  }: { readonly folder: string; readonly target: string; readonly say: (line: string) => void },
): Promise<Measured> {
  let stranger = FIRST_STRANGER;
  /** From the write to the cable to the commit, one read after the other while `goesOn`. */
  const reads = async (goesOn: (done: number) => boolean): Promise<Figures> => {
    const took: number[] = [];
    while (goesOn(took.length)) {
      await sleep(BETWEEN_MS * (0.5 + Math.random()));
      const { sent, committed } = await pass(`${benchCard(stranger++)}\r`);
      took.push(committed - sent);
    }
    return figuresOf(took);
  };
  await reads((done) => done < 20);
  say('an idle gate');
  const idle = await reads((done) => done < IDLE_READS);
  say('beside a bare writer');
  const writer = fork(join(import.meta.dirname, 'export', 'bare-writer.ts'), [folder]);
  await sleep(1_000);
  const besideWriter = await reads((done) => done < IDLE_READS);
  writer.kill('SIGKILL');
  say('beside the export');
  const memory = watchMemory(kiosk.pid);
  const begun = performance.now();
  let running = true;
  const exporting = kiosk.page
    .evaluate(async (to) => {
      await window.gatelog.call('staff.sign-in', { password: 'none is set' });
      return window.gatelog.call('delivery.deliver', { folder: to });
    }, target)
    .finally(() => {
      running = false;
    });
  const besideExport = await reads(() => running);
  const answer = await exporting;
  if (!answer.ok) throw new ToolError(`the export failed: ${answer.code}`);
  return {
    idle,
    besideWriter,
    besideExport,
    exportSeconds: (performance.now() - begun) / 1000,
    memory: memory.stop(),
  };
}

function firstBatch(dataFolder: string, events: number): readonly EventRow[] {
  const path = join(dataFolder, 'gate.db');
  const log = openLog({
    path,
    key: logKey(join(dataFolder, 'log.key'), path),
    gateId: BENCH_GATE,
    newLogId: () => '',
    nowMs: () => timestampMs(Date.now()),
  });
  try {
    return [...log.rows(1, Math.min(BATCH, events))];
  } finally {
    log.close();
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .reduce((sum, one) => sum + statSync(join(one.parentPath, one.name)).size, 0);
}

type Bare = Awaited<ReturnType<typeof bareLibraries>>;
const scaled = (bare: Bare, times: number): { readonly [K in keyof Bare]: number } => ({
  parquet: bare.parquet.seconds * times,
  csv: bare.csv.seconds * times,
  xlsx: bare.xlsx.seconds * times,
});

function print(
  all: Measured & {
    readonly events: number;
    readonly bytes: number;
    readonly rawSeconds: number;
    readonly bare: ReturnType<typeof scaled>;
  },
  json: boolean,
): void {
  const libraries = all.bare.parquet + all.bare.csv + all.bare.xlsx;
  if (json) {
    console.log(JSON.stringify({ bench: 'export', ...all, ratio: all.exportSeconds / libraries }));
    return;
  }
  const s = (seconds: number): string => `${seconds.toFixed(1)} s`;
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(
    `${all.events} events sealed to Parquet, CSV and XLSX and delivered: ${s(all.exportSeconds)}, ${mb(all.bytes)}`,
  );
  console.log(`floor: the same bytes written and synced: ${s(all.rawSeconds)}`);
  console.log(
    `floor: bare libraries, first batch scaled: Parquet ${s(all.bare.parquet)}, CSV ${s(all.bare.csv)}, XLSX ${s(all.bare.xlsx)}; all ${s(libraries)}: the export is ${(all.exportSeconds / libraries).toFixed(2)} x`,
  );
  console.log(
    `memory of all processes: idle ${all.memory.firstMiB.toFixed(0)} MiB, most ${all.memory.mostMiB.toFixed(0)} MiB: ${(all.memory.mostMiB - all.memory.firstMiB).toFixed(0)} MiB more`,
  );
  for (const [when, processes] of [
    ['idle', all.memory.first],
    ['most', all.memory.most],
  ] as const)
    console.log(`  ${when}: ${byName(processes)}`);
  console.log('reads, from the cable to the commit:');
  for (const line of figuresTable([
    { name: 'idle gate', figures: all.idle },
    { name: 'beside a bare writer of 300 MB', figures: all.besideWriter, floor: all.idle },
    { name: 'beside the export', figures: all.besideExport, floor: all.idle },
  ]))
    console.log(line);
}

/** Each process and its MiB, those of a few together. */
function byName(processes: readonly ProcessMemory[]): string {
  const large = processes.filter(({ miB }) => miB >= 20);
  const rest = processes.filter(({ miB }) => miB < 20).reduce((sum, { miB }) => sum + miB, 0);
  return [...large, { name: 'others', miB: rest }]
    .map(({ name, miB }) => `${name} ${miB.toFixed(0)}`)
    .join(', ');
}
