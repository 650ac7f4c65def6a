import type { CodeFormat, Corner } from '../../decode/decoder.ts';

/** What the page tells the worker: here are a camera's frames. Frames of an earlier camera end by themselves. */
export interface ToWorker {
  readonly kind: 'frames';
  /** Counts cameras opened; answers carry it. */
  readonly run: number;
  readonly frames: ReadableStream<VideoFrame>;
  readonly formats: readonly CodeFormat[];
  /** A code that stays in view counts again after so long. ms */
  readonly againAfterMs: number;
}

/** Where codes are in the picture that was looked at last: outlines in its pixels, never the picture. */
export interface Seen {
  readonly width: number;
  readonly height: number;
  readonly read: readonly (readonly Corner[])[];
  /** Held there, and not to be read: too far away, or not still. */
  readonly unclear: readonly (readonly Corner[])[];
}

/** What the worker tells the page. No picture ever goes back. */
export type FromWorker =
  /** Frames are coming: told with the first and then about once a second. */
  | { readonly kind: 'alive'; readonly run: number }
  /** Codes are in view; told with every look at them, and once when the view is empty again. */
  | ({ readonly kind: 'seen'; readonly run: number } & Seen)
  | { readonly kind: 'code'; readonly run: number; readonly text: string }
  /** A code is held before the camera that it sees and cannot read: too far away, or not still. */
  | { readonly kind: 'unclear'; readonly run: number }
  /** The decoder cannot run. */
  | { readonly kind: 'failed'; readonly run: number; readonly message: string };
