import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';
import { GatelogError } from '../core/errors.ts';
import { watchThread } from './patience.ts';
import type { FileSource } from './source.ts';

/**
 * Longest time that a thread works for one piece, or does nothing: a damaged file can send its reader round in circles,
 * or make it wait for ever. ms
 */
export const STALLED_MS = 30_000;
/** A thread that unpacked another file before has that part of it: where it stalls, a new one decides. */
const RESTED_PART = 1 / 6;
/** Most memory of a thread that unpacks: a row group of 10,000 events takes a tenth. */
const MAX_HEAP_MB = 2048;

/** What the thread says. After each piece it waits for `more`. */
type FromThread<T> =
  | { readonly type: 'piece'; readonly piece: T }
  | { readonly type: 'end' }
  | { readonly type: 'failed' };

/** What it is told: a file to unpack, or that a piece was taken. */
type ToThread = { readonly type: 'unpack'; readonly source: FileSource } | { readonly type: 'more' };

/**
 * Unpacks a stranger's file in a thread, piece by piece. Libraries that unpack can loop, wait, take all memory or fail
 * beside every promise when the file is damaged; a thread can be ended and has a limit.
 *
 * A thread that came to the end of its file takes the next one: to start one takes longer than to unpack a small batch.
 * What fails in such a thread may still be the file before: it is unpacked once more in a new one.
 *
 * Throws `batch/invalid` where the thread fails, ends early or does not come to an end (patience.ts).
 * @param entry a file that calls `unpackTo`
 */
export async function* unpackInThread<T>(
  entry: URL,
  source: FileSource,
  stalledMs = STALLED_MS,
): AsyncGenerator<T> {
  const rested = takeResting(entry);
  let given = 0;
  const restedMs = stalledMs * RESTED_PART;
  if (rested !== null && (yield* unpackIn<T>(rested, source, restedMs, () => (given += 1)))) return;
  let again = 0;
  const pieces = unpackIn<T>(startThread(entry), source, stalledMs, () => (again += 1));
  try {
    for (let next = await pieces.next(); ; next = await pieces.next()) {
      if (next.done && !next.value) throw cannotUnpack();
      if (next.done) return;
      if (again > given) yield next.value;
    }
  } finally {
    await pieces.return(false);
  }
}

/** Gives the pieces; returns whether they came to their end. Then the thread rests; otherwise it is ended. */
async function* unpackIn<T>(
  thread: Thread,
  source: FileSource,
  stalledMs: number,
  onPiece: () => void,
): AsyncGenerator<T, boolean> {
  let whole = false;
  try {
    let next = nextOf<T>(thread, stalledMs);
    tell(thread, { type: 'unpack', source });
    while (true) {
      const said = await next;
      if (said === null || said.type === 'failed') return false;
      if (said.type === 'end') {
        whole = true;
        return true;
      }
      onPiece();
      yield said.piece;
      next = nextOf<T>(thread, stalledMs);
      tell(thread, { type: 'more' });
    }
  } finally {
    if (whole) rest(thread);
    else await thread.worker.terminate();
  }
}

interface Thread {
  readonly entry: string;
  readonly worker: Worker;
  isGone: boolean;
}

/** Threads that wait for a file, by entry. They do not keep the process from ending. */
const resting = new Map<string, Thread[]>();
/** Most that wait for one kind of file: batches are looked at one after the other. */
const MOST_RESTING = 1;

function startThread(entry: URL): Thread {
  const scratch = mkdtempSync(join(tmpdir(), 'gatelog-unpack-'));
  scratches.add(scratch);
  const worker = new Worker(entry, {
    execArgv: [],
    // A library that sets something aside does it there; a thread that is ended clears nothing away.
    env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  const thread: Thread = { entry: entry.href, worker, isGone: false };
  // Heard from the first moment to the last: a library can fail while the caller works on a piece, or after it gave
  // up, and an error that nobody hears would end the whole process.
  const gone = (): void => {
    thread.isGone = true;
    const waiting = resting.get(thread.entry);
    if (waiting?.includes(thread)) waiting.splice(waiting.indexOf(thread), 1);
  };
  worker.on('error', gone).on('exit', gone);
  worker.on('exit', () => {
    rmSync(scratch, { recursive: true, force: true });
    scratches.delete(scratch);
  });
  return thread;
}

/**
 * Folders of threads that are there, one each. What lies in them for a moment may have been encrypted: nothing of it
 * stays when the thread is no more, or the process.
 */
const scratches = new Set<string>();
process.once('exit', () => {
  for (const scratch of scratches) rmSync(scratch, { recursive: true, force: true });
});

function takeResting(entry: URL): Thread | null {
  const thread = resting.get(entry.href)?.pop() ?? null;
  thread?.worker.ref();
  return thread;
}

function rest(thread: Thread): void {
  const waiting = resting.get(thread.entry) ?? [];
  resting.set(thread.entry, waiting);
  if (thread.isGone) return;
  if (waiting.length >= MOST_RESTING) {
    void thread.worker.terminate();
    return;
  }
  thread.worker.unref();
  waiting.push(thread);
}

const tell = ({ worker }: Thread, message: ToThread): void => worker.postMessage(message);

const cannotUnpack = (): GatelogError => new GatelogError('batch/invalid', 'the file cannot be unpacked');

/** What the thread says next; null where it stalls or is no more. */
function nextOf<T>({ worker, isGone }: Thread, stalledMs: number): Promise<FromThread<T> | null> {
  return new Promise((resolve) => {
    const settle = (said: FromThread<T> | null): void => {
      endWatch();
      worker.off('message', settle).off('error', failed).off('exit', failed);
      resolve(said);
    };
    const failed = (): void => settle(null);
    const endWatch = watchThread(worker, stalledMs, failed);
    worker.on('message', settle).on('error', failed).on('exit', failed);
    if (isGone) failed();
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

/** The other side: runs in the thread, one file after the other, and sends each piece once the one before was taken. */
export function unpackTo<T>(pieces: (source: FileSource) => AsyncIterable<T>): void {
  const say = (message: FromThread<T>): void => parentPort?.postMessage(message);
  let taken = Promise.withResolvers<void>();
  const unpack = async (source: FileSource): Promise<void> => {
    try {
      for await (const piece of pieces(source)) {
        taken = Promise.withResolvers();
        say({ type: 'piece', piece });
        await taken.promise;
      }
      say({ type: 'end' });
    } catch {
      // What the library says may quote the file.
      say({ type: 'failed' });
    }
  };
  parentPort?.on('message', (message: ToThread) => {
    if (message.type === 'more') taken.resolve();
    else void unpack(message.source);
  });
}
