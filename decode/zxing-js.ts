import {
  AztecCodeReader,
  BarcodeFormat,
  BinaryBitmap,
  Code39Reader,
  Code128Reader,
  DataMatrixReader,
  DecodeHintType,
  HybridBinarizer,
  PDF417Reader,
  QRCodeReader,
  type Reader,
  RGBLuminanceSource,
} from '@zxing/library';
import { type CodeFormat, type DecodedCode, type Decoder, type FrameImage, isBrokenZip } from './decoder.ts';

const jsFormats: Record<CodeFormat, BarcodeFormat> = {
  qr: BarcodeFormat.QR_CODE,
  datamatrix: BarcodeFormat.DATA_MATRIX,
  aztec: BarcodeFormat.AZTEC,
  pdf417: BarcodeFormat.PDF_417,
  code128: BarcodeFormat.CODE_128,
  code39: BarcodeFormat.CODE_39,
};

const readers: Record<CodeFormat, () => Reader> = {
  qr: () => new QRCodeReader(),
  datamatrix: () => new DataMatrixReader(),
  aztec: () => new AztecCodeReader(),
  pdf417: () => new PDF417Reader(),
  code128: () => new Code128Reader(),
  code39: () => new Code39Reader(),
};

/**
 * The second opinion: the JavaScript port of ZXing.
 *
 * Its readers are used one by one and not through MultiFormatReader, which writes a console warning for every
 * frame without a code; and each is reset between frames, or it invents codes from the frame before.
 * @param formats what to look for; QR alone where left out
 */
export function createZxingJs(formats: readonly CodeFormat[] = ['qr']): Decoder {
  const chosen = formats.map((format) => ({ format, reader: readers[format]() }));
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, formats.map((format) => jsFormats[format])],
    [DecodeHintType.TRY_HARDER, true],
    [DecodeHintType.CHARACTER_SET, 'UTF-8'],
  ]);
  return {
    name: 'zxing-js',
    decodeFrame: async (image) => {
      const grey = greyOf(image);
      for (const { format, reader } of chosen) {
        const found = read(reader, format, grey, image, hints);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

function read(
  reader: Reader,
  format: CodeFormat,
  grey: Uint8ClampedArray,
  { width, height }: FrameImage,
  hints: Map<DecodeHintType, unknown>,
): DecodedCode | null {
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height)));
  try {
    const result = reader.decode(bitmap, hints);
    // It reads every byte as UTF-8; the other decoder gives the bytes themselves.
    if (isBrokenZip(result.getText())) return null;
    const corners = (result.getResultPoints() ?? [])
      .filter((point) => point !== null)
      .map((point) => ({ x: point.getX(), y: point.getY() }));
    return { text: result.getText(), format, corners };
  } catch {
    // Not found, a failed checksum, and its own faults on odd pictures all mean: no code in this frame.
    return null;
  } finally {
    reader.reset();
  }
}

/** Luminance 0 to 255 with the weights 306, 601, 117 of 1024 (ITU-R BT.601). */
function greyOf({ data, width, height }: FrameImage): Uint8ClampedArray {
  const grey = new Uint8ClampedArray(width * height);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel += 1, at += 4) {
    grey[pixel] = (306 * (data[at] ?? 0) + 601 * (data[at + 1] ?? 0) + 117 * (data[at + 2] ?? 0)) >> 10;
  }
  return grey;
}
