import type { ShownVerdict } from '../../preload/contract/views.ts';

/** One tone: start and length in seconds, frequency in Hz. */
type Tone = readonly [at: number, length: number, hertz: number];

/** A verdict, or one of several codes of a card. */
export type Heard = ShownVerdict | 'part';

/** Told apart by rhythm as well as pitch, for ears that do not hear high notes (SCREEN.md). */
const RHYTHMS: Readonly<Record<Heard, readonly Tone[]>> = {
  welcome: [
    [0, 0.12, 660],
    [0.14, 0.2, 990],
  ],
  goodbye: [
    [0, 0.12, 880],
    [0.14, 0.2, 587],
  ],
  stop: [
    [0, 0.35, 196],
    [0.45, 0.35, 196],
    [0.9, 0.35, 196],
  ],
  ask: [
    [0, 0.14, 523],
    [0.2, 0.14, 523],
    [0.55, 0.22, 523],
  ],
  again: [[0, 0.1, 587]],
  unreadable: [[0, 0.12, 233]],
  // Short, high and alone: go on.
  part: [[0, 0.07, 880]],
  'not-recorded': [0, 1.6].flatMap((start): Tone[] => [
    [start, 0.35, 175],
    [start + 0.45, 0.35, 175],
    [start + 0.9, 0.35, 175],
  ]),
};

/** Plays the rhythm of each verdict; a new one cuts the last off. Silent where the PC has no sound. */
export function createSounds(): (heard: Heard) => void {
  let context: AudioContext | null = null;
  let current: GainNode | null = null;
  return (heard) => {
    try {
      context ??= new AudioContext();
      current?.disconnect();
      const out = context.createGain();
      out.gain.value = 0.35;
      out.connect(context.destination);
      current = out;
      const start = context.currentTime + 0.01;
      for (const [at, length, hertz] of RHYTHMS[heard]) {
        const tone = context.createOscillator();
        const envelope = context.createGain();
        tone.type = 'triangle';
        tone.frequency.value = hertz;
        // Soft edges: a square start clicks in a loudspeaker.
        envelope.gain.setValueAtTime(0, start + at);
        envelope.gain.linearRampToValueAtTime(1, start + at + 0.012);
        envelope.gain.setValueAtTime(1, start + at + length - 0.03);
        envelope.gain.linearRampToValueAtTime(0, start + at + length);
        tone.connect(envelope).connect(out);
        tone.start(start + at);
        tone.stop(start + at + length);
      }
    } catch {
      // No sound device: colour, shape and word still tell.
    }
  };
}
