import { describe, expect, it } from 'vitest';
import type { FrameImage } from '../../../decode/decoder.ts';
import { createMotion } from '../../../renderer/camera/motion.ts';
import { createOnce } from '../../../renderer/camera/once.ts';
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

describe('a code in view', () => {
  it('counts once while it stays, and again after it was gone for more than a second', () => {
    const isNew = createOnce();
    expect(isNew('A', 0)).toBe(true);
    for (let nowMs = 100; nowMs <= 5_000; nowMs += 100) expect(isNew('A', nowMs)).toBe(false);
    expect(isNew('A', 5_990)).toBe(false);
    expect(isNew('A', 7_000)).toBe(true);
  });

  it('is told apart from another one that is in view with it', () => {
    const isNew = createOnce();
    expect([isNew('A', 0), isNew('B', 50), isNew('A', 100), isNew('B', 150), isNew('C', 200)]).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
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
