import { expect, it } from 'vitest';
import { createBoth, createBothEyes } from '../../decode/both.ts';
import type { FrameImage } from '../../decode/decoder.ts';
import { createSmooth } from '../../decode/smooth.ts';
import { readWasmFile } from '../../decode/wasm-file.ts';
import { createZxingJs } from '../../decode/zxing-js.ts';
import { createZxingWasm } from '../../decode/zxing-wasm.ts';
import { drawCard, roughen } from '../support/mjpeg.ts';

const CARD = '001099000001|012345678|Nguyễn Thị Ánh|01011999|Nữ|Phường Trường Thi, Nam Định|01012021';

/** Noise that is the same in every run. */
const steady = (): (() => number) => {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
};

it('makes each point the mean of the nine about it, and leaves the edge', () => {
  // Green alone counts.
  const image: FrameImage = { data: new Uint8ClampedArray(5 * 4 * 4), width: 5, height: 4 };
  const green = [
    [9, 0, 0, 0, 9],
    [0, 90, 0, 0, 0],
    [0, 0, 0, 45, 0],
    [0, 0, 0, 0, 9],
  ];
  for (const [y, row] of green.entries()) {
    for (const [x, value] of row.entries()) image.data.set([200, value, 100, 255], (y * 5 + x) * 4);
  }
  const before = image.data.slice();
  const { data, width, height } = createSmooth()(image);
  const points = Array.from({ length: 20 }, (_, at) => [...data.subarray(at * 4, at * 4 + 4)]);
  expect([width, height]).toEqual([5, 4]);
  expect([points[6], points[7], points[8], points[12]]).toEqual([
    [11, 11, 11, 255],
    [15, 15, 15, 255],
    [6, 6, 6, 255],
    [15, 15, 15, 255],
  ]);
  expect([points[0], points[4], points[5], points[19]]).toEqual([
    [200, 9, 100, 255],
    [200, 9, 100, 255],
    [200, 0, 100, 255],
    [200, 9, 100, 255],
  ]);
  expect(image.data).toEqual(before);
});

it('lets both decoders read a card in a light in which neither reads it', async () => {
  const card = await drawCard(CARD, 250);
  roughen(card, 0.35, 70, steady());
  const [wasm, js] = [await createZxingWasm(await readWasmFile()), createZxingJs()];
  expect([await wasm.decodeFrame(card), await js.decodeFrame(card)]).toEqual([null, null]);
  expect((await createBoth(wasm, js, 1).decodeFrame(card))?.text).toBe(CARD);
  const { codes } = await createBothEyes(wasm, js, 1).lookAt(card);
  expect(codes.map(({ text }) => text)).toEqual([CARD]);
});
