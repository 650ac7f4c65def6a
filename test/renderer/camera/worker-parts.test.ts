import { describe, expect, it } from 'vitest';
import type { FrameImage, Look } from '../../../decode/decoder.ts';
import { createGlimpse } from '../../../renderer/camera/glimpse.ts';
import { createMotion } from '../../../renderer/camera/motion.ts';
import { createPace } from '../../../renderer/camera/pace.ts';
import { drawCard, drawDesk } from '../../support/mjpeg.ts';

/** Times of the frames taken out of a camera's 30 a second. */
function taken(pace: ReturnType<typeof createPace>, fromMs: number, toMs: number): number {
  let count = 0;
  for (let nowMs = fromMs; nowMs < toMs; nowMs += 1000 / 30) count += pace.wants(nowMs) ? 1 : 0;
  return count;
}

describe('pace of decoding', () => {
  it('takes at most ten frames a second while nothing happens', () => {
    const pace = createPace();
    const count = taken(pace, 0, 10_000);
    expect(count).toBeLessThanOrEqual(101);
    expect(count).toBeGreaterThan(70);
  });

  it('takes every frame for two seconds after something stirred, and then slows down again', () => {
    const pace = createPace();
    pace.stir(5_000);
    expect(taken(pace, 5_000, 6_990)).toBe(60);
    expect(taken(pace, 7_000, 8_000)).toBeLessThanOrEqual(10);
  });
});

describe('motion', () => {
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
    expect([
      moved(drawDesk()),
      moved(noisy(drawDesk())),
      moved(card),
      moved(noisy(card)),
      moved(drawDesk()),
    ]).toEqual([false, false, true, false, true]);
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
