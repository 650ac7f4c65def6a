import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import jpeg from 'jpeg-js';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import type { FrameImage } from '../../decode/decoder.ts';

export const CAPTURE_WIDTH = 1280;
export const CAPTURE_HEIGHT = 720;

/** What the fake webcam sees, frame by frame. Chromium plays such a file in a loop. */
export interface CaptureFile {
  /** Text of the QR on the card. */
  readonly text: string;
  /** Frames of an empty desk before the card comes; 0 where left out. */
  readonly blankFramesBefore?: number;
  /** Frames that show the card; 30 where left out. */
  readonly codeFrames?: number;
  readonly blankFramesAfter?: number;
}

/** Writes a fake capture file: JPEGs one after another, 1280x720, the card's QR about 350 pixels wide. */
export async function writeCaptureFile(path: string, capture: CaptureFile): Promise<void> {
  const { text, blankFramesBefore = 0, codeFrames = 30, blankFramesAfter = 0 } = capture;
  const blank = blankFramesBefore + blankFramesAfter > 0 ? toJpeg(drawDesk()) : Buffer.alloc(0);
  const card = toJpeg(await drawCard(text));
  await writeFile(
    path,
    Buffer.concat([
      ...new Array<Buffer>(blankFramesBefore).fill(blank),
      ...new Array<Buffer>(codeFrames).fill(card),
      ...new Array<Buffer>(blankFramesAfter).fill(blank),
    ]),
  );
}

/** One picture as JPEG, quality 85: what a webcam sends. */
export function toJpeg({ data, width, height }: FrameImage): Buffer {
  return jpeg.encode({ data, width, height }, 85).data;
}

/** An empty desk: a soft gradient, brighter in the middle. */
export function drawDesk(width = CAPTURE_WIDTH, height = CAPTURE_HEIGHT): FrameImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const light = 70 + 50 * (1 - Math.hypot(x / width - 0.5, y / height - 0.5));
      data[at] = light * 1.05;
      data[at + 1] = light;
      data[at + 2] = light * 0.9;
      data[at + 3] = 255;
    }
  }
  return { data, width, height };
}

/**
 * A hand's width of card on the desk: pale, with bars where print would be and a QR at the right.
 * @param text what the code says, or its bytes
 * @param qrPixels about how wide the code is; the nearest whole number of pixels a module is taken
 */
export async function drawCard(text: string | Uint8Array, qrPixels = 350): Promise<FrameImage> {
  const image = drawDesk();
  fill(image, 240, 110, 800, 500, [226, 236, 230]);
  fill(image, 240, 110, 800, 70, [168, 60, 60]);
  for (let row = 0; row < 6; row += 1)
    fill(image, 280, 230 + row * 55, 160 + ((row * 67) % 130), 14, [60, 66, 80]);
  await putQr(image, text, { right: 1000, middle: 395, pixels: qrPixels });
  return image;
}

/** Prints a code into a picture, its right edge and the middle of its height given. */
async function putQr(
  image: FrameImage,
  text: string | Uint8Array,
  { right, middle, pixels }: { readonly right: number; readonly middle: number; readonly pixels: number },
): Promise<void> {
  const code = await drawQr(text);
  const scale = Math.max(1, Math.round(pixels / code.width));
  const side = code.width * scale;
  const left = right - side;
  const top = middle - Math.round(side / 2);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const value = code.data[Math.floor(y / scale) * code.width + Math.floor(x / scale)] ?? 255;
      const at = ((top + y) * image.width + left + x) * 4;
      const ink = value === 0 ? 30 : 240;
      image.data.fill(ink, at, at + 3);
    }
  }
}

/**
 * Two cards at once, one beside the other: what is left of the middle from one, what is right of it from the other.
 * Each is drawn narrower than `drawCard` has it.
 */
export async function drawTwoCards(left: string, right: string): Promise<FrameImage> {
  const image = drawDesk();
  for (const [text, from] of [
    [left, 40],
    [right, 680],
  ] as const) {
    fill(image, from, 170, 560, 360, [226, 236, 230]);
    fill(image, from, 170, 560, 50, [168, 60, 60]);
    await putQr(image, text, { right: from + 530, middle: 375, pixels: 260 });
  }
  return image;
}

/** Modules of light that a QR needs around it (ISO/IEC 18004, section 6.3.8). */
const QUIET_MODULES = 4;

/**
 * A dense code as it has to be shown: held close, in the middle, on its own white.
 * @param modulePixels pixels a module; as many as the height allows where left out
 * @param blur how far each pixel is smeared, in pixels, as by a lens that is out of focus; 0 where left out
 */
export async function drawClose(text: string, modulePixels?: number, blur = 0): Promise<FrameImage> {
  const image = drawDesk();
  const code = await drawQr(text, 'L');
  const modules = code.width + 2 * QUIET_MODULES;
  const size = modulePixels ?? image.height / modules;
  const side = Math.floor(modules * size);
  const [left, top] = [Math.round((image.width - side) / 2), Math.round((image.height - side) / 2)];
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [column, row] = [Math.floor(x / size) - QUIET_MODULES, Math.floor(y / size) - QUIET_MODULES];
      const inside = column >= 0 && row >= 0 && column < code.width && row < code.width;
      const isDark = inside && code.data[row * code.width + column] === 0;
      const at = ((top + y) * image.width + left + x) * 4;
      image.data.fill(isDark ? 30 : 240, at, at + 3);
    }
  }
  return blur === 0 ? image : smear(image, blur);
}

/** A box blur in both directions, twice, which comes near that of a lens. */
function smear({ data, width, height }: FrameImage, radius: number): FrameImage {
  let from = data;
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
    [1, 0],
    [0, 1],
  ] as const) {
    const to = new Uint8ClampedArray(from);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        let [sum, count] = [0, 0];
        for (let step = -radius; step <= radius; step += 1) {
          const [px, py] = [x + step * dx, y + step * dy];
          if (px < 0 || py < 0 || px >= width || py >= height) continue;
          sum += from[(py * width + px) * 4] ?? 0;
          count += 1;
        }
        to.fill(sum / count, (y * width + x) * 4, (y * width + x) * 4 + 3);
      }
    }
    from = to;
  }
  return { data: from, width, height };
}

/**
 * A QR one pixel a module, without the quiet zone that it needs around it: 0 is dark, 255 light.
 * @param level of error correction; certificates are printed with L to Q
 */
export async function drawQr(
  text: string | Uint8Array,
  level: 'L' | 'M' = 'M',
): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(wasm).buffer, locateFile: (name: string) => name },
    equalityFn: (kept, given) => kept.wasmBinary?.byteLength === given.wasmBinary?.byteLength,
    fireImmediately: true,
  });
  const { symbol, error } = await writeBarcode(text, {
    format: 'QRCode',
    options: `ecLevel=${level}`,
    addQuietZones: false,
  });
  if (error !== '') throw new Error(error);
  return { data: new Uint8ClampedArray(symbol.data), width: symbol.width, height: symbol.height };
}

type Rgb = readonly [number, number, number];

function fill(
  image: FrameImage,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: Rgb,
): void {
  for (let y = top; y < top + height; y += 1) {
    for (let x = left; x < left + width; x += 1) image.data.set(colour, (y * image.width + x) * 4);
  }
}
