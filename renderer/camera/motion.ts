const COLUMNS = 32;
const ROWS = 18;
/** A cell moved if it is lighter or darker by more than this, of 255: above the noise of a webcam at night. */
const CELL_CHANGE = 24;
/** So many cells of 576 moved: a hand with a card at arm's length covers more. */
const MOVED_CELLS = 12;
/** A picture is compared with one about so old: from frame to frame even a hand hardly moves. ms */
const APART_MS = 100;

/** How light a picture is at each of its points, 0 to 255: one byte of every `step`, `stride` bytes a row. */
export interface Light {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly offset: number;
  readonly step: number;
  readonly stride: number;
}

/**
 * Tells whether something moved, by one point of each of 32 x 18 cells. Keeps those 576 bytes of one picture and
 * nothing else.
 * @returns asked about every picture, with its time on one monotonic clock, ms
 */
export function createMotion(): (light: Light, nowMs: number) => boolean {
  let before: Uint8Array | null = null;
  let beforeMs = Number.NEGATIVE_INFINITY;
  return (light, nowMs) => {
    const now = cellsOf(light);
    const compared = before;
    if (nowMs - beforeMs >= APART_MS) {
      before = now;
      beforeMs = nowMs;
    }
    if (compared === null) return false;
    let moved = 0;
    for (let cell = 0; cell < now.length; cell += 1) {
      if (Math.abs((now[cell] ?? 0) - (compared[cell] ?? 0)) > CELL_CHANGE) moved += 1;
    }
    return moved >= MOVED_CELLS;
  };
}

/** The point in the middle of each cell. */
function cellsOf({ data, width, height, offset, step, stride }: Light): Uint8Array {
  const cells = new Uint8Array(COLUMNS * ROWS);
  for (let row = 0; row < ROWS; row += 1) {
    const y = Math.floor(((row + 0.5) * height) / ROWS);
    for (let column = 0; column < COLUMNS; column += 1) {
      const x = Math.floor(((column + 0.5) * width) / COLUMNS);
      cells[row * COLUMNS + column] = data[offset + y * stride + x * step] ?? 0;
    }
  }
  return cells;
}
