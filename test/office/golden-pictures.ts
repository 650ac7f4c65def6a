import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { timestampMs } from '../../core/units.ts';
import type { FrameImage } from '../../decode/decoder.ts';
import { answerLine } from '../../office/read-answer.ts';
import { createPayloadReader } from '../../office/read-payload.ts';
import { openPictures } from '../../office/read-pictures.ts';
import { readSite } from '../../office/read-site.ts';
import { drawSheet } from '../support/code-picture.ts';
import { GOLDEN_AT, GOLDEN_FOLDER } from './golden-files.ts';

/** Pictures of codes and of none; what they are answered stands in `pictures.ndjson` beside their folder. */
export const PICTURES_FOLDER = join(GOLDEN_FOLDER, 'pictures');
export const PICTURES_ANSWERS = join(GOLDEN_FOLDER, 'pictures.ndjson');

/** Options by which `gatelog read`, started in the folder of the pictures, is asked about all of them. */
export const pictureOptions = (): readonly string[] => [
  ...readdirSync(PICTURES_FOLDER).flatMap((name) => ['--image', name]),
  ...['--roster', '../roster.csv', '--trust', '../trust', '--at', GOLDEN_AT],
];

/** What it then prints. */
export async function pictureAnswers(): Promise<string> {
  const site = await readSite({
    trust: [join(GOLDEN_FOLDER, 'trust')],
    roster: join(GOLDEN_FOLDER, 'roster.csv'),
  });
  const reader = createPayloadReader(() => site.context(timestampMs(Date.parse(GOLDEN_AT))));
  const files = readdirSync(PICTURES_FOLDER).map((name) => join(PICTURES_FOLDER, name));
  let text = '';
  for (const picture of await openPictures(files)) {
    for (const answer of await picture.answers(reader)) {
      const { format = null, file = '' } = answer.picture ?? {};
      text += `${answerLine({ ...answer, picture: { file: basename(file), format } })}\n`;
    }
  }
  return text;
}

/** Draws the pictures anew. */
export async function writeGoldenPictures(): Promise<void> {
  rmSync(PICTURES_FOLDER, { recursive: true, force: true });
  mkdirSync(PICTURES_FOLDER);
  const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(PICTURES_FOLDER, name), bytes);
  const card = '001202000001||Nguyễn Văn Thử|15052002|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
  const sheet = await drawSheet(640, 260, [
    { text: card, format: 'qr', x: 10, y: 10, scale: 4 },
    { text: 'NV-17', format: 'code128', x: 300, y: 20, scale: 2 },
  ]);
  write('1-two-codes.png', pngOf(sheet));
  write('2-two-codes.jpg', jpegOf(sheet));
  write('3-no-code.png', pngOf(await drawSheet(120, 80, [])));
  write('4-no-picture.png', Buffer.from('no picture\n'));
  write('5-cut.png', pngOf(sheet).subarray(0, 400));
}

const pngOf = ({ data, width, height }: FrameImage): Buffer => {
  const png = new PNG({ width, height });
  png.data.set(data);
  return PNG.sync.write(png);
};
const jpegOf = ({ data, width, height }: FrameImage): Buffer =>
  jpeg.encode({ data: Buffer.from(data), width, height }, 80).data;
