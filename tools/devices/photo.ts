import type { FrameImage } from '../../decode/decoder.ts';

/*
 * What hand, lens and sensor do to a picture before a decoder gets it. For capture files of tests and for the pictures
 * of `npm run bench -- decode`.
 */

/** Turns the picture by `angle` radians about its middle and leans it back along both axes (0 is upright). */
export function tilt(source: FrameImage, angle: number, leanX: number, leanY: number): FrameImage {
  const { width, height } = source;
  const data = new Uint8ClampedArray(source.data.length);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const depth = 1 + (leanX * dx + leanY * dy) / width;
      const fromX = width / 2 + (dx * cos + dy * sin) / depth;
      const fromY = height / 2 + (dy * cos - dx * sin) / depth;
      sample(source, fromX, fromY, data, at);
    }
  }
  return { data, width, height };
}

/** Bilinear; grey outside the picture. */
function sample(source: FrameImage, x: number, y: number, out: Uint8ClampedArray, at: number): void {
  const { data, width, height } = source;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (!(left >= 0 && top >= 0 && left < width - 1 && top < height - 1)) {
    out.fill(90, at, at + 3);
    out[at + 3] = 255;
    return;
  }
  const [right, down] = [x - left, y - top];
  const first = (top * width + left) * 4;
  for (let channel = 0; channel < 4; channel += 1) {
    const one = first + channel;
    const upper = (data[one] ?? 0) * (1 - right) + (data[one + 4] ?? 0) * right;
    const lower = (data[one + width * 4] ?? 0) * (1 - right) + (data[one + width * 4 + 4] ?? 0) * right;
    out[at + channel] = upper * (1 - down) + lower * down;
  }
}

/** A lens out of focus: mean of the pixels up to `radius` away, along rows and then along columns. */
export function blur(source: FrameImage, radius: number): FrameImage {
  if (radius === 0) return source;
  const { width, height } = source;
  const along = (from: Uint8ClampedArray, step: number): Uint8ClampedArray => {
    const to = new Uint8ClampedArray(from.length);
    for (let at = 0; at < from.length; at += 1) {
      let sum = 0;
      for (let off = -radius; off <= radius; off += 1) sum += from[at + off * step] ?? from[at] ?? 0;
      to[at] = sum / (2 * radius + 1);
    }
    return to;
  };
  return { data: along(along(source.data, 4), width * 4), width, height };
}

/** Dims the picture and adds noise of up to `strength` of 255 to each pixel, in place. */
export function roughen({ data }: FrameImage, light: number, strength: number, random: () => number): void {
  for (let at = 0; at < data.length; at += 4) {
    // The mean of two is closer to what a sensor does than an even spread.
    const noise = (random() + random() - 1) * strength;
    for (let channel = 0; channel < 3; channel += 1)
      data[at + channel] = (data[at + channel] ?? 0) * light + noise;
  }
}

/**
 * The screen of a phone as a camera sees it whose shutter is faster than the screen's own light: dark bands that
 * wander, now and then no picture at all.
 * @returns frames to play one after another; the code can be read in some of them only
 */
export function flicker(source: FrameImage): readonly FrameImage[] {
  const { width, height } = source;
  const lit = (light: (y: number) => number): FrameImage => {
    const data = source.data.slice();
    for (let y = 0; y < height; y += 1) {
      const factor = light(y);
      for (let at = y * width * 4; at < (y + 1) * width * 4; at += 4) {
        for (let channel = 0; channel < 3; channel += 1)
          data[at + channel] = (data[at + channel] ?? 0) * factor + (factor > 1 ? 60 * (factor - 1) : 0);
      }
    }
    return { data, width, height };
  };
  const band = (middle: number) => (y: number) => (Math.abs(y - middle) < height * 0.14 ? 0.04 : 0.9);
  const black = lit(() => 0);
  const glare = lit(() => 12);
  return [
    lit(band(height * 0.45)),
    black,
    lit(band(height * 0.6)),
    glare,
    lit(() => 0.8),
    black,
    lit(band(height * 0.55)),
    lit(band(height * 0.5)),
  ];
}
