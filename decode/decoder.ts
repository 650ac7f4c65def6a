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

/** Pixels in, text out. One picture at a time; it keeps nothing of a picture. */
export interface Decoder {
  readonly name: 'zxing-wasm' | 'zxing-js' | 'both';
  /** The code in the picture, or null. Rejects only if the decoder itself cannot run. */
  decodeFrame(image: FrameImage): Promise<DecodedCode | null>;
}

/**
 * The text of a code's bytes: UTF-8, as every code of this country is written, whatever the decoder guesses.
 * Null where the bytes are no UTF-8; the decoder's own reading is then the better one.
 */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
