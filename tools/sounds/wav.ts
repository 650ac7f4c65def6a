import type { Tone } from './rhythms.ts';

/** Samples a second: twice the highest overtone that a small loudspeaker gives. */
export const SAMPLE_RATE = 22_050;
/** Soft edges of a tone: a square start clicks in a loudspeaker. s */
const RISE = 0.008;
const FALL = 0.025;
/** Silence behind the last tone, so that no player cuts it. s */
const TAIL = 0.05;

/** Overtones of one tone with their shares: a triangle, cut where the ear no longer minds. */
const OVERTONES = [
  [1, 1],
  [3, -1 / 9],
  [5, 1 / 25],
] as const;

/** A WAV file (RIFF, PCM, 16 bit, one channel) of these tones. The same tones make the same bytes. */
export function wavOf(tones: readonly Tone[]): Uint8Array<ArrayBuffer> {
  const end = Math.max(...tones.map(([at, length]) => at + length)) + TAIL;
  const samples = new Float64Array(Math.ceil(end * SAMPLE_RATE));
  for (const [at, length, hertz] of tones) {
    const first = Math.round(at * SAMPLE_RATE);
    const count = Math.round(length * SAMPLE_RATE);
    for (let index = 0; index < count; index += 1) {
      const time = index / SAMPLE_RATE;
      const edge = Math.max(0, Math.min(1, time / RISE, (length - time) / FALL));
      const wave = OVERTONES.reduce(
        (sum, [times, share]) => sum + share * Math.sin(2 * Math.PI * hertz * times * time),
        0,
      );
      samples[first + index] = (samples[first + index] ?? 0) + 0.8 * edge * wave;
    }
  }
  return pcm(samples);
}

/** Header of 44 bytes (Multimedia Programming Interface and Data Specifications 1.0, 1991) and the samples. */
function pcm(samples: Float64Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(file.buffer);
  const word = (at: number, text: string): void => {
    for (const [index, letter] of [...text].entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  word(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  for (const [index, sample] of samples.entries()) {
    view.setInt16(44 + index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  }
  return file;
}
