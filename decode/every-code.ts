import type { CodeFormat, Corner, DecodedCode, Decoder, FrameImage } from './decoder.ts';

/** Most codes that are looked for in one picture. */
export const MOST_CODES = 64;

/**
 * Every code in a still picture, by a decoder that finds one at a time: what was found is painted over, and the
 * picture looked at again. The same code found once more was painted over too narrowly (a bar code is known by a thin
 * line through it): the brush doubles, and it is not counted twice.
 * @returns in the order found, at most MOST_CODES
 */
export async function decodeEvery(decoder: Decoder, image: FrameImage): Promise<readonly DecodedCode[]> {
  const left: FrameImage = { ...image, data: Uint8ClampedArray.from(image.data) };
  const found: { readonly code: DecodedCode; brush: number }[] = [];
  while (found.length < MOST_CODES) {
    const code = await decoder.decodeFrame(left);
    if (code === null) break;
    const before = found.find((one) => isSame(one.code, code, one.brush));
    const brush = before === undefined ? firstBrush(code) : before.brush * 2;
    if (before === undefined) found.push({ code, brush });
    else before.brush = brush;
    // Where nothing is known of its place, or all is painted over, there is nothing to look for any more.
    if (code.corners.length === 0 || brush > 2 * Math.max(left.width, left.height)) break;
    paintOver(left, code.corners, brush);
  }
  return found.map(({ code }) => code);
}

const LINEAR: ReadonlySet<CodeFormat> = new Set(['code128', 'code39']);

function isSame(one: DecodedCode, other: DecodedCode, brush: number): boolean {
  if (one.text !== other.text || one.format !== other.format) return false;
  const [a, b] = [boxOf(one.corners), boxOf(other.corners)];
  // A bar code is found by a line through it, which may be any: it is as high as it is long, at most.
  const near = LINEAR.has(one.format) ? Math.hypot(a.right - a.left, a.bottom - a.top) : 2 * brush + 2;
  return (
    a.left - near <= b.right &&
    b.left - near <= a.right &&
    a.top - near <= b.bottom &&
    b.top - near <= a.bottom
  );
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf(corners: readonly Corner[]): Box {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

/** Pixels beyond the outline: half a module of a small QR. */
function firstBrush({ corners }: DecodedCode): number {
  const { left, right, top, bottom } = boxOf(corners);
  return Math.max(2, Math.hypot(right - left, bottom - top) / 60);
}

/** White over the outline and everything as near to it as the brush is wide. */
function paintOver({ data, width, height }: FrameImage, corners: readonly Corner[], brush: number): void {
  const { left, right, top, bottom } = boxOf(corners);
  const [fromX, toX] = [Math.max(0, Math.floor(left - brush)), Math.min(width - 1, Math.ceil(right + brush))];
  const [fromY, toY] = [
    Math.max(0, Math.floor(top - brush)),
    Math.min(height - 1, Math.ceil(bottom + brush)),
  ];
  for (let y = fromY; y <= toY; y += 1) {
    for (let x = fromX; x <= toX; x += 1) {
      if (isWithin(corners, x, y, brush)) data.fill(255, (y * width + x) * 4, (y * width + x) * 4 + 4);
    }
  }
}

/** True inside the polygon, and outside within `reach` pixels of an edge. */
function isWithin(corners: readonly Corner[], x: number, y: number, reach: number): boolean {
  let inside = false;
  for (const [index, to] of corners.entries()) {
    const from = corners.at(index - 1) ?? to;
    if (distanceTo(from, to, x, y) <= reach) return true;
    const crosses =
      from.y > y !== to.y > y && x < ((to.x - from.x) * (y - from.y)) / (to.y - from.y) + from.x;
    if (crosses) inside = !inside;
  }
  return inside;
}

function distanceTo(from: Corner, to: Corner, x: number, y: number): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / square;
  const near = Math.min(1, Math.max(0, along));
  return Math.hypot(from.x + near * dx - x, from.y + near * dy - y);
}
