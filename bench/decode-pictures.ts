import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blur, roughen, tilt } from '../tools/devices/photo.ts';
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
