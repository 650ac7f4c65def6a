import { readFile, stat } from 'node:fs/promises';
import { createBoth } from '../decode/both.ts';
import type { CodeFormat, DecodedCode, Decoder, FrameImage } from '../decode/decoder.ts';
import { decodeEvery } from '../decode/every-code.ts';
import { readWasmFile } from '../decode/wasm-file.ts';
import { createZxingJs } from '../decode/zxing-js.ts';
import { createZxingWasm } from '../decode/zxing-wasm.ts';
import { noCodeAnswer, type ReadAnswer } from './read-answer.ts';
import type { PayloadReader } from './read-payload.ts';
import { pixelsOf } from './read-pixels.ts';
import { readError } from './read-words.ts';

/** A file that `--image` names. */
export interface Picture {
  /**
   * An answer for every code in it, or one that says that there is none. Never rejects over what is in the file; with
   * GatelogError `file/unreadable` where it cannot be read any more.
   */
  readonly answers: (reader: PayloadReader) => Promise<readonly ReadAnswer[]>;
}

/** Every symbology of a gate; the kiosk's camera looks for those that its site uses. */
const FORMATS: readonly CodeFormat[] = ['qr', 'datamatrix', 'aztec', 'pdf417', 'code128', 'code39'];
const PICTURE_BYTES = 64 << 20;

/**
 * Looks that each file is there and not too large, and makes the kiosk's decoders ready; the second decoder is asked
 * about everything that the first misses. Nothing is read yet.
 * @throws GatelogError `file/unreadable` with the name of the file
 */
export async function openPictures(files: readonly string[]): Promise<readonly Picture[]> {
  for (const file of files) await look(file);
  const decoder = createBoth(
    await createZxingWasm(await readWasmFile(), FORMATS, { still: true }),
    createZxingJs(FORMATS),
    1,
  );
  return files.map((file) => ({ answers: (reader) => answerPicture(file, decoder, reader) }));
}

async function look(file: string): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => unreadable(file, cause));
  if (!found.isFile()) throw readError('not-a-file', file);
  if (found.size > PICTURE_BYTES) throw readError('too-large', file);
}

function unreadable(file: string, cause: unknown): never {
  throw readError('cannot-read', file, { cause });
}

async function answerPicture(
  file: string,
  decoder: Decoder,
  reader: PayloadReader,
): Promise<readonly ReadAnswer[]> {
  const image = pixelsOf(await readFile(file).catch((cause: unknown) => unreadable(file, cause)));
  if (image === null) return [noCodeAnswer(file, 'not-a-picture')];
  const codes = await codesOf(image, decoder);
  if (codes.length === 0) return [noCodeAnswer(file)];
  return codes.map(({ text, format }) => ({ ...reader.text(text), picture: { file, format } }));
}

/** A picture that is a code and nothing else, drawn with few pixels a module, is found when it is drawn larger. */
async function codesOf(image: FrameImage, decoder: Decoder): Promise<readonly DecodedCode[]> {
  const codes = await decodeEvery(decoder, image);
  if (codes.length > 0 || Math.max(image.width, image.height) > SMALL) return codes;
  return decodeEvery(decoder, enlarge(image));
}

const SMALL = 400;
const TIMES = 4;
const BORDER = 40;

function enlarge({ data, width, height }: FrameImage): FrameImage {
  const [wide, high] = [width * TIMES + 2 * BORDER, height * TIMES + 2 * BORDER];
  const large = new Uint32Array(wide * high).fill(0xffffffff);
  const pixels = new Uint32Array(Uint8Array.from(data).buffer);
  for (let y = 0; y < height * TIMES; y += 1) {
    for (let x = 0; x < width * TIMES; x += 1) {
      large[(y + BORDER) * wide + x + BORDER] =
        pixels[Math.floor(y / TIMES) * width + Math.floor(x / TIMES)] ?? 0;
    }
  }
  return { data: new Uint8ClampedArray(large.buffer), width: wide, height: high };
}
