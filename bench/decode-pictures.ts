import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameImage } from '../decode/decoder.ts';
import { drawCard, toJpeg } from '../tools/devices/pictures.ts';
import { seeded } from './random.ts';

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Đặng', 'Bùi', 'Ngô'];
const GIVEN = ['Văn Thử', 'Thị Mẫu', 'Minh Ví Dụ', 'Ngọc Bịa', 'Quốc Giả'];
const PLACE = ['Phường Không Có, Thành phố Tưởng Tượng', 'Xã Bịa Đặt, Huyện Ví Dụ, Tỉnh Mẫu'];

/**
 * Writes `count` webcam-like pictures of invented cards into a folder, each with its text beside it as
 * `<name>.txt`: 1280x720 JPEG, code 200 to 400 pixels wide, tilted, blurred, noisy and dim by chance.
 */
export async function writePictures(folder: string, count: number, seed: number): Promise<void> {
  const random = seeded(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  for (let nth = 0; nth < count; nth += 1) {
    const digits = String(Math.floor(random() * 1e9)).padStart(9, '0');
    const text = `001099${digits.slice(3)}|${digits}|${pick(FAMILY)} ${pick(GIVEN)}|01011999|Nữ|${pick(PLACE)}|01012021`;
    const card = await drawCard(text, 200 + random() * 200);
    const tilted = tilt(card, (random() - 0.5) * 0.8, (random() - 0.5) * 0.5, (random() - 0.5) * 0.5);
    const blurred = blur(tilted, Math.floor(random() * 4));
    roughen(blurred, 0.5 + random() * 0.5, random() * 70, random);
    const name = `card-${String(nth).padStart(4, '0')}`;
    await writeFile(join(folder, `${name}.jpg`), toJpeg(blurred));
    await writeFile(join(folder, `${name}.txt`), text);
  }
}

/** Turns the picture by `angle` radians about its middle and leans it back along both axes (0 is upright). */
function tilt(source: FrameImage, angle: number, leanX: number, leanY: number): FrameImage {
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

/** Mean of the pixels up to `radius` away, along rows and then along columns. */
function blur(source: FrameImage, radius: number): FrameImage {
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
function roughen({ data }: FrameImage, light: number, strength: number, random: () => number): void {
  for (let at = 0; at < data.length; at += 4) {
    // The mean of two is closer to what a sensor does than an even spread.
    const noise = (random() + random() - 1) * strength;
    for (let channel = 0; channel < 3; channel += 1)
      data[at + channel] = (data[at + channel] ?? 0) * light + noise;
  }
}
