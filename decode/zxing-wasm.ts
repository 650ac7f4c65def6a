import {
  prepareZXingModule,
  type ReaderOptions,
  type ReadInputBarcodeFormat,
  type ReadResult,
  readBarcodes,
} from 'zxing-wasm/reader';
import {
  type CodeFormat,
  type Corner,
  type DecodedCode,
  type FrameImage,
  type SeeingDecoder,
  textOfBytes,
} from './decoder.ts';

const wasmNames: Record<CodeFormat, ReadInputBarcodeFormat> = {
  qr: 'QRCode',
  datamatrix: 'DataMatrix',
  aztec: 'Aztec',
  pdf417: 'PDF417',
  code128: 'Code128',
  code39: 'Code39',
};

/**
 * So many codes in one look: a hand of cards. Each costs the decoder another search of what is left, 1 to 2 ms of a
 * 720p frame with one card in it.
 */
export const MOST_IN_A_LOOK = 6;

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
  const looking: ReaderOptions = {
    ...usual,
    formats: ['QRCode'],
    tryHarder: true,
    returnErrors: true,
    maxNumberOfSymbols: MOST_IN_A_LOOK,
  };
  const others = formats.filter((format) => format !== 'qr').map((format) => wasmNames[format]);
  if (formats.includes('qr')) passes.push({ ...usual, formats: ['QRCode'], tryHarder: true });
  if (others.length > 0) passes.push({ ...usual, formats: others, tryHarder: still });

  return {
    name: 'zxing-wasm',
    decodeFrame: (image) => firstOf(image, passes),
    lookAt: async (image) => {
      const results = formats.includes('qr') ? await readBarcodes(asImageData(image), looking) : [];
      const codes = results.map(codeOf).filter((code) => code !== null);
      if (codes.length === 0 && others.length > 0) {
        const found = await firstOf(image, passes.slice(-1));
        if (found !== null) codes.push(found);
      }
      const unread = results.filter((one) => !one.isValid).map(cornersOf);
      return {
        codes,
        unread: apart(
          codes.map(({ corners }) => corners),
          unread,
        ),
      };
    },
  };
}

/** The first code that any of these passes finds. */
async function firstOf(image: FrameImage, passes: readonly ReaderOptions[]): Promise<DecodedCode | null> {
  for (const options of passes) {
    const [result] = await readBarcodes(asImageData(image), options);
    const found = result === undefined ? null : codeOf(result);
    if (found !== null) return found;
  }
  return null;
}

/** It takes anything with these fields for ImageData, which Node does not have. */
const asImageData = ({ data, width, height }: FrameImage): ImageData =>
  ({ data, width, height, colorSpace: 'srgb' }) as ImageData;

function codeOf(result: ReadResult): DecodedCode | null {
  if (!result.isValid) return null;
  const format = formatOf(result.format);
  if (format === null) return null;
  return { text: textOfBytes(result.bytes) ?? result.text, format, corners: cornersOf(result) };
}

/**
 * Of the outlines of what could not be read those that are of another code than any before: one code is tried at
 * several scales, and each try has an outline of its own.
 */
function apart(
  read: readonly (readonly Corner[])[],
  unread: readonly (readonly Corner[])[],
): readonly (readonly Corner[])[] {
  const kept: (readonly Corner[])[] = [];
  for (const outline of unread) {
    const middle = middleOf(outline);
    if (![...read, ...kept].some((other) => isWithin(other, middle))) kept.push(outline);
  }
  return kept;
}

const middleOf = (corners: readonly Corner[]): Corner => ({
  x: corners.reduce((sum, { x }) => sum + x, 0) / corners.length,
  y: corners.reduce((sum, { y }) => sum + y, 0) / corners.length,
});

const isWithin = (corners: readonly Corner[], { x, y }: Corner): boolean => {
  const [xs, ys] = [corners.map((one) => one.x), corners.map((one) => one.y)];
  return x >= Math.min(...xs) && x <= Math.max(...xs) && y >= Math.min(...ys) && y <= Math.max(...ys);
};

function cornersOf({ position }: ReadResult): readonly Corner[] {
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  return [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => ({ x, y }));
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
