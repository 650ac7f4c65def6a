import type { ErrorCode } from '../../core/errors.ts';
import type { LogEnd } from '../log/check-end.ts';

/** What the thread that opens a log gets. */
export interface OpeningTask {
  readonly path: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** What it says: the end that it found, that it is whole, or why not. After `whole` it holds the log until told to go. */
export type OpeningNews =
  | { readonly kind: 'found'; readonly end: LogEnd }
  | { readonly kind: 'whole' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
