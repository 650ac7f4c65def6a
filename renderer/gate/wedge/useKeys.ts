import { useEffect, useRef } from 'react';
import type { WedgeConfigView } from '../../../preload/contract/scanner-views.ts';
import { call } from '../../bridge.ts';
import { type AloneKey, createAloneKeys } from './alone.ts';
import { activateFocused, moveFocus } from './focus.ts';
import { createKeyFramer } from './framer.ts';
import { ANSWER_KEYS, type HandAnswer, keysTellHands } from './hands.ts';
import { listenKeys } from './listen.ts';

/** What keys pressed by a hand do on this screen. */
export interface KeyActs {
  readonly onEscape: () => void;
  readonly onAnswer: (answer: HandAnswer) => void;
  /** Told when main would not take a read. */
  readonly onProblem: (error: unknown) => void;
}

/** Keys that move or press need a short silence around them, in ms: longer than any scanner's gap seen. */
const QUIET_MS = 90;
/** An answer lets somebody in: it needs more. */
const ANSWER_QUIET_MS = 250;
/** `gate.touched` is sent at most this often, in ms; it counts for half a minute in main. */
const TOUCHED_EVERY_MS = 2_000;

const ANSWERS: Readonly<Record<string, HandAnswer>> = {
  [`Digit${ANSWER_KEYS.admit}`]: 'admit',
  [`Numpad${ANSWER_KEYS.admit}`]: 'admit',
  [`Digit${ANSWER_KEYS.refuse}`]: 'refuse',
  [`Numpad${ANSWER_KEYS.refuse}`]: 'refuse',
  [`Digit${ANSWER_KEYS.name}`]: 'name',
  [`Numpad${ANSWER_KEYS.name}`]: 'name',
};

/** Connects the keyboard to the gate: reads go to main, keys pressed by a hand act on the screen. */
export function useKeys(config: WedgeConfigView | null, acts: KeyActs): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  // Main pushes the whole state often; only another configuration may restart the framer.
  const written = config === null ? null : JSON.stringify(config);
  const configOf = useRef(config);
  configOf.current = config;

  useEffect(() => {
    const current = configOf.current;
    if (written === null || current === null) return undefined;
    const touched = createTouched();
    const telling = keysTellHands(current);
    const onAlone = ({ code, shift }: AloneKey): void => {
      if (telling) touched();
      const inField = document.activeElement instanceof HTMLInputElement;
      const answer = ANSWERS[code];
      if (code === 'Tab') moveFocus(shift);
      else if (code === 'Escape') latest.current.onEscape();
      else if (code === 'Enter' || code === 'NumpadEnter' || (code === 'Space' && !inField))
        activateFocused();
      else if (answer !== undefined && !inField && telling) latest.current.onAnswer(answer);
    };
    const alone = createAloneKeys({
      onAlone,
      quietMs: (code) => (code in ANSWERS ? ANSWER_QUIET_MS : QUIET_MS),
      setTimer: (run, ms) => window.setTimeout(run, ms),
      clearTimer: (timer) => window.clearTimeout(timer),
    });
    const onPointer = (event: PointerEvent): void => {
      if (event.isTrusted) touched();
    };
    window.addEventListener('pointerdown', onPointer, true);
    const stop = listenKeys({
      framer: createKeyFramer(current),
      alone,
      onRead: ({ text, prefix, terminator }) => {
        call('gate.read', { source: 'wedge', text, prefix, terminator }).catch((error: unknown) =>
          latest.current.onProblem(error),
        );
      },
    });
    void call('gate.listening', {}).catch(() => undefined);
    return () => {
      stop();
      window.removeEventListener('pointerdown', onPointer, true);
    };
  }, [written]);
}

function createTouched(): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lastMs < TOUCHED_EVERY_MS) return;
    lastMs = nowMs;
    void call('gate.touched', {}).catch(() => undefined);
  };
}
