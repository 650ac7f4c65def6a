import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { FrameImage } from '../../decode/decoder.ts';
import { pixelsOf } from '../../office/read-pixels.ts';
import { drawSheet } from '../support/code-picture.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';

const CARD = '001202000001||Nguyễn Văn Thử|15052002|Nam|Xã A, Huyện B, Đắk Lắk|20042021';

const pngOf = ({ data, width, height }: FrameImage): Buffer => {
  const png = new PNG({ width, height });
  png.data.set(data);
  return PNG.sync.write(png);
};
const jpegOf = ({ data, width, height }: FrameImage): Buffer =>
  jpeg.encode({ data: Buffer.from(data), width, height }, 90).data;

describe('gatelog read --image', () => {
  it('gives a line for every code, and one for a picture without', async () => {
    const folder = testFolder();
    const path = (name: string): string => join(folder, name);
    const two = await drawSheet(900, 400, [
      { text: CARD, format: 'qr', x: 20, y: 20, scale: 5 },
      { text: 'NV-17', format: 'code128', x: 500, y: 60, scale: 2 },
    ]);
    await writeFile(path('two.png'), pngOf(two));
    await writeFile(path('two.jpg'), jpegOf(two));
    await writeFile(path('empty.png'), pngOf(await drawSheet(300, 200, [])));
    await writeFile(path('text.png'), 'no picture');
    const small = await drawSheet(60, 60, [{ text: CARD.slice(0, 40), format: 'qr', x: 0, y: 0, scale: 1 }]);
    await writeFile(path('small.png'), pngOf(small));
    const names = ['two.png', 'empty.png', 'two.jpg', 'text.png', 'small.png'];
    const { code, out, err } = await gatelog(['read', ...names.flatMap((name) => ['--image', path(name)])]);
    expect([code, err]).toEqual([0, '']);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ kind, notes, picture }) => [kind, notes, picture])).toEqual([
      ['cccd', [], { file: path('two.png'), format: 'qr' }],
      ['unknown-text', [], { file: path('two.png'), format: 'code128' }],
      ['no-code', [], { file: path('empty.png'), format: null }],
      ['cccd', [], { file: path('two.jpg'), format: 'qr' }],
      ['unknown-text', [], { file: path('two.jpg'), format: 'code128' }],
      ['no-code', ['not-a-picture'], { file: path('text.png'), format: null }],
      ['unknown-text', [], { file: path('small.png'), format: 'qr' }],
    ]);
    expect(answers[0].name).toBe('Nguyễn Văn Thử');
  });
});

describe('pixels of a file', () => {
  it('are white where the picture is transparent', () => {
    const png = new PNG({ width: 2, height: 1 });
    png.data.set([10, 20, 30, 0, 0, 0, 0, 128]);
    expect(Array.from(pixelsOf(PNG.sync.write(png))?.data ?? [])).toEqual([
      255, 255, 255, 255, 127, 127, 127, 255,
    ]);
  });

  it('are none where the header asks for more than 50 million', () => {
    const png = PNG.sync.write(new PNG({ width: 1, height: 1 }));
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    expect(pixelsOf(png)).toBeNull();
    const picture = jpeg.encode({ data: Buffer.alloc(4 * 64), width: 8, height: 8 }, 50).data;
    const frame = picture.indexOf(Buffer.from([0xff, 0xc0]));
    picture.writeUInt16BE(60_000, frame + 5);
    picture.writeUInt16BE(60_000, frame + 7);
    expect(pixelsOf(picture)).toBeNull();
  });

  it('are none where the file is damaged, and nothing is thrown', async () => {
    const sheet = await drawSheet(80, 80, [{ text: 'x', format: 'qr', x: 2, y: 2, scale: 2 }]);
    const files = [pngOf(sheet), jpegOf(sheet)];
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (file, flips, share) => {
          const damaged = Buffer.from(file.subarray(0, Math.ceil(file.length * share)));
          for (const [at, value] of flips)
            if (at % file.length < damaged.length) damaged[at % file.length] = value;
          const pixels = pixelsOf(damaged);
          expect(pixels === null || pixels.data.length === pixels.width * pixels.height * 4).toBe(true);
        },
      ),
    );
  });
});
