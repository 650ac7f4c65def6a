import { describe, expect, it } from 'vitest';
import type { FrameImage, Look } from '../../../decode/decoder.ts';
import { createGlimpse } from '../../../renderer/camera/glimpse.ts';
import { lightOf } from '../../../renderer/camera/light.ts';
import { createMotion, type Light } from '../../../renderer/camera/motion.ts';
import { createPace } from '../../../renderer/camera/pace.ts';
import { drawCard, drawDesk } from '../../support/mjpeg.ts';

/** Times of the frames taken out of a camera's 30 a second. */
function taken(pace: ReturnType<typeof createPace>, fromMs: number, toMs: number): number {
  let count = 0;
  for (let nowMs = fromMs; nowMs < toMs; nowMs += 1000 / 30) count += pace.wants(nowMs) ? 1 : 0;
  return count;
}

describe('pace of decoding', () => {
  it('takes five frames a second at most while nothing happens', () => {
    const pace = createPace();
    const count = taken(pace, 0, 10_000);
    expect(count).toBeLessThanOrEqual(51);
    expect(count).toBeGreaterThan(40);
  });

  it('takes every frame for two seconds after something stirred, and then slows down again', () => {
    const pace = createPace();
    pace.stir(5_000);
    expect(taken(pace, 5_000, 6_990)).toBe(60);
    expect(taken(pace, 7_000, 8_000)).toBeLessThanOrEqual(5);
  });
});

const FRAME_MS = 1000 / 30;

describe('motion', () => {
  /** The picture so many pixels to the right, with a desk behind. */
  const shifted = ({ data, width, height }: FrameImage, byPixels: number): FrameImage => {
    const image = drawDesk(width, height);
    for (let y = 0; y < height; y += 1) {
      const row = y * width * 4;
      image.data.set(data.subarray(row, row + (width - byPixels) * 4), row + byPixels * 4);
    }
    return image;
  };
  const noisy = (image: FrameImage): FrameImage => {
    const data = image.data.slice();
    for (let at = 0; at < data.length; at += 1) {
      data[at] = (data[at] ?? 0) + ((Math.imul(at, 0x9e3779b1) >>> 20) % 17) - 8;
    }
    return { ...image, data };
  };

  it('is seen when a card comes or goes, not in the noise of a still picture', async () => {
    const moved = createMotion();
    const card = await drawCard('A');
    const seen = [drawDesk(), noisy(drawDesk()), card, noisy(card), drawDesk()];
    expect(seen.map((image, index) => moved(lightOf(image), index * 100))).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('is seen in the first frame of a card, and in a card that comes slowly', async () => {
    const sudden = createMotion();
    const card = await drawCard('A');
    expect(
      [drawDesk(), drawDesk(), card].map((image, index) => sudden(lightOf(image), index * FRAME_MS)),
    ).toEqual([false, false, true]);
    const slow = createMotion();
    const found: boolean[] = [];
    // In from the right within two seconds.
    for (let frame = 0; frame <= 60; frame += 1) {
      found.push(slow(lightOf(shifted(card, Math.round(1_040 - (1_040 * frame) / 60))), frame * FRAME_MS));
    }
    expect(found.slice(4).filter(Boolean).length).toBeGreaterThan(10);
  });

  it('is seen in what a camera gives before it is coloured, rows and points of any width', () => {
    const plane = (light: number): Light => ({
      data: new Uint8Array(40 * 20).fill(light),
      width: 30,
      height: 18,
      offset: 20,
      step: 1,
      stride: 40,
    });
    const moved = createMotion();
    expect([moved(plane(20), 0), moved(plane(30), 100), moved(plane(60), 200)]).toEqual([false, false, true]);
  });
});

const outline = [
  { x: 0, y: 0 },
  { x: 9, y: 0 },
  { x: 9, y: 9 },
];
const EMPTY: Look = { codes: [], unread: [] };
const UNREAD: Look = { codes: [], unread: [outline] };
const READ: Look = { codes: [{ text: 'A', format: 'qr', corners: outline }], unread: [outline] };

/** What is told of looks at these times. */
const told = (looks: readonly (readonly [atMs: number, Look])[]): readonly boolean[] => {
  const glimpse = createGlimpse();
  return looks.map(([atMs, look]) => glimpse(look, atMs));
};

describe('a code that is seen and cannot be read', () => {
  it('is told once it is held there, so that one carried past is not', () => {
    expect(
      told([
        [0, UNREAD],
        [200, UNREAD],
        [300, EMPTY],
        [400, UNREAD],
        [433, UNREAD],
        [600, EMPTY],
        [800, UNREAD],
      ]),
    ).toEqual([false, false, false, true, true, false, false]);
  });

  it('is forgotten when one was read and after a pause', () => {
    expect(
      told([
        [0, UNREAD],
        [300, UNREAD],
        [350, READ],
        [400, UNREAD],
        [5_000, UNREAD],
      ]),
    ).toEqual([false, false, false, false, false]);
  });
});
