import { parentPort, Worker, workerData } from 'node:worker_threads';
import { GatelogError } from '../core/errors.ts';
import { watchThread } from './patience.ts';
import type { FileSource } from './source.ts';

/**
 * Longest time that a thread works for one piece, or does nothing: a damaged file can send its reader round in circles,
 * or make it wait for ever. ms
 */
export const STALLED_MS = 30_000;
/** Most memory of a thread that unpacks: a row group of 10,000 events takes a tenth. */
const MAX_HEAP_MB = 2048;

/** What the thread says. After each piece it waits for one message back, whatever that is. */
type FromThread<T> =
  | { readonly type: 'piece'; readonly piece: T }
  | { readonly type: 'end' }
  | { readonly type: 'failed' };

/**
 * Unpacks a stranger's file in a thread of its own, piece by piece. Libraries that unpack can loop, wait, take all
 * memory or fail beside every promise when the file is damaged; a thread can be ended and has a limit.
 * Throws `batch/invalid` where the thread fails, ends early or does not come to an end (patience.ts).
 * @param entry a file that calls `unpackTo`
 */
export async function* unpackInThread<T>(
  entry: URL,
  source: FileSource,
  stalledMs = STALLED_MS,
): AsyncGenerator<T> {
  const worker = new Worker(entry, {
    workerData: source,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  // Heard from the first moment to the last: a library can fail while the caller works on a piece, or after it gave
  // up, and an error that nobody hears would end the whole process.
  const gone = new Promise<void>((resolve) => {
    worker.on('error', () => resolve()).on('exit', () => resolve());
  });
  try {
    for (let said = await nextOf<T>(worker, gone, stalledMs); said.type !== 'end'; ) {
      if (said.type === 'failed') throw cannotUnpack();
      yield said.piece;
      const next = nextOf<T>(worker, gone, stalledMs);
      worker.postMessage('more');
      said = await next;
    }
  } finally {
    await worker.terminate();
  }
}

const cannotUnpack = (): GatelogError => new GatelogError('batch/invalid', 'the file cannot be unpacked');

function nextOf<T>(worker: Worker, gone: Promise<void>, stalledMs: number): Promise<FromThread<T>> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      endWatch();
      worker.off('message', said);
      end();
    };
    const said = (message: FromThread<T>): void => settle(() => resolve(message));
    const failed = (): void => settle(() => reject(cannotUnpack()));
    const endWatch = watchThread(worker, stalledMs, failed);
    worker.on('message', said);
    void gone.then(failed);
  });
}

/** Longest row, as bytes and UTF-16 units together: a read of 8 KiB stands in a few of its cells. */
const MOST_ROW = 1 << 20;
/** Most of rows in one piece, counted the same way: what crosses to the other side is copied. */
const MOST_PIECE = 16 << 20;
/** Most rows in one piece. */
const PIECE_ROWS = 1000;

/**
 * Cuts rows into pieces. A packed file can name one long text a million times: here it is one, on its way out it would
 * be a million. Throws for a row that is longer than any of ours.
 * @param cellsOf what counts of a row
 */
export function* piecesOf<Row>(
  rows: readonly Row[],
  cellsOf: (row: Row) => readonly unknown[],
): Generator<readonly Row[]> {
  let piece: Row[] = [];
  let size = 0;
  for (const row of rows) {
    const length = cellsOf(row).reduce<number>((sum, cell) => sum + lengthOf(cell), 0);
    if (length > MOST_ROW) throw new Error('a row that is too long');
    if (piece.length === PIECE_ROWS || size + length > MOST_PIECE) {
      yield piece;
      piece = [];
      size = 0;
    }
    piece.push(row);
    size += length;
  }
  if (piece.length > 0) yield piece;
}

const lengthOf = (cell: unknown): number =>
  typeof cell === 'string' || cell instanceof Uint8Array ? cell.length : 8;

/** The other side: runs in the thread and sends each piece once the one before was taken. */
export async function unpackTo<T>(pieces: (source: FileSource) => AsyncIterable<T>): Promise<void> {
  const say = (message: FromThread<T>): void => parentPort?.postMessage(message);
  try {
    for await (const piece of pieces(workerData as FileSource)) {
      const taken = new Promise<void>((resolve) => parentPort?.once('message', () => resolve()));
      say({ type: 'piece', piece });
      await taken;
    }
    say({ type: 'end' });
  } catch {
    // What the library says may quote the file.
    say({ type: 'failed' });
  }
}
