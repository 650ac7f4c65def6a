import type { Heard } from '../../renderer/ui/sounds.ts';

/** One tone: start and length in seconds, frequency in Hz. */
export type Tone = readonly [at: number, length: number, hertz: number];

/** Three long low ones. */
const ALARM: readonly Tone[] = [
  [0, 0.35, 196],
  [0.45, 0.35, 196],
  [0.9, 0.35, 196],
];

/**
 * What each verdict sounds like (SCREEN.md). No two have the same rhythm, for ears that do not hear high notes and
 * gates where many speak; pitch says the same once more.
 */
export const RHYTHMS: Readonly<Record<Heard, readonly Tone[]>> = {
  // Short, long, rising: up and in.
  welcome: [
    [0, 0.1, 660],
    [0.13, 0.3, 990],
  ],
  // Long, short, falling.
  goodbye: [
    [0, 0.3, 880],
    [0.34, 0.1, 587],
  ],
  stop: ALARM,
  // Two equal ones, and after a while a third, as a question is asked.
  ask: [
    [0, 0.14, 523],
    [0.2, 0.14, 523],
    [0.55, 0.22, 523],
  ],
  again: [[0, 0.13, 587]],
  unreadable: [[0, 0.3, 233]],
  // A tick, high and alone: go on.
  part: [[0, 0.05, 880]],
  'not-recorded': [0, 1.6].flatMap((start) =>
    ALARM.map(([at, length, hertz]): Tone => [start + at, length, hertz * 0.9]),
  ),
};
