import type { FrameImage } from './decoder.ts';

/**
 * Makes a function that takes the noise of a bad light out of a picture: grey, each point the mean of the nine about it.
 * Both decoders find the modules of a code in it that they cannot tell from noise; what is already soft, or small, it
 * makes worse, so it is for a second try. About 5 ms for 720p. The memory is used again: a picture is valid until the
 * next call. The outermost points stay as they are.
 */
export function createSmooth(): (image: FrameImage) => FrameImage {
  let data = new Uint8ClampedArray(0);
  let sums = new Uint16Array(0);
  return (image) => {
    const { width, height } = image;
    const points = width * height;
    if (sums.length !== points) {
      sums = new Uint16Array(points);
      data = new Uint8ClampedArray(points * 4);
    }
    // Green says nearly all of how light a point is; three in a row, and then three such rows.
    const from = image.data;
    data.set(from);
    for (let at = 1; at < points - 1; at += 1) {
      sums[at] = (from[at * 4 - 3] ?? 0) + (from[at * 4 + 1] ?? 0) + (from[at * 4 + 5] ?? 0);
    }
    for (let y = 1; y < height - 1; y += 1) {
      for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
        const mean = ((sums[at - width] ?? 0) + (sums[at] ?? 0) + (sums[at + width] ?? 0)) / 9;
        data[at * 4] = mean;
        data[at * 4 + 1] = mean;
        data[at * 4 + 2] = mean;
      }
    }
    return { data, width, height };
  };
}
