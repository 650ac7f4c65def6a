import type { FrameImage } from '../../decode/decoder.ts';

const COLUMNS = 32;
const ROWS = 18;
/** A cell moved if its green value changed by more than this, of 255: above the noise of a webcam at night. */
const CELL_CHANGE = 24;
/** So many cells of 576 moved: a hand with a card at arm's length covers more. */
const MOVED_CELLS = 12;

/**
 * Tells whether something moved between two pictures, by one point of each of 32 x 18 cells. Keeps those 576
 * bytes of the last picture and nothing else.
 */
export function createMotion(): (image: FrameImage) => boolean {
  let last: Uint8Array | null = null;
  return ({ data, width, height }) => {
    const now = new Uint8Array(COLUMNS * ROWS);
    for (let row = 0; row < ROWS; row += 1) {
      const y = Math.floor(((row + 0.5) * height) / ROWS);
      for (let column = 0; column < COLUMNS; column += 1) {
        const x = Math.floor(((column + 0.5) * width) / COLUMNS);
        now[row * COLUMNS + column] = data[(y * width + x) * 4 + 1] ?? 0;
      }
    }
    const before = last;
    last = now;
    if (before === null) return false;
    let moved = 0;
    for (let cell = 0; cell < now.length; cell += 1) {
      if (Math.abs((now[cell] ?? 0) - (before[cell] ?? 0)) > CELL_CHANGE) moved += 1;
    }
    return moved >= MOVED_CELLS;
  };
}
