import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../../tools/run-program.ts';
import { programPath } from '../../tools/system-libraries.ts';
import type { RunningKiosk } from './kiosk.ts';

/** A gap between keys that no hand reaches; real scanners take 2 to 20. ms */
const SCANNER_GAP_MS = 5;
/** A quick typist's gap. ms */
const HAND_GAP_MS = 160;

/** Nobody presses a key sooner after a scan, nor scans sooner after a key: the kiosk tells hands by that. ms */
const REST_MS = 300;

/** Looks for the focus, 50 ms apart. */
const MOST_WAITS = 400;

/** X names of the keypad's digits as they are without Num Lock: the same keys, no Shift needed. */
const KEYPAD = [
  'KP_Insert',
  'KP_End',
  'KP_Down',
  'KP_Next',
  'KP_Left',
  'KP_Begin',
  'KP_Right',
  'KP_Home',
  'KP_Up',
  'KP_Prior',
];

/** A keyboard whose keys are X events: a scanner that pretends to be a keyboard, or a person's hands. */
export interface Keyboard {
  /**
   * Types as a scanner does. What is not ASCII is sent as ALT with the number of its code point on the keypad.
   * @param end X name of the key behind the text, `Return` unless given; null for none
   */
  scan(text: string, end?: 'Return' | 'Tab' | null): Promise<void>;
  /** A scanner's burst given as X key names, such as `ctrl+w` and `F11`, with Enter behind it. */
  burst(keys: readonly string[]): Promise<void>;
  /** Types as a hand does. ASCII only. */
  type(text: string): Promise<void>;
  /** Presses one key or chord by its X name. */
  press(key: string): Promise<void>;
}

/** X name of a character's key on a US board: U and its code point, which X knows for every character. */
const keyOf = (character: string): string =>
  `U${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function altSequence(character: string): string[] {
  const digits = [...String(character.codePointAt(0))].map((digit) => KEYPAD[Number(digit)] ?? '');
  return ['keydown', '--delay', '1', 'alt', 'key', '--delay', '1', ...digits, 'keyup', '--delay', '1', 'alt'];
}

/** Commands of xdotool for a text: runs of ASCII as keys, all else as ALT sequences. */
function commandsFor(text: string): string[] {
  return (text.match(/[\x20-\x7e]+|[^\x20-\x7e]/gu) ?? []).flatMap((run) =>
    /^[\x20-\x7e]/.test(run)
      ? ['key', '--delay', String(SCANNER_GAP_MS), ...[...run].map(keyOf)]
      : altSequence(run),
  );
}

/** Plugs a keyboard into a kiosk: waits until its window has the focus, since a key sent before is lost. */
export async function makeKeyboard({ app, display }: RunningKiosk): Promise<Keyboard> {
  const focused = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isFocused()));
  for (let waits = 0; !(await focused()); waits += 1) {
    if (waits === MOST_WAITS) throw new Error('the kiosk never got the focus of its display');
    await sleep(50);
  }
  const xdotool = programPath('xdotool') ?? 'xdotool';
  let restedAtMs = 0;
  const run = async (...args: string[]): Promise<void> => {
    await sleep(Math.max(0, restedAtMs - performance.now()));
    const ended = await runProgram(xdotool, args, {
      env: { ...process.env, DISPLAY: display },
      timeoutMs: 60_000,
    });
    if (ended.code !== 0) throw new Error(`xdotool failed: ${ended.output.trim()}`);
    restedAtMs = performance.now() + REST_MS;
  };
  const gap = ['key', '--delay', String(SCANNER_GAP_MS)];
  return {
    scan: (text, end = 'Return') => run(...commandsFor(text), ...(end === null ? [] : [...gap, end])),
    burst: (keys) => run(...gap, ...keys, 'Return'),
    type: (text) => run('key', '--delay', String(HAND_GAP_MS), ...[...text].map(keyOf)),
    press: (key) => run('key', key),
  };
}
