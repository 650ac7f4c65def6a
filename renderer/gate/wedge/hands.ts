import type { WedgeConfigView } from '../../../preload/contract/scanner-views.ts';

/** Keys that answer an ask; named on the buttons. Digits: at hand on every keyboard and keypad. */
export const ANSWER_KEYS = { admit: '1', refuse: '2', name: '3' } as const;

/** `name`: let in under the name that is typed next. */
export type HandAnswer = keyof typeof ANSWER_KEYS;

/**
 * Whether a key that stands alone can only be a hand's. A scanner that sends no terminator types a code of one
 * character just like a hand; there only the pointer answers and counts as somebody at the kiosk.
 */
export const keysTellHands = (config: Pick<WedgeConfigView, 'terminator'>): boolean =>
  config.terminator !== 'silence';
