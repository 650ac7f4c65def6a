// The decoder's bytes lie beside the page's own files, as the camera's worker has them.
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { createBoth } from '../../decode/both.ts';
import type { FrameImage } from '../../decode/decoder.ts';
import { createZxingJs } from '../../decode/zxing-js.ts';
import { createZxingWasm } from '../../decode/zxing-wasm.ts';

/** Largest file that is looked at, bytes: a photo of a phone. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Longest text that may hold keys, bytes; what is longer is none. */
const MOST_TEXT_BYTES = 64 * 1024;
/** Sides to which a picture is drawn, pixels, one after the other: a small code needs the large one. */
const SIDES = [1200, 2400] as const;

export type KeyFile =
  | { readonly text: string; readonly problem: null }
  /** Key under `keyFileProblems` in the locales. */
  | { readonly text: null; readonly problem: 'too-large' | 'unreadable' | 'no-code' };

/** The text of a file that somebody chose: as it is, or out of the QR code where it is a picture. Never throws. */
export async function readKeyFile(file: File): Promise<KeyFile> {
  const failed = (problem: 'too-large' | 'unreadable' | 'no-code'): KeyFile => ({ text: null, problem });
  if (file.size > MOST_BYTES) return failed('too-large');
  try {
    if (!file.type.startsWith('image/')) {
      return file.size > MOST_TEXT_BYTES ? failed('too-large') : { text: await file.text(), problem: null };
    }
    const text = await codeIn(file);
    return text === null ? failed('no-code') : { text, problem: null };
  } catch {
    return failed('unreadable');
  }
}

async function codeIn(file: File): Promise<string | null> {
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`the decoder's file cannot be read: ${answer.status}`);
  const decoder = createBoth(await createZxingWasm(await answer.arrayBuffer()), createZxingJs(), 1);
  const picture = await createImageBitmap(file);
  try {
    for (const side of SIDES) {
      const found = await decoder.decodeFrame(pixelsOf(picture, side));
      if (found !== null) return found.text;
    }
    return null;
  } finally {
    picture.close();
  }
}

/** On white: a code on a clear ground would be black on black. */
function pixelsOf(picture: ImageBitmap, side: number): FrameImage {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const [width, height] = [
    Math.max(1, Math.round(picture.width * scale)),
    Math.max(1, Math.round(picture.height * scale)),
  ];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('no canvas to read a picture with');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  return { data: context.getImageData(0, 0, width, height).data, width, height };
}
