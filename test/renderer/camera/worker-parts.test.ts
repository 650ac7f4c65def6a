import { describe, expect, it } from 'vitest';
import type { FrameImage } from '../../../decode/decoder.ts';
import { createGlimpse } from '../../../renderer/camera/glimpse.ts';
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

describe('a code that is seen and cannot be read', () => {
  it('is told once it was seen twice in a row, so that one carried past is not', () => {
    const glimpse = createGlimpse();
    expect([glimpse.due(0), glimpse.looked(0, true), glimpse.due(300), glimpse.due(400)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([glimpse.looked(400, true), glimpse.looked(800, true)]).toEqual([true, true]);
    expect([glimpse.looked(1_200, false), glimpse.looked(1_600, true)]).toEqual([false, false]);
  });

  it('is forgotten when one was read and after a pause', () => {
    const read = createGlimpse();
    read.looked(0, true);
    read.read();
    const paused = createGlimpse();
    paused.looked(0, true);
    expect([read.looked(400, true), paused.looked(5_000, true)]).toEqual([false, false]);
  });
});

describe('a phone that turns the codes of a card over', () => {
  it('has each of them let through, again only after it was out of view for a second', () => {
    const isNew = createOnce();
    const seen: string[] = [];
    // Three codes, each shown for 0.8 s, thirty frames a second, for two rounds.
    for (let frame = 0; frame < 144; frame += 1) {
      const atMs = (frame * 1000) / 30;
      const code = `shc:/${(Math.floor(atMs / 800) % 3) + 1}/3/5676`;
      if (isNew(code, atMs)) seen.push(`${Math.round(atMs / 100) / 10} s ${code.slice(5, 8)}`);
    }
    expect(seen).toEqual(['0 s 1/3', '0.8 s 2/3', '1.6 s 3/3', '2.4 s 1/3', '3.2 s 2/3', '4 s 3/3']);
  });
});
