import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import type { FrameImage } from '../decode/decoder.ts';

/** Most pixels that a picture may have, in millions: a stranger's file does not choose our memory. */
const MEGAPIXELS = 50;

/**
 * The pixels of a PNG or JPEG, told apart by their first bytes; what is transparent lies on white. Null where it is
 * neither, is damaged, or has more than 50 million pixels.
 */
export function pixelsOf(bytes: Buffer): FrameImage | null {
  try {
    if (bytes.length > 2 && bytes.readUInt16BE(0) === 0xffd8) return jpegPixels(bytes);
    return bytes.length > 33 && bytes.readUInt32BE(0) === 0x89504e47 ? pngPixels(bytes) : null;
  } catch {
    return null;
  }
}

function jpegPixels(bytes: Buffer): FrameImage {
  const { data, width, height } = jpeg.decode(bytes, {
    useTArray: true,
    maxResolutionInMP: MEGAPIXELS,
    maxMemoryUsageInMB: 1024,
  });
  return { data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length), width, height };
}

/** Width and height stand in the header, before anything is unpacked (PNG, section 11.2.1). */
function pngPixels(bytes: Buffer): FrameImage | null {
  if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MEGAPIXELS * 1e6) return null;
  const { data, width, height } = PNG.sync.read(bytes);
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  for (let at = 3; at < pixels.length; at += 4) {
    const alpha = pixels[at] ?? 255;
    if (alpha === 255) continue;
    for (let channel = at - 3; channel < at; channel += 1) {
      pixels[channel] = 255 - ((255 - (pixels[channel] ?? 255)) * alpha) / 255;
    }
    pixels[at] = 255;
  }
  return { data: pixels, width, height };
}
