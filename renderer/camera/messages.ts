import type { CodeFormat } from '../../decode/decoder.ts';

/** What the page tells the worker: here are a camera's frames. Frames of an earlier camera end by themselves. */
export interface ToWorker {
  readonly kind: 'frames';
  /** Counts cameras opened; answers carry it. */
  readonly run: number;
  readonly frames: ReadableStream<VideoFrame>;
  readonly formats: readonly CodeFormat[];
}

/** What the worker tells the page. No picture ever goes back. */
export type FromWorker =
  /** Frames are coming: told with the first and then about once a second. */
  | { readonly kind: 'alive'; readonly run: number }
  | { readonly kind: 'code'; readonly run: number; readonly text: string }
  /** A code is held before the camera that it sees and cannot read: too far away, or not still. */
  | { readonly kind: 'unclear'; readonly run: number }
  /** The decoder cannot run. */
  | { readonly kind: 'failed'; readonly run: number; readonly message: string };
