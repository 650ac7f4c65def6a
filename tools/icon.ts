import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { PROJECT } from './project.ts';

/*
 * Draws the program's icon, an arrow into a door as on the welcome screen, into docs/icon.png:
 * `npm exec -c "node tools/icon.ts"`. Shapes are distances, so every edge is smooth at any size.
 */

type Point = readonly [x: number, y: number];

const SIZE = 512;
const GROUND = [0x0b, 0x5d, 0x34] as const;
/** Half of the stroke's width, of 512. */
const STROKE = 18;
const DOOR: readonly Point[] = [
  [270, 112],
  [390, 112],
  [390, 400],
  [270, 400],
];
const SHAFT: readonly Point[] = [
  [98, 256],
  [296, 256],
];
const HEAD: readonly Point[] = [
  [222, 180],
  [298, 256],
  [222, 332],
];

/** Distance of a point from a line of straight pieces. */
function fromLine([x, y]: Point, line: readonly Point[]): number {
  return Math.min(
    ...line.slice(1).map(([bx, by], index) => {
      const [ax, ay] = line[index] ?? [bx, by];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
    }),
  );
}

/** Signed distance from the rounded square that is the ground; negative inside. */
function fromGround([x, y]: Point): number {
  const [half, radius] = [240, 104];
  const [dx, dy] = [Math.abs(x - 256) - half + radius, Math.abs(y - 256) - half + radius];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

/** How much of a pixel lies inside a distance of 0, from 0 to 1. */
const cover = (distance: number): number => Math.max(0, Math.min(1, 0.5 - distance));

const png = new PNG({ width: SIZE, height: SIZE });
for (let index = 0; index < SIZE * SIZE; index += 1) {
  const at: Point = [(index % SIZE) + 0.5, Math.floor(index / SIZE) + 0.5];
  const white = cover(Math.min(...[DOOR, SHAFT, HEAD].map((line) => fromLine(at, line))) - STROKE);
  GROUND.forEach((channel, offset) => {
    png.data[index * 4 + offset] = Math.round(channel + (255 - channel) * white);
  });
  png.data[index * 4 + 3] = Math.round(255 * cover(fromGround(at)));
}
writeFileSync(join(PROJECT, 'docs', 'icon.png'), PNG.sync.write(png));
