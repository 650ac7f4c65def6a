import type { Locator, Page } from 'playwright-core';
import { makeControlCode } from '../../core/credential/control.ts';
import type { FakeCamera } from '../devices/camera.ts';
import type { Hands } from '../devices/hands.ts';
import type { PtyPair } from '../devices/pty.ts';
import { ToolError } from '../tool-error.ts';
import { cardText, inventPeople } from './people.ts';

/** What the shift is played on. */
export interface Stage {
  readonly page: Page;
  readonly entrance: PtyPair;
  readonly exit: PtyPair;
  readonly camera: FakeCamera;
  readonly hands: Hands;
  readonly siteSecret: Uint8Array;
  readonly say: (line: string) => void;
  /** Takes a picture of the window as `<name>.png`. */
  readonly picture: (name: string) => Promise<void>;
}

/** One thing that was done at the gate, and what came of it on the screen. */
export interface Played {
  readonly input: string;
  readonly what: string;
  readonly verdict: string;
  /** From the input to the verdict on the screen as seen from outside, polling included. ms */
  readonly tookMs: number;
}

/** Events that the log must hold afterwards, oldest first, the kiosk's own left out. */
export interface Expected {
  readonly kind: string;
  readonly reason: string;
}

interface Step {
  readonly input: string;
  readonly what: string;
  readonly act: () => Promise<void>;
  /** The verdict to wait for with its reason, or none where the screen shows none. */
  readonly verdict: readonly [verdict: string, reason: string] | null;
  readonly logged: readonly Expected[];
  readonly afterwards?: () => Promise<void>;
  /** Why this step cannot be played here. */
  readonly impossible?: string;
}

const VERDICT_MS = 20_000;

/** Plays the shift, each step as soon as the one before is on the screen. Throws ToolError where one fails. */
export async function playShift(stage: Stage): Promise<{ played: Played[]; expected: Expected[] }> {
  const played: Played[] = [];
  const expected: Expected[] = [];
  let lastId = '';
  for (const step of steps(stage)) {
    if (step.impossible !== undefined) {
      stage.say(`skipped: ${step.input}, ${step.what} (${step.impossible})`);
      continue;
    }
    const begun = performance.now();
    await step.act();
    let verdict = '-';
    if (step.verdict !== null) {
      const [kind, reason] = step.verdict;
      const shown = newVerdict(stage.page, lastId);
      await shown.waitFor({ timeout: VERDICT_MS }).catch(() => {
        throw new ToolError(`${step.input}, ${step.what}: no verdict within ${VERDICT_MS / 1000} s.`);
      });
      lastId = (await shown.getAttribute('data-id')) ?? '';
      verdict = `${await shown.getAttribute('data-verdict')}/${await shown.getAttribute('data-reason')}`;
      if (verdict !== `${kind}/${reason}`) {
        throw new ToolError(`${step.input}, ${step.what}: expected ${kind}/${reason}, saw ${verdict}.`);
      }
    }
    const tookMs = performance.now() - begun;
    stage.say(`${step.input.padEnd(16)} ${step.what} -> ${verdict} (${tookMs.toFixed(0)} ms)`);
    played.push({ input: step.input, what: step.what, verdict, tookMs });
    expected.push(...step.logged);
    await step.afterwards?.();
  }
  return { played, expected };
}

/** The verdict on the screen unless it is the one already seen. */
const newVerdict = (page: Page, lastId: string): Locator =>
  page.locator(`[data-testid="verdict"]${lastId === '' ? '' : `:not([data-id="${lastId}"])`}`);

function steps({ page, entrance, exit, camera, hands, siteSecret, picture }: Stage): Step[] {
  const people = inventPeople();
  const calm = (): Promise<void> => page.getByTestId('verdict').waitFor({ state: 'detached' });
  const keyboard = hands.real ? {} : { impossible: 'xdotool is not installed' };
  return [
    {
      input: 'serial (entry)',
      what: people.anh.name,
      act: () => entrance.send(`${cardText(people.anh)}\r\n`),
      verdict: ['welcome', 'entered'],
      logged: [{ kind: 'in', reason: 'entered' }],
      afterwards: () => picture('welcome'),
    },
    {
      input: 'serial (entry)',
      what: `${people.anh.name}, once more`,
      act: () => entrance.send(`${cardText(people.anh)}\r\n`),
      verdict: ['again', 'already-in'],
      logged: [{ kind: 'repeat', reason: 'already-in' }],
    },
    {
      input: 'keyboard scanner',
      what: people.plain.name,
      act: () => hands.scan(cardText(people.plain)),
      verdict: ['welcome', 'entered'],
      logged: [{ kind: 'in', reason: 'entered' }],
      ...keyboard,
    },
    {
      input: 'webcam',
      what: people.hbia.name,
      act: () => camera.show(cardText(people.hbia)),
      verdict: ['welcome', 'entered'],
      logged: [{ kind: 'in', reason: 'entered' }],
      afterwards: () => camera.clear(),
    },
    {
      input: 'serial (entry)',
      what: 'a slip of paper with other text',
      act: () => entrance.send('Giấy hẹn khám số 17\r\n'),
      verdict: ['ask', 'unknown-text'],
      logged: [{ kind: 'asked', reason: 'unknown-text' }],
      afterwards: () => picture('ask'),
    },
    {
      input: 'key 1',
      what: 'the guard lets the visitor in',
      act: () => hands.press('1'),
      verdict: ['welcome', 'guard-admitted'],
      logged: [{ kind: 'in', reason: 'guard-admitted' }],
    },
    {
      input: 'serial (entry)',
      what: `${people.lam.name}, who only asked the way`,
      act: () => entrance.send(`${cardText(people.lam)}\r\n`),
      verdict: ['welcome', 'entered'],
      logged: [{ kind: 'in', reason: 'entered' }],
      afterwards: calm,
    },
    {
      input: 'mouse',
      what: 'the guard undoes that entry',
      act: async () => {
        await hands.click(page.getByTestId('action-undo'));
        await page.locator('[data-testid="action-undo"][disabled]').waitFor();
      },
      verdict: null,
      logged: [{ kind: 'void', reason: 'undone' }],
    },
    {
      input: 'webcam',
      what: 'a photo of the control card UNDO',
      act: () => camera.show(makeControlCode(siteSecret, 'UNDO')),
      verdict: ['stop', 'control-from-camera'],
      logged: [{ kind: 'refused', reason: 'control-from-camera' }],
      afterwards: () => camera.clear(),
    },
    {
      input: 'serial (exit)',
      what: people.anh.name,
      act: () => exit.send(`${cardText(people.anh)}\r`),
      verdict: ['goodbye', 'left'],
      logged: [{ kind: 'out', reason: 'left' }],
      afterwards: async () => {
        await calm();
        await picture('idle');
      },
    },
  ];
}
