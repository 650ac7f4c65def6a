import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { createBoth } from '../decode/both.ts';
import type { Decoder, FrameImage } from '../decode/decoder.ts';
import { readWasmFile } from '../decode/wasm-file.ts';
import { createZxingJs } from '../decode/zxing-js.ts';
import { createZxingWasm } from '../decode/zxing-wasm.ts';
import { ToolError } from '../tools/tool-error.ts';
import { findPictures, type Texts } from './decode-folder.ts';
import { writePictures } from './decode-pictures.ts';

/** What one decoder made of all pictures. */
interface Score {
  readonly decoder: string;
  /** Pictures with an answer. */
  readonly found: number;
  /** Of the pictures whose text is known: answered letter by letter, and answered otherwise. */
  readonly right: number;
  readonly wrong: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly framesPerSecond: number;
}

interface Outcome {
  readonly folder: string;
  readonly seed: number | null;
  readonly pictures: number;
  readonly withTruth: number;
  /** Files that are no readable picture. */
  readonly unreadable: number;
  /** One bare pass over the same pixels: RGBA to grey. */
  readonly floor: { readonly medianMs: number; readonly framesPerSecond: number };
  readonly scores: readonly Score[];
}

const USAGE = `decode [FOLDER] [--texts FILE] [--names] [--json] [--count N] [--seed N]
  FOLDER   pictures (png, jpg) in it and below; <name>.txt beside one is the text it holds
           without it: N synthetic pictures (default 60) from a seed
  --texts  a CSV with the columns file and text says what the pictures hold
  --names  the name of each picture, without its end, is the text it holds`;

/**
 * Read rate and frames per second of each decoder and of both (the second asked about every miss), beside one
 * bare pass over the same pixels in the same run. Pictures are decoded from file to pixels outside the timing.
 */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      texts: { type: 'string' },
      names: { type: 'boolean', default: false },
      count: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [given] = positionals;
  if (given !== undefined) {
    const { texts: csv, names } = values;
    print(await measure(given, null, { ...(csv !== undefined && { csv }), names }), values.json);
    return;
  }
  const seed = Number(values.seed);
  const folder = await mkdtemp(join(tmpdir(), 'gatelog-pictures-'));
  try {
    if (!values.json) console.log(`making ${values.count} pictures, seed ${seed}`);
    await writePictures(folder, Number(values.count), seed);
    print(await measure(folder, seed), values.json);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, seed: number | null, texts: Texts = {}): Promise<Outcome> {
  const wasm = await createZxingWasm(await readWasmFile());
  const js = createZxingJs();
  const counts = [wasm, js, createBoth(wasm, js, 1)].map(createCount);
  const floorMs: number[] = [];
  let unreadable = 0;
  let withTruth = 0;
  let warm = false;
  const pictures = await findPictures(folder, texts);
  if (pictures.length === 0) throw new ToolError(`${folder} holds no picture (png, jpg).`);
  for (const { path, truth } of pictures) {
    const image = await readPicture(path);
    if (image === null) {
      unreadable += 1;
      continue;
    }
    if (truth !== null) withTruth += 1;
    // The first call compiles; it is no frame of a running camera.
    if (!warm) for (const { decoder } of counts) await decoder.decodeFrame(image);
    warm = true;
    floorMs.push(greyPassMs(image));
    for (const count of counts) await count.add(image, truth);
  }
  return {
    folder,
    seed,
    pictures: pictures.length - unreadable,
    withTruth,
    unreadable,
    floor: { medianMs: at(floorMs, 0.5), framesPerSecond: perSecond(floorMs) },
    scores: counts.map((count) => count.score()),
  };
}

interface Count {
  readonly decoder: Decoder;
  add(image: FrameImage, truth: string | null): Promise<void>;
  score(): Score;
}

function createCount(decoder: Decoder): Count {
  const tookMs: number[] = [];
  let [found, right, wrong] = [0, 0, 0];
  return {
    decoder,
    add: async (image, truth) => {
      const begun = performance.now();
      const code = await decoder.decodeFrame(image);
      tookMs.push(performance.now() - begun);
      if (code === null) return;
      found += 1;
      if (truth === null) return;
      if (code.text === truth) right += 1;
      else wrong += 1;
    },
    score: () => ({
      decoder: decoder.name,
      found,
      right,
      wrong,
      medianMs: at(tookMs, 0.5),
      p95Ms: at(tookMs, 0.95),
      framesPerSecond: perSecond(tookMs),
    }),
  };
}

/** The pixels of a file, or null if it is no whole PNG or JPEG. */
async function readPicture(path: string): Promise<FrameImage | null> {
  const bytes = await readFile(path);
  try {
    const { data, width, height } = /\.png$/i.test(path)
      ? PNG.sync.read(bytes)
      : jpeg.decode(bytes, { useTArray: true, maxMemoryUsageInMB: 2048, maxResolutionInMP: 200 });
    return { data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length), width, height };
  } catch {
    return null;
  }
}

function greyPassMs({ data }: FrameImage): number {
  const begun = performance.now();
  const grey = new Uint8Array(data.length / 4);
  for (let pixel = 0, from = 0; pixel < grey.length; pixel += 1, from += 4) {
    grey[pixel] = (306 * (data[from] ?? 0) + 601 * (data[from + 1] ?? 0) + 117 * (data[from + 2] ?? 0)) >> 10;
  }
  return performance.now() - begun;
}

/** The value that a share of the numbers does not exceed. */
function at(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function perSecond(tookMs: readonly number[]): number {
  const sum = tookMs.reduce((all, one) => all + one, 0);
  return sum === 0 ? 0 : (tookMs.length * 1000) / sum;
}

function print(outcome: Outcome, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(outcome));
    return;
  }
  const { pictures, withTruth, unreadable, floor } = outcome;
  console.log(`${pictures} pictures, ${withTruth} with their text, ${unreadable} unreadable files`);
  const percent = (part: number, whole: number): string =>
    whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
  const line = (cells: readonly string[]): string =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(12) : cell.padStart(10))).join(' ');
  console.log(line(['', 'found', 'right', 'wrong', 'p50 ms', 'p95 ms', 'frames/s', 'x floor']));
  for (const score of outcome.scores) {
    console.log(
      line([
        score.decoder,
        percent(score.found, pictures),
        percent(score.right, withTruth),
        String(score.wrong),
        score.medianMs.toFixed(1),
        score.p95Ms.toFixed(1),
        score.framesPerSecond.toFixed(1),
        floor.medianMs === 0 ? '-' : (score.medianMs / floor.medianMs).toFixed(1),
      ]),
    );
  }
  console.log(
    line(['grey pass', '', '', '', floor.medianMs.toFixed(1), '', floor.framesPerSecond.toFixed(1), '1.0']),
  );
  const read = ({ found, right }: Score): number => (withTruth > 0 ? right : found);
  const [first, second, both] = outcome.scores;
  if (first === undefined || second === undefined || both === undefined) return;
  const more = (one: Score): string => `${read(both) - read(one)} more than ${one.decoder} alone`;
  console.log(`both together read ${read(both)} pictures: ${more(first)}, ${more(second)}`);
}
