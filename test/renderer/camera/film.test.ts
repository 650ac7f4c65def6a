import { beforeAll, describe, expect, it } from 'vitest';
import { createBothEyes } from '../../../decode/both.ts';
import type { FrameImage, Look, SeeingDecoder } from '../../../decode/decoder.ts';
import { readWasmFile } from '../../../decode/wasm-file.ts';
import { createZxingJs } from '../../../decode/zxing-js.ts';
import { createZxingWasm } from '../../../decode/zxing-wasm.ts';
import { createOnce } from '../../../renderer/camera/once.ts';
import { blur, drawCard, drawDesk, drawTwoCards, flicker, roughen, tilt } from '../../support/mjpeg.ts';

/*
 * Real pictures through the real decoders and the rule of what counts, with the time passed in: a minute before the
 * camera takes as long as its few different pictures.
 */

const CARD = '001099000001|012345678|Nguyễn Thị Ánh|01011999|Nữ|Phường Trường Thi, Nam Định|01012021';
const OTHER = '002199000002||Trần Thị Mẫu|01011999|Nữ|Xã C, Huyện D, Gia Lai|20042021';
const FRAME_MS = 1000 / 30;
const REPEAT_WINDOW_MS = 60_000;

let eyes: Pick<SeeingDecoder, 'lookAt'>;
let card: FrameImage;
beforeAll(async () => {
  eyes = createBothEyes(await createZxingWasm(await readWasmFile()), createZxingJs(), 0);
  card = await drawCard(CARD);
});

/** What counts of a film of these frames, played over and over for so long, and then of an empty desk. */
async function counted(frames: readonly FrameImage[], seconds: number): Promise<readonly string[]> {
  const once = createOnce({ againAfterMs: REPEAT_WINDOW_MS });
  const looks: Look[] = [];
  for (const frame of frames) looks.push(await eyes.lookAt(frame));
  const found: string[] = [];
  for (let frame = 0; frame * FRAME_MS < (seconds + 3) * 1000; frame += 1) {
    const atMs = frame * FRAME_MS;
    const codes = atMs < seconds * 1000 ? (looks[frame % looks.length]?.codes ?? []) : [];
    const texts = codes.map(({ text }) => text);
    for (const text of once(texts, atMs)) found.push(`${text.slice(0, 12)} ${Math.round(atMs / 100) / 10} s`);
  }
  return found;
}

/** Noise that is the same in every run. */
const steady = (): (() => number) => {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
};

const rough = (image: FrameImage, light: number, strength: number): FrameImage => {
  const copy = { ...image, data: image.data.slice() };
  roughen(copy, light, strength, steady());
  return copy;
};

describe('a minute before the camera', () => {
  it('is one read of a card held still', async () => {
    expect(await counted([card], 60)).toEqual(['001099000001 0 s']);
  });

  it.each([
    ['turned by a twelfth', () => tilt(card, -Math.PI / 6, 0, 0)],
    ['leaning back', () => tilt(card, 0.3, 0.6, -0.4)],
    ['a little out of focus', () => blur(card, 2)],
    ['in bad light', () => rough(card, 0.35, 50)],
    ['leaning, out of focus and in bad light', () => rough(blur(tilt(card, 0.2, 0.3, 0.3), 1), 0.6, 40)],
  ])('is one read of a card %s', async (_title, picture) => {
    expect(await counted([picture()], 60)).toEqual(['001099000001 0 s']);
  });

  it('is one read of a phone whose screen flickers, and is read in some of its frames only', async () => {
    const frames = flicker(card);
    const looks = await Promise.all(frames.map((frame) => eyes.lookAt(frame)));
    const times = looks.filter(({ codes }) => codes.length > 0).length;
    expect(times).toBeGreaterThan(0);
    expect(times).toBeLessThan(frames.length);
    expect(await counted(frames, 60)).toHaveLength(1);
  });

  it('is one read of each of two cards, the second a moment after the first', async () => {
    const reads = await counted([await drawTwoCards(CARD, OTHER)], 60);
    expect(reads.map((read) => read.slice(0, 12)).sort()).toEqual(['001099000001', '002199000002']);
    expect(reads.map((read) => read.slice(13))).toEqual(['0 s', '1.5 s']);
  });

  it('is no read of an empty desk', async () => {
    expect(await counted([drawDesk()], 60)).toEqual([]);
  });
});

it('outlines both of two cards where they lie', async () => {
  const { codes } = await eyes.lookAt(await drawTwoCards(CARD, OTHER));
  const lies = codes.map(({ text, corners }) => {
    const xs = corners.map(({ x }) => x);
    return [text, Math.max(...xs) < 640 ? 'left' : Math.min(...xs) > 640 ? 'right' : 'across'];
  });
  expect(new Map(lies as [string, string][])).toEqual(
    new Map([
      [CARD, 'left'],
      [OTHER, 'right'],
    ]),
  );
});
