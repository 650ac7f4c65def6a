import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDisplay } from './display.ts';
import { findElectron } from './electron-runtime.ts';
import { buildIfNeeded, PROJECT } from './project.ts';
import { busyGate } from './screens/busy-gate.ts';
import { cameraGate } from './screens/camera-gate.ts';
import { clockGate } from './screens/clock-gate.ts';
import { DOCS, docsLooksOf } from './screens/docs.ts';
import { allLooks, DISPLAY_SIZE, DOCS_LOOK, lookWord, makePhotographer, SIZES } from './screens/looks.ts';
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

const USAGE = `screens FOLDER [--screen NAME,...] [--size ${SIZES.join(',')}] [--look ${lookWord(DOCS_LOOK)},...]
screens --docs [--screen NAME,...]
  Takes pictures of the real kiosk's screens: every one in both languages and colour schemes into FOLDER, or
  with --docs those of docs/screens (tools/screens/docs.ts).`;

/** Played by the busy gate; what has no gate's name before it is else the quiet one's. */
const BUSY =
  /^(idle-lanes|ask-full|welcome-admitted|direction-lanes|idle-problems?|idle-unread|not-recorded)$/;

const say = (line: string): void => console.log(line);

/** Plays the gates of tools/screens and takes a picture of each screen on the way. */
async function screens(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      docs: { type: 'boolean', default: false },
      screen: { type: 'string' },
      size: { type: 'string' },
      look: { type: 'string' },
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

  const names = values.screen?.split(',') ?? (values.docs ? Object.keys(DOCS) : undefined);
  const words = values.look?.split(',');
  const looks = allLooks(values.size?.split(',')).filter(
    (look) => words === undefined || words.includes(lookWord(look)),
  );
  const photographer = makePhotographer(
    values.docs ? join(PROJECT, 'docs', 'screens') : resolve(given ?? ''),
    (screen) => {
      if (names !== undefined && !names.includes(screen)) return [];
      return values.docs ? docsLooksOf(screen) : looks;
    },
    values.docs ? DOCS_LOOK : null,
  );
  const folder = makeFolder();
  // Its own display: one size fits every look, and no window of anybody else lies above.
  const display = await openDisplay({ size: DISPLAY_SIZE, fresh: true });
  try {
    const studio = { electron, display, folder, photographer, say };
    // Where only some screens are wanted, a gate that shows none of them is not played.
    const wanted = (gate: RegExp, not = /^$/): boolean =>
      names === undefined || names.some((name) => gate.test(name) && !not.test(name));
    if (wanted(/^(?!camera-|marks-|people-|trust-|sticks-|targets-|start-|setup-|clock-)/, BUSY))
      await quietGate(studio);
    if (wanted(BUSY)) await busyGate(studio);
    if (wanted(/^clock-/)) await clockGate(studio);
    if (wanted(/^camera-/)) await cameraGate(studio);
    if (wanted(/^marks-/)) await marksGate(studio);
    if (wanted(/^people-/)) await peopleGate(studio);
    if (wanted(/^trust-/)) await trustGate(studio);
    if (wanted(/^sticks-/)) await sticksGate(studio);
    if (wanted(/^targets-/)) await targetsGate(studio);
    if (wanted(/^start-/)) await startGate(studio);
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

/** Paths are seen in pictures: always the same one, unless two of this run at once. */
function makeFolder(): string {
  const usual = join(tmpdir(), 'so-cong');
  try {
    mkdirSync(usual);
    return usual;
  } catch {
    return mkdtempSync(`${usual}-`);
  }
}

await runTool(screens, USAGE);
