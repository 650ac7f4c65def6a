import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readWasmFile } from '../decode/wasm-file.ts';
import { createZxingWasm } from '../decode/zxing-wasm.ts';
import { type FakeCamera, makeCamera } from '../tools/devices/camera.ts';
import { launchKiosk } from '../tools/devices/kiosk.ts';
import { drawCard, drawDesk } from '../tools/devices/pictures.ts';
import { type Display, openDisplay } from '../tools/display.ts';
import { type FoundElectron, findElectron } from '../tools/electron-runtime.ts';
import { trialPackage } from '../tools/package.ts';
import { buildIfNeeded, PROJECT } from '../tools/project.ts';
import { testArguments } from '../tools/sandbox.ts';
import { ToolError } from '../tools/tool-error.ts';
import { idleShare, type Watched, writePreviewApp } from './camera/idle-cost.ts';
import { measureWaiting, noisy, type Waited } from './camera/waiting.ts';
import { figuresOf, figuresTable } from './figures.ts';
import { benchCard } from './person.ts';

const USAGE = `camera [--cards N] [--seconds N] [--rounds N] [--unpackaged] [--json]
  --cards       cards held before the camera, each after it has idled (default 30)
  --seconds     how long each program is watched idling (default 20)
  --rounds      how often kiosk and preview are watched by turns (default 3)
  --unpackaged  watches the build as it is in out/, instead of the packaged kiosk (packed first where it is not)`;

/** What idling costs above the picture alone. Share of a core. */
const MOST_ABOVE = 0.25;

/**
 * The kiosk before a played webcam of 1280x720: how long from the first frame with a card to the painted verdict, how
 * often it looks, and what it costs while nothing happens, beside a page that shows the same picture and does nothing
 * else. The cost is that of the packaged kiosk, seen from outside; frames and looks are counted in the built one, since
 * the packaged one lets nobody in.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cards: { type: 'string', default: '30' },
      seconds: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '3' },
      unpackaged: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [cards, seconds, rounds] = [values.cards, values.seconds, values.rounds].map(Number);
  if (values.help || !((cards ?? 0) >= 1) || !((seconds ?? 0) >= 1) || !((rounds ?? 0) >= 1)) {
    console.log(USAGE);
    return;
  }
  if (process.platform !== 'linux') throw new ToolError('This bench reads /proc: it needs Linux.');
  const say = (line: string): void => console.error(line);
  const electron = await findElectron();
  await buildIfNeeded(say);
  const packed = values.unpackaged ? null : await trialPackage(say);
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-bench-camera-'));
  const display = await openDisplay({ fresh: true });
  try {
    const camera = await makeCamera(join(folder, 'webcam.mjpeg'));
    const bench = { electron, display, folder, camera };
    say('how long a card waits');
    const waited = await waiting(bench, cards ?? 1);
    await camera.play(noisy(drawDesk()));
    const shares: Shares = { kiosk: [], preview: [] };
    const { kiosk, preview } = programs(bench, packed);
    for (let round = 1; round <= (rounds ?? 1); round += 1) {
      shares.preview.push(await idleShare(preview, (seconds ?? 1) * 1000));
      shares.kiosk.push(await idleShare(kiosk, (seconds ?? 1) * 1000));
      say(
        `idle, round ${round}: preview ${percent(shares.preview.at(-1))}, kiosk ${percent(shares.kiosk.at(-1))}`,
      );
    }
    const runtime = `${electron.origin} ${electron.version}`;
    print({ waited, lookMs: await timeLooks(), shares, runtime, packaged: packed !== null }, values.json);
  } finally {
    await display.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Bench {
  readonly electron: FoundElectron;
  readonly display: Display;
  readonly folder: string;
  readonly camera: FakeCamera;
}

/** Shares of a core, one each round. */
interface Shares {
  readonly kiosk: number[];
  readonly preview: number[];
}

async function waiting({ electron, display, folder, camera }: Bench, cards: number): Promise<Waited> {
  const settingsFile = writeSettings(folder, 'built');
  const kiosk = await launchKiosk({ electron, display, settingsFile, switches: camera.switches });
  try {
    await kiosk.page.locator('[data-testid="chip-scanner-camera"][data-state="ready"]').waitFor();
    return await measureWaiting(kiosk.page, camera, cards + 1);
  } finally {
    await kiosk.kill();
  }
}

function programs(
  { electron, display, folder, camera }: Bench,
  packed: string | null,
): { readonly kiosk: Watched; readonly preview: Watched } {
  const env = { ...process.env, DISPLAY: display.display, GATELOG_NO_DIALOG: '1' };
  const switches = [...testArguments(electron.dir), ...camera.switches];
  const settings = `--settings=${writeSettings(folder, 'idle')}`;
  return {
    preview: { program: electron.path, args: [...switches, writePreviewApp(folder)], env },
    kiosk:
      packed === null
        ? { program: electron.path, args: [...switches, PROJECT, settings], env }
        : { program: join(packed, 'gatelog'), args: [...switches, settings], env },
  };
}

function writeSettings(folder: string, name: string): string {
  const dataFolder = join(folder, `data-${name}`);
  mkdirSync(dataFolder);
  const file = join(folder, `settings-${name}.json`);
  writeFileSync(
    file,
    JSON.stringify({
      site: { slug: 'bench', name: 'Bench' },
      gate: { slug: 'bench', name: 'Bench' },
      onlyGate: true,
      lanes: [{ name: '1', direction: 'in' }],
      camera: { enabled: true },
      dataFolder,
      fullscreen: false,
      startWithSystem: false,
    }),
  );
  return file;
}

/** The floor of waiting: looks of the bare decoder at such a picture, in this process. ms */
async function timeLooks(): Promise<readonly number[]> {
  const eyes = await createZxingWasm(await readWasmFile());
  const tookMs: number[] = [];
  for (const picture of noisy(await drawCard(benchCard(0)))) {
    await eyes.lookAt(picture);
    const begun = performance.now();
    await eyes.lookAt(picture);
    tookMs.push(performance.now() - begun);
  }
  return tookMs;
}

const percent = (share: number | undefined): string => `${((share ?? 0) * 100).toFixed(1)} %`;

function print(
  measured: {
    readonly waited: Waited;
    readonly lookMs: readonly number[];
    readonly shares: Shares;
    readonly runtime: string;
    readonly packaged: boolean;
  },
  json: boolean,
): void {
  const { waited, runtime, packaged } = measured;
  const look = figuresOf(measured.lookMs);
  const waitedFigures = figuresOf(waited.waitedMs);
  const kiosk = figuresOf(measured.shares.kiosk).p50;
  const preview = figuresOf(measured.shares.preview).p50;
  if (json) {
    const { idleLooks, eagerShare } = waited;
    console.log(
      JSON.stringify({
        bench: 'camera',
        runtime,
        packaged,
        unit: 'ms',
        floor: look,
        cardToPainted: waitedFigures,
        idleLooksPerSecond: idleLooks,
        eagerLooksPerFrame: eagerShare,
        shareOfACore: { preview, kiosk, above: kiosk - preview },
      }),
    );
    return;
  }
  console.log(`Electron runtime: ${runtime}; a played webcam, 1280x720, 30 frames a second, with noise`);
  for (const line of figuresTable([
    { name: 'floor: one look of the bare decoder', figures: look },
    { name: 'first frame with a card -> painted', figures: waitedFigures, floor: look },
  ]))
    console.log(line);
  console.log(`looks while nothing happens: ${waited.idleLooks.toFixed(1)} a second`);
  console.log(
    `looks after a card came: ${percent(waited.eagerShare)} of the frames that came to the decoder`,
  );
  console.log(
    `idle cost, one core: preview only ${percent(preview)}, the ${packaged ? 'packaged' : 'built'} kiosk ${percent(kiosk)}: ` +
      `${percent(kiosk - preview)} above it (at most ${percent(MOST_ABOVE)})`,
  );
}
