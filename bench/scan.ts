import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type LaunchedKiosk, launchKiosk } from '../tools/devices/kiosk.ts';
import { makePtyPair, type PtyPair } from '../tools/devices/pty.ts';
import { openDisplay } from '../tools/display.ts';
import { findElectron } from '../tools/electron-runtime.ts';
import { buildIfNeeded } from '../tools/project.ts';
import { type BareCable, type Feed, openBareCable, openFeed } from './cable.ts';
import { figuresOf, figuresTable } from './figures.ts';
import { type DiskFloor, openDiskFloor } from './floor.ts';
import { type Passed, passedReads } from './passed-reads.ts';
import { benchCard } from './person.ts';

const USAGE = `scan [--scans N] [--folder FOLDER] [--json]
  --scans    reads to measure, each of another person (default 300)
  --folder   where log and floor are written (default: the system's folder for temporary files)`;

/** One frame of the display, ms: Xvfb and most screens of kiosk PCs run at 60 Hz. */
const FRAME_MS = 1000 / 60;
/** Reads before the measured ones: compiled code, prepared statements, warm pages. */
const WARM_UP = 20;
/** People come in bunches: so many reads, then nobody for a while, in which the kiosk tidies up. */
const QUEUE = 40;
const PAUSE_MS = 3000;

/**
 * One read after the other at the real kiosk, over a real pty: from the read being whole in the kiosk to its commit
 * (DESIGN.md, Figures), the same from the write to the cable (which counts the kernel's way and the serial library
 * too), and from the commit to the painted verdict. Between
 * the reads the floors: the bare write on the same disk, and a bare reader on such a cable doing that write.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      scans: { type: 'string', default: '300' },
      folder: { type: 'string', default: tmpdir() },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const scans = Number(values.scans);
  if (values.help || !Number.isInteger(scans) || scans < 1) {
    console.log(USAGE);
    return;
  }
  const electron = await findElectron();
  await buildIfNeeded((line) => console.error(line));
  const folder = mkdtempSync(join(values.folder, 'gatelog-bench-scan-'));
  const pty = await makePtyPair(folder);
  const display = await openDisplay();
  const feed = openFeed(pty.feed);
  const floor = { disk: openDiskFloor(folder), cable: await openBareCable(folder) };
  try {
    const settingsFile = writeSettings(folder, pty);
    const kiosk = await launchKiosk({ electron, display, settingsFile });
    try {
      const measured = await measure(kiosk, feed, floor, scans);
      print(measured, `${electron.origin} ${electron.version}`, values.json);
    } finally {
      await kiosk.kill();
    }
  } finally {
    feed.close();
    floor.disk.end();
    await floor.cable.close();
    await display.stop();
    await pty.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeSettings(folder: string, pty: PtyPair): string {
  const dataFolder = join(folder, 'data');
  mkdirSync(dataFolder);
  const file = join(folder, 'settings.json');
  writeFileSync(
    file,
    JSON.stringify({
      site: { slug: 'bench', name: 'Bench' },
      gate: { slug: 'bench', name: 'Bench' },
      onlyGate: true,
      lanes: [{ name: '1', direction: 'in' }],
      scanners: [{ port: pty.device, baudRate: 115_200, terminator: 'cr' }],
      dataFolder,
      fullscreen: false,
    }),
  );
  return file;
}

interface Measured {
  readonly passed: readonly Passed[];
  /** 4 KiB write and fdatasync alone. */
  readonly diskMs: readonly number[];
  /** The same cable with a bare reader that does that write as soon as a read is whole. */
  readonly bareMs: readonly number[];
}

async function measure(
  kiosk: LaunchedKiosk,
  feed: Feed,
  floor: { readonly disk: DiskFloor; readonly cable: BareCable },
  scans: number,
): Promise<Measured> {
  const pass = await passedReads(kiosk, feed);
  const passed: Passed[] = [];
  const diskMs: number[] = [];
  const bareMs: number[] = [];
  for (let index = 0; index < scans + WARM_UP; index += 1) {
    // Not in step with the display's frames.
    await sleep(30 + Math.random() * 40);
    if (index % QUEUE === 0) await sleep(PAUSE_MS);
    const text = `${benchCard(index)}\r`;
    const disk = floor.disk.write();
    const bare = await floor.cable.time(text, () => floor.disk.write());
    const one = await pass(text);
    if (index < WARM_UP) continue;
    diskMs.push(disk);
    bareMs.push(bare);
    passed.push(one);
  }
  return { passed, diskMs, bareMs };
}

function print({ passed, diskMs, bareMs }: Measured, runtime: string, json: boolean): void {
  const disk = figuresOf(diskMs);
  const bare = figuresOf(bareMs);
  const arrived = figuresOf(passed.map((one) => one.committed - one.read));
  const committed = figuresOf(passed.map((one) => one.committed - one.sent));
  const painted = figuresOf(passed.map((one) => one.painted - one.committed));
  const whole = figuresOf(passed.map((one) => one.painted - one.sent));
  const frames = { p50: painted.p50 / FRAME_MS, p95: painted.p95 / FRAME_MS };
  if (json) {
    console.log(
      JSON.stringify({
        bench: 'scan',
        runtime,
        unit: 'ms',
        floors: { disk, cableAndDisk: bare },
        readToCommitted: arrived,
        sentToCommitted: committed,
        committedToPainted: painted,
        sentToPainted: whole,
        frames,
      }),
    );
    return;
  }
  console.log(`Electron runtime: ${runtime}`);
  for (const line of figuresTable([
    { name: 'floor: 4 KiB write + fdatasync', figures: disk },
    { name: 'floor: cable, bare reader, that write', figures: bare },
    { name: 'read complete -> committed', figures: arrived, floor: disk },
    { name: 'written to the cable -> committed', figures: committed, floor: bare },
    { name: 'committed -> painted', figures: painted },
    { name: 'written to the cable -> painted', figures: whole },
  ]))
    console.log(line);
  console.log(
    `committed -> painted: p50 ${frames.p50.toFixed(2)} frames, p95 ${frames.p95.toFixed(2)} frames (60 Hz)`,
  );
}
