import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDisplay } from './display.ts';
import { findElectron } from './electron-runtime.ts';
import { buildIfNeeded, PROJECT } from './project.ts';
import { busyGate } from './screens/busy-gate.ts';
import { cameraGate } from './screens/camera-gate.ts';
import { allLooks, DISPLAY_SIZE, DOCS_LOOK, makePhotographer, SIZES } from './screens/looks.ts';
import { marksGate } from './screens/marks-gate.ts';
import { peopleGate } from './screens/people-gate.ts';
import { quietGate } from './screens/quiet-gate.ts';
import { setupGate } from './screens/setup-gate.ts';
import { startGate } from './screens/start-gate.ts';
import { sticksGate } from './screens/sticks-gate.ts';
import { targetsGate } from './screens/targets-gate.ts';
import { trustGate } from './screens/trust-gate.ts';
import { describeMissing, ensureSystem } from './system-libraries.ts';
import { runTool, ToolError } from './tool-error.ts';

const USAGE = `screens FOLDER [--screen NAME,...] [--size ${SIZES.join(',')}]
screens --docs
  Takes pictures of the real kiosk's screens: every one in both languages and colour schemes into FOLDER, or
  with --docs those that the README shows into docs/screens/.`;

/** What the README, the guard's guide and the decisions show. */
const DOCS = [
  'idle',
  'welcome',
  'goodbye',
  'again',
  'unreadable',
  'ask',
  'stop',
  'type',
  'delivered',
  'setup-site',
  'camera-held',
];

const say = (line: string): void => console.log(line);

/** Plays the two gates of tools/screens and takes a picture of each screen on the way. */
async function screens(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      docs: { type: 'boolean', default: false },
      screen: { type: 'string' },
      size: { type: 'string' },
    },
  });
  const [given] = positionals;
  if (!values.docs && given === undefined) throw new ToolError(USAGE);
  const electron = await findElectron({ say });
  const missing = await ensureSystem(['Xvfb', 'socat', 'xdotool'], electron.path, say);
  if (missing.programs.length + missing.libraries.length > 0) {
    throw new ToolError(describeMissing(missing).join('\n'));
  }
  await buildIfNeeded(say);

  const names = values.docs ? DOCS : values.screen?.split(',');
  const photographer = makePhotographer(
    values.docs ? join(PROJECT, 'docs', 'screens') : resolve(given ?? ''),
    values.docs ? [DOCS_LOOK] : allLooks(values.size?.split(',')),
    (screen) => names === undefined || names.includes(screen),
  );
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-'));
  // Its own display: one size fits every look, and no window of anybody else lies above.
  const display = await openDisplay({ size: DISPLAY_SIZE, fresh: true });
  try {
    const studio = { electron, display, folder, photographer, say };
    // Where only some screens are wanted, a gate that shows none of them is not played.
    const wanted = (gate: RegExp): boolean => names === undefined || names.some((name) => gate.test(name));
    const others = /^(?!camera-|marks-|people-|trust-|sticks-|targets-|start-|setup-)/;
    if (wanted(others)) await quietGate(studio);
    if (!values.docs && wanted(others)) await busyGate(studio);
    if (wanted(/^camera-/)) await cameraGate(studio);
    if (!values.docs && wanted(/^marks-/)) await marksGate(studio);
    if (!values.docs && wanted(/^people-/)) await peopleGate(studio);
    if (!values.docs && wanted(/^trust-/)) await trustGate(studio);
    if (!values.docs && wanted(/^sticks-/)) await sticksGate(studio);
    if (!values.docs && wanted(/^targets-/)) await targetsGate(studio);
    if (!values.docs && wanted(/^start-/)) await startGate(studio);
    if (wanted(/^setup-/)) await setupGate(studio);
  } finally {
    await display.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const { picture, words } of photographer.faults) say(`${picture}: ${words}`);
  say(
    `${photographer.taken.length} pictures in ${relative(process.cwd(), join(photographer.taken[0] ?? '', '..'))}`,
  );
  return 0;
}

await runTool(screens);
