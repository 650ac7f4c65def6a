import { beforeAll, describe, expect, it } from 'vitest';
import { createBoth } from '../../decode/both.ts';
import type { CodeFormat, Decoder } from '../../decode/decoder.ts';
import { decodeEvery, MOST_CODES } from '../../decode/every-code.ts';
import { readWasmFile } from '../../decode/wasm-file.ts';
import { createZxingJs } from '../../decode/zxing-js.ts';
import { createZxingWasm } from '../../decode/zxing-wasm.ts';
import { drawSheet, type PlacedCode } from '../support/code-picture.ts';

const FORMATS: readonly CodeFormat[] = ['qr', 'datamatrix', 'aztec', 'pdf417', 'code128', 'code39'];
let decoder: Decoder;

beforeAll(async () => {
  decoder = createBoth(
    await createZxingWasm(await readWasmFile(), FORMATS, { still: true }),
    createZxingJs(FORMATS),
    1,
  );
});

const SHEET: readonly PlacedCode[] = [
  { text: 'first', format: 'qr', x: 20, y: 20, scale: 5 },
  { text: 'second, đ', format: 'qr', x: 220, y: 20, scale: 5 },
  { text: 'MATRIX', format: 'datamatrix', x: 450, y: 30, scale: 6 },
  { text: 'aztec', format: 'aztec', x: 620, y: 20, scale: 6 },
  { text: 'A PDF417 CODE', format: 'pdf417', x: 30, y: 220, scale: 3 },
  { text: 'NV-17', format: 'code128', x: 30, y: 420, scale: 2 },
  { text: 'NV-18', format: 'code39', x: 420, y: 420, scale: 2 },
];

describe('every code of a picture', () => {
  it('is found once, of whatever symbology', async () => {
    const codes = await decodeEvery(decoder, await drawSheet(800, 600, SHEET));
    const said = codes.map(({ text, format }) => `${format} ${text}`);
    expect(said.sort()).toEqual(SHEET.map(({ text, format }) => `${format} ${text}`).sort());
  });

  it('counts two of the same text as two, and leaves the picture as it was', async () => {
    const [one] = SHEET;
    if (one === undefined) throw new Error('no code');
    const sheet = await drawSheet(700, 300, [one, { ...one, x: 400 }]);
    const before = Uint8ClampedArray.from(sheet.data);
    expect((await decodeEvery(decoder, sheet)).map(({ text }) => text)).toEqual(['first', 'first']);
    expect(sheet.data).toEqual(before);
  });

  it('ends, whatever a decoder goes on to say', async () => {
    const sheet = await drawSheet(60, 40, []);
    const corners = [
      { x: 1, y: 1 },
      { x: 9, y: 9 },
    ];
    let asked = 0;
    const saying = (text: () => string, where = corners): Decoder => ({
      name: 'both',
      decodeFrame: async () => {
        asked += 1;
        return { text: text(), format: 'qr', corners: where };
      },
    });
    expect(
      await decodeEvery(
        saying(() => 'same'),
        sheet,
      ),
    ).toHaveLength(1);
    expect(
      await decodeEvery(
        saying(() => String(asked)),
        sheet,
      ),
    ).toHaveLength(MOST_CODES);
    expect(
      await decodeEvery(
        saying(() => 'nowhere', []),
        sheet,
      ),
    ).toHaveLength(1);
  });
});
