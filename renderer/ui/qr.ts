import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import wasmUrl from 'zxing-wasm/writer/zxing_writer.wasm?url';

// The library would fetch its wasm from a CDN; this kiosk has its own copy and no network.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

/** A QR code as a square of modules; `path` is an SVG path with one unit a module, without the quiet zone. */
export interface DrawnQr {
  readonly size: number;
  readonly path: string;
}

/** Draws `text` as a QR code with error correction M. Throws where the text does not fit. */
export async function drawQr(text: string): Promise<DrawnQr> {
  const { symbol, error } = await writeBarcode(text, { format: 'QRCode', options: 'ecLevel=M' });
  if (error !== '') throw new Error(error);
  const { data, width, height } = symbol;
  let path = '';
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[y * width + x] !== 0) continue;
      let run = 1;
      while (x + run < width && data[y * width + x + run] === 0) run += 1;
      path += `M${x} ${y}h${run}v1h-${run}z`;
      x += run;
    }
  }
  return { size: width, path };
}
