import {
  prepareZXingModule,
  type ReaderOptions,
  type ReadInputBarcodeFormat,
  readBarcodes,
} from 'zxing-wasm/reader';
import { type CodeFormat, type DecodedCode, type Decoder, type FrameImage, textOfBytes } from './decoder.ts';

const wasmNames: Record<CodeFormat, ReadInputBarcodeFormat> = {
  qr: 'QRCode',
  datamatrix: 'DataMatrix',
  aztec: 'Aztec',
  pdf417: 'PDF417',
  code128: 'Code128',
  code39: 'Code39',
};

/** A decoder that can also tell of a code that it finds and cannot read. */
export interface SeeingDecoder extends Decoder {
  /** True where a code is in the picture: found by its corners, whether its content can be read or not. QR alone. */
  seesCode(image: FrameImage): Promise<boolean>;
}

/**
 * The first decoder: zxing-cpp as WebAssembly.
 *
 * QR is looked for with `tryHarder` (about 8 ms for a 720p frame); other formats, where a site uses badges, in a
 * second pass without it: both together would cost 90 ms.
 * @param wasmBinary the bytes of `zxing-wasm/reader/zxing_reader.wasm`. Left to itself the package would fetch
 * them from a public server; here it never gets an address.
 * @param formats what to look for; QR alone where left out
 * @param options `still`: for a picture in a file, where time does not press, other formats are looked for with
 * `tryHarder` too; without it a Data Matrix or Aztec code away from the middle is not seen
 */
export async function createZxingWasm(
  wasmBinary: ArrayBuffer,
  formats: readonly CodeFormat[] = ['qr'],
  { still = false }: { readonly still?: boolean } = {},
): Promise<SeeingDecoder> {
  await prepareZXingModule({
    overrides: { wasmBinary, locateFile: (name: string) => name },
    // The package keeps one module; the first bytes given stay.
    equalityFn: (kept, given) => kept.wasmBinary?.byteLength === given.wasmBinary?.byteLength,
    fireImmediately: true,
  });
  const passes: ReaderOptions[] = [];
  const usual: ReaderOptions = { maxNumberOfSymbols: 1, textMode: 'Plain' };
  const looking: ReaderOptions = { ...usual, formats: ['QRCode'], tryHarder: true, returnErrors: true };
  const others = formats.filter((format) => format !== 'qr').map((format) => wasmNames[format]);
  if (formats.includes('qr')) passes.push({ ...usual, formats: ['QRCode'], tryHarder: true });
  if (others.length > 0) passes.push({ ...usual, formats: others, tryHarder: still });

  return {
    name: 'zxing-wasm',
    decodeFrame: async (image) => {
      for (const options of passes) {
        const found = await read(image, options);
        if (found !== null) return found;
      }
      return null;
    },
    seesCode: async (image) => (await readBarcodes(asImageData(image), looking)).length > 0,
  };
}

/** It takes anything with these fields for ImageData, which Node does not have. */
const asImageData = ({ data, width, height }: FrameImage): ImageData =>
  ({ data, width, height, colorSpace: 'srgb' }) as ImageData;

async function read(image: FrameImage, options: ReaderOptions): Promise<DecodedCode | null> {
  const [result] = await readBarcodes(asImageData(image), options);
  if (result === undefined || !result.isValid) return null;
  const format = formatOf(result.format);
  if (format === null) return null;
  const { topLeft, topRight, bottomRight, bottomLeft } = result.position;
  return {
    text: textOfBytes(result.bytes) ?? result.text,
    format,
    corners: [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => ({ x, y })),
  };
}

/** The family of a format as the package names it: `QRCode` and its models 1 and 2 are one. */
function formatOf(name: string): CodeFormat | null {
  const plain = name.toLowerCase();
  if (plain.startsWith('qrcode')) return 'qr';
  if (plain.startsWith('datamatrix')) return 'datamatrix';
  if (plain.startsWith('aztec')) return 'aztec';
  if (plain.startsWith('pdf417')) return 'pdf417';
  if (plain.startsWith('code128')) return 'code128';
  return plain.startsWith('code39') ? 'code39' : null;
}
