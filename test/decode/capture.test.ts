import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FrameImage } from '../../decode/decoder.ts';
import { readWasmFile } from '../../decode/wasm-file.ts';
import { createZxingWasm } from '../../decode/zxing-wasm.ts';
import { writeCaptureFile } from '../support/mjpeg.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gatelog-capture-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** The pictures of a file of JPEGs one after another: each begins with FF D8 FF. */
function frames(bytes: Buffer): FrameImage[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf('ffd8ff', 0, 'hex'); at !== -1; at = bytes.indexOf('ffd8ff', at + 1, 'hex'))
    starts.push(at);
  return starts.map((start, index) => {
    const { data, width, height } = jpeg.decode(bytes.subarray(start, starts[index + 1]), {
      useTArray: true,
    });
    return { data: new Uint8ClampedArray(data), width, height };
  });
}

it('holds a fake capture that shows an empty desk, the card, and the empty desk again', async () => {
  const path = join(dir, 'capture.mjpeg');
  await writeCaptureFile(path, {
    text: 'BADGE-0001',
    blankFramesBefore: 2,
    codeFrames: 3,
    blankFramesAfter: 1,
  });
  const decoder = await createZxingWasm(await readWasmFile());
  const seen: (string | null)[] = [];
  for (const frame of frames(await readFile(path))) {
    expect([frame.width, frame.height]).toEqual([1280, 720]);
    seen.push((await decoder.decodeFrame(frame))?.text ?? null);
  }
  expect(seen).toEqual([null, null, 'BADGE-0001', 'BADGE-0001', 'BADGE-0001', null]);
});
