import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { smallPng } from '../../../tools/screens/small-png.ts';

/** A picture whose pixel at (x, y) has this colour, as Chromium would hand it out. */
function picture(width: number, height: number, colourAt: (x: number, y: number) => number): Buffer {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      png.data.writeUInt32BE(((colourAt(x, y) << 8) | 255) >>> 0, (y * width + x) * 4);
    }
  }
  return PNG.sync.write(png, { deflateLevel: 1 });
}

const pixels = (png: Buffer): Buffer => PNG.sync.read(png).data;

describe('a picture of a screen', () => {
  it('with few colours is the same to the bit in fewer bytes', () => {
    const drawn = picture(200, 120, (x, y) => ((x >> 4) * 0x0b5d34 + (y >> 5) * 0x01020c) & 0xffffff);
    const small = smallPng(drawn);
    expect(pixels(small).equals(pixels(drawn))).toBe(true);
    expect(small.length).toBeLessThan(drawn.length);
  });

  it('keeps one red dot among a thousand greys', () => {
    const drawn = picture(200, 200, (x, y) =>
      x === 77 && y === 99 ? 0x98141b : ((x + y) >> 1) * 0x010101 + ((x * y) % 5),
    );
    const read = PNG.sync.read(smallPng(drawn));
    expect(read.data.readUIntBE((99 * 200 + 77) * 4, 3)).toBe(0x98141b);
  });

  it('of a camera, with more colours than a drawn one has, stays as it is', () => {
    const filmed = picture(120, 120, (x, y) => (x * 2_654_435 + y * 40_503) & 0xffffff);
    expect(pixels(smallPng(filmed)).equals(pixels(filmed))).toBe(true);
  });
});
