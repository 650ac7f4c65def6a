import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { runProgram } from '../run-program.ts';
import { programPath } from '../system-libraries.ts';
import { ToolError } from '../tool-error.ts';

/** A person at the kiosk: keyboard scanner, keys, mouse. */
export interface Hands {
  /** False where there is no xdotool: then keys and clicks come from the browser's own test protocol. */
  readonly real: boolean;
  /** Types a text as a keyboard scanner does, one key every few ms, with Enter behind it. ASCII only. */
  scan(text: string): Promise<void>;
  /** Types a text as a person does, slowly. ASCII only. */
  type(text: string): Promise<void>;
  /** Presses one key by its X name, which for the keys used here is the browser's too: `Escape`, `1`, `Tab`. */
  press(key: string): Promise<void>;
  click(target: Locator): Promise<void>;
}

/** Keys of a slow scanner; faster ones are easier to tell from a hand. ms */
const SCANNER_GAP_MS = 8;
/** Slower than any burst of a scanner (settings: wedge.burstGapMs). ms */
const HAND_GAP_MS = 90;

/**
 * Hands by X events (xdotool), so that they take the way of a real keyboard and mouse.
 * @param pid the kiosk's process, or null where no other window can be in front (its own virtual display)
 */
export function makeHands(page: Page, display: string, pid: number | null): Hands {
  const xdotool = programPath('xdotool');
  if (xdotool === undefined) return protocolHands(page);
  const run = async (...args: string[]): Promise<string> => {
    const ended = await runProgram(xdotool, args, {
      env: { ...process.env, DISPLAY: display },
      timeoutMs: 30_000,
    });
    if (ended.code !== 0) throw new ToolError(`xdotool ${args[0]} failed: ${ended.output.trim()}`);
    return ended.output.trim();
  };
  /** A key that lands in somebody else's window would be a disaster: look where it would go. */
  const inFront = async (): Promise<void> => {
    if (pid === null) return;
    const owner = await run('getwindowfocus', 'getwindowpid').catch(() => '');
    if (owner === String(pid)) return;
    await run('search', '--onlyvisible', '--pid', String(pid), 'windowactivate', '--sync').catch(() => '');
    if ((await run('getwindowfocus', 'getwindowpid').catch(() => '')) !== String(pid)) {
      throw new ToolError('The kiosk is not the window in front, so no keys are sent. Leave it in front.');
    }
  };
  return {
    real: true,
    scan: async (text) => {
      await inFront();
      await run('type', '--delay', String(SCANNER_GAP_MS), '--', text);
      await run('key', 'Return');
    },
    type: async (text) => {
      await inFront();
      for (const letter of text) {
        await run('type', '--', letter);
        await sleep(HAND_GAP_MS);
      }
    },
    press: async (key) => {
      await inFront();
      await run('key', key);
    },
    click: async (target) => {
      await inFront();
      const box = await standingBox(target);
      const corner = await page.evaluate(() => ({ x: window.screenX, y: window.screenY }));
      const x = Math.round(corner.x + box.x + box.width / 2);
      const y = Math.round(corner.y + box.y + box.height / 2);
      await run('mousemove', '--sync', String(x), String(y));
      await run('click', '1');
    },
  };
}

/** How long a target may go on moving. ms */
const STILL_WITHIN_MS = 10_000;
/** Longer than a frame on a busy PC. ms */
const BETWEEN_LOOKS_MS = 50;

/** Where the target is, once it is there and has stopped moving: what slides in would be missed. */
async function standingBox(
  target: Locator,
): Promise<NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>> {
  await target.waitFor();
  const untilMs = performance.now() + STILL_WITHIN_MS;
  let before = '';
  while (performance.now() < untilMs) {
    const box = await target.boundingBox();
    if (box !== null && JSON.stringify(box) === before) return box;
    before = JSON.stringify(box);
    await sleep(BETWEEN_LOOKS_MS);
  }
  throw new ToolError('Nothing to click on that stands still.');
}

function protocolHands(page: Page): Hands {
  return {
    real: false,
    scan: async (text) => {
      await page.keyboard.type(text, { delay: SCANNER_GAP_MS });
      await page.keyboard.press('Enter');
    },
    type: (text) => page.keyboard.type(text, { delay: HAND_GAP_MS }),
    press: (key) => page.keyboard.press(key === 'Return' ? 'Enter' : key),
    click: (target) => target.click(),
  };
}
