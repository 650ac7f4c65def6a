import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { deliver, verify } from './demo/delivery.ts';
import { type DemoFolder, makeDemoFolder } from './demo/folder.ts';
import { difference, type Logged, readLog } from './demo/logged.ts';
import { type Expected, type Played, playShift } from './demo/shift.ts';
import { table } from './demo/table.ts';
import { makeCamera } from './devices/camera.ts';
import { makeHands } from './devices/hands.ts';
import { launchKiosk } from './devices/kiosk.ts';
import { makePtyPair } from './devices/pty.ts';
import { openDisplay } from './display.ts';
import { type FoundElectron, findElectron } from './electron-runtime.ts';
import { buildIfNeeded, PROJECT } from './project.ts';
import { describeMissing, ensureSystem } from './system-libraries.ts';
import { runTool, ToolError } from './tool-error.ts';

const begunMs = performance.now();
const say = (line: string): void =>
  console.log(`[${((performance.now() - begunMs) / 1000).toFixed(1).padStart(5)} s] ${line}`);

interface Shift {
  readonly played: readonly Played[];
  readonly expected: readonly Expected[];
  readonly pictures: readonly string[];
  readonly delivered: number;
}

/**
 * `npm run demo`: a short shift at the real kiosk in a real Electron, by serial bytes, keyboard, mouse and webcam,
 * down to a verified batch in demo-out/. Ends with 0 only if the screen, the log and the batch all say what they
 * should.
 */
async function demo(): Promise<number> {
  const electron = await prepareMachine();
  await buildIfNeeded(say);
  // Devices of this run; nothing in it is worth keeping.
  const devices = mkdtempSync(join(tmpdir(), 'gatelog-demo-'));
  const removeDevices = (): void => rmSync(devices, { recursive: true, force: true });
  process.once('exit', removeDevices);
  endOnSignals();

  const entrance = await makePtyPair(devices, 'quet-vao');
  const exit = await makePtyPair(devices, 'quet-ra');
  try {
    say('demo-out/ is made anew (that of an earlier run is removed)');
    const folder = makeDemoFolder({ entrance: entrance.device, exit: exit.device });
    const shift = await atTheGate(electron, folder, devices, { entrance, exit });
    const logged = readLog(folder.dataFolder);
    say('gatelog verify demo-out/batch');
    const verified = await verify(folder.batchFolder, folder.dataFolder);
    return report(folder, shift, logged, verified);
  } finally {
    await entrance.close();
    await exit.close();
    removeDevices();
  }
}

/** Ctrl+C ends this process by `exit`, on which everything that was started is taken along. */
function endOnSignals(): void {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.once(signal, () => process.exit(128 + number));
  }
}

async function prepareMachine(): Promise<FoundElectron> {
  const electron = await findElectron({ say: (line) => say(`electron: ${line}`) });
  const missing = await ensureSystem(['Xvfb', 'socat', 'xdotool'], electron.path, say);
  const needed = missing.programs.filter(
    (name) => name === 'socat' || (name === 'Xvfb' && !process.env.DISPLAY),
  );
  if (needed.length > 0 || missing.libraries.length > 0) {
    throw new ToolError(`The demo needs more than this machine has.\n${describeMissing(missing).join('\n')}`);
  }
  return electron;
}

async function atTheGate(
  electron: FoundElectron,
  folder: DemoFolder,
  devices: string,
  ports: Pick<Parameters<typeof playShift>[0], 'entrance' | 'exit'>,
): Promise<Shift> {
  const display = await openDisplay();
  say(`display ${display.display}${display.virtual ? ' (virtual)' : ''}`);
  const camera = await makeCamera(join(devices, 'webcam.mjpeg'));
  const kiosk = await launchKiosk({
    electron,
    display,
    settingsFile: folder.settingsFile,
    switches: camera.switches,
  });
  try {
    const { page } = kiosk;
    say('the kiosk shows its idle screen');
    for (const { device } of Object.values(ports)) {
      await page.locator(`[data-testid="chip-scanner-${device}"][data-state="ready"]`).waitFor();
    }
    say('both serial scanners are ready');
    const pictures: string[] = [];
    const hands = makeHands(page, display.display, display.virtual ? null : kiosk.pid);
    const shift = await playShift({
      ...ports,
      page,
      camera,
      hands,
      siteSecret: folder.siteSecret,
      say,
      picture: async (name) => {
        const path = join(folder.root, `${name}.png`);
        // In the middle of a fade two screens lie over each other. What turns for ever has no end to wait for.
        await page.evaluate(() =>
          Promise.allSettled(
            document
              .getAnimations()
              .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
              .map(({ finished }) => finished),
          ),
        );
        await page.screenshot({ path });
        pictures.push(path);
      },
    });
    say('administrator: seal and deliver');
    const delivered = await deliver(page, hands, folder.adminPassword);
    say(`the kiosk says: ${delivered} events delivered and read back`);
    await kiosk.quit();
    return { ...shift, pictures, delivered };
  } finally {
    await kiosk.kill();
    await display.stop();
  }
}

function report(folder: DemoFolder, shift: Shift, logged: readonly Logged[], verified: string): number {
  const time = (ms: number): string => new Date(ms).toTimeString().slice(0, 8);
  const lines = [
    '',
    'What was scanned and done',
    ...table(
      ['input', 'what', 'verdict', 'ms'],
      shift.played.map((one) => [one.input, one.what, one.verdict, one.tookMs.toFixed(0)]),
    ),
    '',
    'What the log holds',
    ...table(
      ['seq', 'time', 'lane', 'event', 'reason', 'source', 'name'],
      logged.map((row) => [
        String(row.seq),
        time(row.atMs),
        row.lane,
        row.kind,
        row.reason,
        row.source,
        row.name,
      ]),
    ),
    '',
    'What gatelog verify says',
    ...verified.split('\n').map((line) => `  ${line}`),
    '',
    `batch        ${relative(PROJECT, folder.batchFolder)}/ (${shift.delivered} events)`,
    `screenshots  ${shift.pictures.map((path) => relative(PROJECT, path)).join('  ')}`,
    `log and key  ${relative(PROJECT, folder.dataFolder)}/`,
    `took         ${((performance.now() - begunMs) / 1000).toFixed(1)} s`,
  ];
  for (const line of lines) console.log(line);
  const wrong = difference(shift.expected, logged);
  console.log(wrong === undefined ? 'All is as it should be.' : `NOT as it should be: ${wrong}`);
  return wrong === undefined ? 0 : 1;
}

await runTool(
  demo,
  'npm run demo: a short shift at the real kiosk, down to a verified batch in demo-out/; takes no options',
);
