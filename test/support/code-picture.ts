import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, type WriteInputBarcodeFormat, writeBarcode } from 'zxing-wasm/writer';
import type { CodeFormat, FrameImage } from '../../decode/decoder.ts';

/** One code on a picture, its left upper corner in pixels and the size of a module. */
export interface PlacedCode {
  readonly text: string;
  readonly format: CodeFormat;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const NAMES: Readonly<Record<CodeFormat, WriteInputBarcodeFormat>> = {
  qr: 'QRCode',
  datamatrix: 'DataMatrix',
  aztec: 'Aztec',
  pdf417: 'PDF417',
  code128: 'Code128',
  code39: 'Code39',
};

/** A white sheet with codes on it. */
export async function drawSheet(
  width: number,
  height: number,
  codes: readonly PlacedCode[],
): Promise<FrameImage> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(wasm).buffer, locateFile: (name: string) => name },
    equalityFn: (kept, given) => kept.wasmBinary?.byteLength === given.wasmBinary?.byteLength,
    fireImmediately: true,
  });
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const { text, format, x, y, scale } of codes) {
    const { symbol, error } = await writeBarcode(text, { format: NAMES[format], addQuietZones: true });
    if (error !== '') throw new Error(error);
    // A linear code comes as one row of bars.
    const high = format === 'code128' || format === 'code39' ? 40 : symbol.height;
    for (let row = 0; row < high * scale; row += 1) {
      for (let column = 0; column < symbol.width * scale; column += 1) {
        const at = Math.floor(row / scale) % symbol.height;
        const ink = symbol.data[at * symbol.width + Math.floor(column / scale)] ?? 255;
        data.fill(ink, ((y + row) * width + x + column) * 4, ((y + row) * width + x + column) * 4 + 3);
      }
    }
  }
  return { data, width, height };
}
