import { isZipText, zipText } from '../core/read/binary.ts';

/** One picture: RGBA, 8 bits each, rows from the top without padding. What canvas getImageData gives. */
export interface FrameImage {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Symbologies that residents and badges carry. */
export type CodeFormat = 'qr' | 'datamatrix' | 'aztec' | 'pdf417' | 'code128' | 'code39';

/** A point of the picture in pixels from its top left. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** A code that was found and passed its error correction. */
export interface DecodedCode {
  readonly text: string;
  readonly format: CodeFormat;
  /** Outline, clockwise from the code's own top left; fewer than four where the decoder knows only some. */
  readonly corners: readonly Corner[];
}

/** Everything that one look at a picture tells. */
export interface Look {
  /** Codes that were read. */
  readonly codes: readonly DecodedCode[];
  /** Outlines of codes whose corners were found and whose content was not: too far away, or not still. */
  readonly unread: readonly (readonly Corner[])[];
}

/** A decoder that finds several codes in one look, and those too that it cannot read. */
export interface SeeingDecoder extends Decoder {
  /** Rejects only if the decoder itself cannot run. */
  lookAt(image: FrameImage): Promise<Look>;
}

/** Pixels in, text out. One picture at a time; it keeps nothing of a picture. */
export interface Decoder {
  readonly name: 'zxing-wasm' | 'zxing-js' | 'both';
  /** The code in the picture, or null. Rejects only if the decoder itself cannot run. */
  decodeFrame(image: FrameImage): Promise<DecodedCode | null>;
}

/**
 * The text of a code's bytes: UTF-8, as every code of this country is written, whatever the decoder guesses; a zip as
 * characters 0 to 255. Null where the bytes are neither; the decoder's own reading is then the better one.
 */
export function textOfBytes(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return zipText(bytes);
  }
}

/** True for a reading in which bytes of a zip were lost: such a frame is better looked at once more. */
export const isBrokenZip = (text: string): boolean => isZipText(text) && text.includes('\ufffd');
