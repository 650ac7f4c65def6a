import { open, writeFile } from 'node:fs/promises';
import type { FrameImage } from '../../decode/decoder.ts';
import { drawCard, drawDesk, toJpeg } from './pictures.ts';

/** A webcam whose picture can be changed while it runs. */
export interface FakeCamera {
  /** Chromium's switches that make it the only camera. */
  readonly switches: readonly string[];
  /** Holds a card with this code before the camera. */
  show(text: string): Promise<void>;
  /** Holds a picture before the camera, such as that of a dense code close up (drawClose). */
  showPicture(picture: FrameImage): Promise<void>;
  /** Plays these one after another, over and over, as a flickering screen does; at most eight. */
  play(pictures: readonly FrameImage[]): Promise<void>;
  /** Takes the card away: an empty desk. */
  clear(): Promise<void>;
}

/** Chromium plays the file in a loop; several frames so that a picture half replaced is soon over. */
const FRAMES = 8;
/** Every picture is written this long: longer than any that is drawn here; a dense code close up takes most. */
export const FRAME_BYTES = 600_000;

/**
 * Makes a capture file for Chromium's `--use-file-for-fake-video-capture`. Chromium maps the file into memory and
 * reads each frame from the map, so a frame that is overwritten in place, byte for byte as long, is what the
 * camera sees next.
 * @param path where to write it; a few MB, removed by the caller
 */
export async function makeCamera(path: string): Promise<FakeCamera> {
  const desk = sized(toJpeg(drawDesk()));
  await writeFile(path, Buffer.concat(new Array<Buffer>(FRAMES).fill(desk)));
  const put = async (...pictures: readonly Buffer[]): Promise<void> => {
    const file = await open(path, 'r+');
    try {
      for (let index = 0; index < FRAMES; index += 1) {
        const frame = pictures[index % pictures.length] ?? desk;
        await file.write(frame, 0, frame.length, index * FRAME_BYTES);
      }
    } finally {
      await file.close();
    }
  };
  return {
    switches: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
    show: async (text) => put(sized(toJpeg(await drawCard(text)))),
    showPicture: (picture) => put(sized(toJpeg(picture))),
    play: (pictures) => put(...pictures.map((picture) => sized(toJpeg(picture)))),
    clear: () => put(desk),
  };
}

/** Fills a JPEG up to FRAME_BYTES with comments (ITU-T T.81, COM segment: FF FE, length, bytes) behind its start. */
export function sized(jpeg: Buffer): Buffer {
  let missing = FRAME_BYTES - jpeg.length;
  const comments: Buffer[] = [];
  while (missing > 0) {
    // A segment is 4 to 65537 bytes long; what is left after it must hold another or nothing.
    const length = missing <= 65_537 ? missing : Math.min(65_537, missing - 4);
    const segment = Buffer.alloc(length);
    segment.writeUInt16BE(0xfffe, 0);
    segment.writeUInt16BE(length - 2, 2);
    comments.push(segment);
    missing -= length;
  }
  return Buffer.concat([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)]);
}
