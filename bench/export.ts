import { fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type LaunchedKiosk, launchKiosk } from '../tools/devices/kiosk.ts';
import { makePtyPair } from '../tools/devices/pty.ts';
import { openDisplay } from '../tools/display.ts';
import { findElectron } from '../tools/electron-runtime.ts';
import { buildIfNeeded } from '../tools/project.ts';
import { ToolError } from '../tools/tool-error.ts';
import { openFeed } from './cable.ts';
import { type bareLibraries, rawWriteSeconds } from './export/bare.ts';
import { type Exported, exportAll, measureReads, type ReadsMeasured } from './export/measure.ts';
import type { ProcessMemory } from './export/memory.ts';
import { figuresTable } from './figures.ts';
import { BENCH_GATE, longLog } from './long-log.ts';
import { passedReads } from './passed-reads.ts';

const USAGE = `export [--events N] [--no-reads] [--folder FOLDER] [--json]
  --events   events in the log (default 1000000); such a log is made once and kept with the temporary files
  --no-reads only the export by itself and its floors
  --folder   where log and target are written (default: the system's folder for temporary files)`;

/** What a start has to do of its own is over by then. ms */
const SETTLED_MS = 5_000;
const BATCH = 200_000;

/**
 * Everything of a long log sealed and delivered by the real kiosk, encrypted to nobody so that the files' sizes are
 * theirs. Twice: by itself, for seconds, memory and bytes, beside the raw write of the same bytes and the bare libraries,
 * which have the machine to themselves too; and with one read after the other at the gate, for what those cost, beside an
 * idle gate and beside a program that writes 300 MB again and again.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      folder: { type: 'string', default: tmpdir() },
      'no-reads': { type: 'boolean', default: false },
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
  /** A kiosk with a log of its own, and a folder to deliver to; both are gone afterwards. */
  const withKiosk = async <T>(
    name: string,
    work: (given: { readonly kiosk: LaunchedKiosk; readonly target: string }) => Promise<T>,
  ): Promise<T> => {
    const own = join(folder, name);
    const target = join(own, 'target');
    mkdirSync(target, { recursive: true });
    cpSync(cached, join(own, 'data'), { recursive: true });
    const settingsFile = writeSettings(own, join(own, 'data'), pty.device);
    const kiosk = await launchKiosk({ electron, display, settingsFile });
    try {
      return await work({ kiosk, target });
    } finally {
      await kiosk.kill();
      rmSync(own, { recursive: true, force: true });
    }
  };
  try {
    const alone = await withKiosk('alone', async ({ kiosk, target }) => {
      await passedReads(kiosk, feed);
      await sleep(SETTLED_MS);
      say('the export by itself');
      return { ...(await exportAll(kiosk, target)), bytes: sizeOf(target) };
    });
    say('the floors');
    const rawSeconds = rawWriteSeconds(folder, alone.bytes);
    const bare = await bareOf(electron.path, cached, Math.min(BATCH, events), folder);
    const reads = values['no-reads']
      ? null
      : await withKiosk('reads', async ({ kiosk, target }) =>
          measureReads(kiosk, await passedReads(kiosk, feed), { folder, target, say }),
        );
    const times = events / Math.min(BATCH, events);
    print({ ...alone, reads, events, rawSeconds, bare: scaled(bare, times) }, values.json);
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

/** The bare libraries with the rows of one batch, in the runtime that seals. Throws ToolError where they end without a word. */
async function bareOf(electron: string, dataFolder: string, rows: number, folder: string): Promise<Bare> {
  const child = fork(join(import.meta.dirname, 'export', 'bare-run.ts'), [dataFolder, String(rows), folder], {
    execPath: electron,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return new Promise((resolve, reject) => {
    child.once('message', (written) => resolve(written as Bare));
    child.once('exit', (code) => reject(new ToolError(`the bare libraries ended with ${code}`)));
  });
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
  all: Exported & {
    readonly events: number;
    readonly bytes: number;
    readonly rawSeconds: number;
    readonly bare: ReturnType<typeof scaled>;
    readonly reads: ReadsMeasured | null;
  },
  json: boolean,
): void {
  const libraries = all.bare.parquet + all.bare.csv + all.bare.xlsx;
  const floor = libraries + all.rawSeconds;
  const ratio = all.seconds / floor;
  const sealingRatio = all.sealedSeconds / libraries;
  if (json) {
    console.log(JSON.stringify({ bench: 'export', ...all, sealingRatio, ratio }));
    return;
  }
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(
    `${all.events} events sealed to Parquet, CSV and XLSX, delivered and read back: ${s(all.seconds)}, ${mb(all.bytes)}`,
  );
  console.log(
    `  of these, sealing: ${s(all.sealedSeconds)}; delivering and reading back: ${s(all.seconds - all.sealedSeconds)}`,
  );
  console.log(`floor: the same bytes written and synced: ${s(all.rawSeconds)}`);
  console.log(
    `floor: bare libraries in the same runtime, first batch scaled: Parquet ${s(all.bare.parquet)}, CSV ${s(all.bare.csv)}, XLSX ${s(all.bare.xlsx)}; together ${s(libraries)}`,
  );
  console.log(
    `sealing is ${sealingRatio.toFixed(2)} x the bare libraries; sealing and delivering ${ratio.toFixed(2)} x both floors`,
  );
  console.log(
    `memory of all processes: idle ${all.memory.firstMiB.toFixed(0)} MiB, most ${all.memory.mostMiB.toFixed(0)} MiB: ${(all.memory.mostMiB - all.memory.firstMiB).toFixed(0)} MiB more`,
  );
  for (const [when, processes] of [
    ['idle', all.memory.first],
    ['most', all.memory.most],
  ] as const)
    console.log(`  ${when}: ${byName(processes)}`);
  if (all.reads !== null) printReads(all.reads);
}

function printReads(reads: ReadsMeasured): void {
  console.log(
    `reads, from the cable to the commit, one after the other (the export beside them: ${s(reads.seconds)}):`,
  );
  for (const line of figuresTable([
    { name: 'idle gate', figures: reads.idle },
    { name: 'beside a bare writer of 300 MB', figures: reads.besideWriter, floor: reads.idle },
    { name: 'beside the export', figures: reads.besideExport, floor: reads.idle },
  ]))
    console.log(line);
}

const s = (seconds: number): string => `${seconds.toFixed(1)} s`;

/** Each process and its MiB, those of a few together. */
function byName(processes: readonly ProcessMemory[]): string {
  const large = processes.filter(({ miB }) => miB >= 20);
  const rest = processes.filter(({ miB }) => miB < 20).reduce((sum, { miB }) => sum + miB, 0);
  return [...large, { name: 'others', miB: rest }]
    .map(({ name, miB }) => `${name} ${miB.toFixed(0)}`)
    .join(', ');
}
