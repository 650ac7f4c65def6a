import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** A PNG's palette holds no more (PNG specification, 11.2.2). */
const MOST_COLOURS = 256;
/** Of them for what is seen most; the others are for what is unlike all of it, such as one red dot. */
const MOST_OFTEN = 160;
/** Paper, ink and their edges have fewer; what has more is a camera's picture, and would show bands. */
const MOST_DRAWN = 4096;

/** The same picture in fewer bytes: Chromium packs for speed, and a drawn screen needs no more than a palette. */
export function smallPng(png: Buffer): Buffer {
  const picture = PNG.sync.read(png);
  const counts = new Map<number, number>();
  for (let at = 0; at < picture.data.length; at += 4) {
    const colour = picture.data.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const smaller =
    counts.size > MOST_DRAWN
      ? PNG.sync.write(picture, { colorType: 2, inputHasAlpha: true, deflateLevel: 9 })
      : withPalette(picture, counts);
  return smaller.length < png.length ? smaller : png;
}

/** What is seen most keeps its colour to the bit, then what is rare and like nothing else; a letter's edge takes the nearest. */
function withPalette({ width, height, data }: PNG, counts: ReadonlyMap<number, number>): Buffer {
  const colours = [...counts]
    .sort(([one, often], [other, seldom]) => seldom - often || one - other)
    .map(([colour]) => colour);
  const palette = colours.slice(0, MOST_OFTEN);
  const apart = new Map(colours.slice(MOST_OFTEN).map((colour) => [colour, distance(palette, colour)]));
  while (palette.length < MOST_COLOURS && apart.size > 0) {
    const [worst] = [...apart].reduce((one, other) => (other[1] > one[1] ? other : one));
    palette.push(worst);
    apart.delete(worst);
    for (const [colour, before] of apart) apart.set(colour, Math.min(before, squared(worst, colour)));
  }
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
  // A row starts with its filter: none, which packs a palette best.
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = data.readUIntBE((y * width + x) * 4, 3);
      rows[y * (width + 1) + 1 + x] = places.get(colour) ?? 0;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits, by palette.
  head[8] = 8;
  head[9] = 3;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => parts(colour)))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const parts = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** How unlike two colours are. */
function squared(one: number, other: number): number {
  const [red, green, blue] = parts(one);
  const [r, g, b] = parts(other);
  return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
}

const distance = (palette: readonly number[], colour: number): number =>
  Math.min(...palette.map((other) => squared(other, colour)));

/** The place in the palette of the colour that is nearest to this one. */
const nearest = (palette: readonly number[], colour: number): number => {
  const least = distance(palette, colour);
  return palette.findIndex((other) => squared(other, colour) === least);
};

/** Length, type, bytes, checksum (PNG specification, 5.3). */
function chunk(type: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), bytes]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
