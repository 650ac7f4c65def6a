import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, opendir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ErrorCode, GatelogError } from '../../core/errors.ts';
import { LIST_LIMITS } from '../../core/trust/list.ts';
import { isTrustFileName, type RefusedFile } from '../../core/trust/parse-files.ts';
import type { TrustFile } from '../../core/trust/parse-list.ts';
import type { ReadingPhase } from './messages.ts';

/** Folders in folders deeper than this are passed over. */
const DEEPEST = 8;
/** Names in all folders together that are looked at, whatever they are. */
const MOST_NAMES = 50_000;
/** Read at once; after each a sign of life. Bytes. */
const CHUNK_BYTES = 1024 * 1024;

export interface ReadFilesOptions {
  readonly onProgress: (phase: ReadingPhase, done: number, total: number) => void;
}

/** The files of a stick that may hold trust lists. */
export interface FilesRead {
  /** Name of what was chosen, without its path. */
  readonly chosen: string;
  readonly files: readonly TrustFile[];
  /** Files too large to be a list, or whose reading failed. */
  readonly refused: readonly RefusedFile[];
}

/**
 * Reads a file, or every file of a folder whose name is one of a list: regular files only, no link is followed, nothing
 * outside the folder, no more than LIST_LIMITS.
 * @throws GatelogError `trust/gone`, `trust/read-failed`, `trust/too-large`
 */
export async function readFiles(path: string, { onProgress }: ReadFilesOptions): Promise<FilesRead> {
  onProgress('looking', 0, 0);
  try {
    const stats = await lstat(path);
    const chosen = basename(path);
    if (stats.isFile()) {
      const bytes = await readOne(path, LIST_LIMITS.fileBytes, (done) =>
        onProgress('reading', done, stats.size),
      );
      return { chosen, files: [{ name: chosen, bytes }], refused: [] };
    }
    // The chosen folder itself may be a link that somebody made for it, such as one to where sticks are mounted.
    const root = await realpath(path);
    if (!(await lstat(root)).isDirectory()) throw new GatelogError('trust/read-failed', 'a link or a device');
    return { chosen, ...(await readFolder(root, onProgress)) };
  } catch (error) {
    throw readError(error);
  }
}

async function readFolder(
  root: string,
  onProgress: ReadFilesOptions['onProgress'],
): Promise<Omit<FilesRead, 'chosen'>> {
  const found = await lookIn(root, (names) => onProgress('looking', names, 0));
  const files: TrustFile[] = [];
  const refused: RefusedFile[] = [];
  let left = LIST_LIMITS.totalBytes;
  for (const [index, name] of found.entries()) {
    onProgress('reading', index, found.length);
    const path = join(root, name);
    try {
      // A folder on the way may have become a link since it was looked at.
      if ((await realpath(path)) !== path) throw new GatelogError('trust/read-failed', 'a link');
      const bytes = await readOne(path, Math.min(LIST_LIMITS.fileBytes, left), () =>
        onProgress('reading', index, found.length),
      );
      left -= bytes.length;
      files.push({ name, bytes });
    } catch (error) {
      const { code } = readError(error);
      if (code === 'trust/gone') throw error;
      if (code === 'trust/too-large' && left < LIST_LIMITS.fileBytes) {
        throw new GatelogError('trust/too-large', 'the files of this folder are too large together', {
          mostBytes: LIST_LIMITS.totalBytes,
        });
      }
      refused.push({ name, code, why: null });
    }
  }
  return { files, refused };
}

/** Names of files below `root` that may be lists, with `/` between folders, in no order. */
async function lookIn(root: string, onNames: (count: number) => void): Promise<readonly string[]> {
  const found: string[] = [];
  let names = 0;
  const folders: { readonly name: string; readonly depth: number }[] = [{ name: '', depth: 0 }];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for await (const entry of await opendir(join(root, at.name))) {
      names += 1;
      if (names % 500 === 0) onNames(names);
      if (names > MOST_NAMES) throw tooMany('names', MOST_NAMES);
      const name = at.name === '' ? entry.name : `${at.name}/${entry.name}`;
      if (entry.isDirectory() && at.depth < DEEPEST && !entry.name.startsWith('.')) {
        folders.push({ name, depth: at.depth + 1 });
      }
      if (!entry.isFile() || !isTrustFileName(entry.name)) continue;
      found.push(name);
      if (found.length > LIST_LIMITS.files) throw tooMany('files', LIST_LIMITS.files);
    }
  }
  return found;
}

const tooMany = (what: string, most: number): GatelogError =>
  new GatelogError('trust/too-large', `the folder has too many ${what}`, { most });

/** Opens without following a link and without waiting for a pipe's other end; then reads what is a regular file. */
async function readOne(path: string, mostBytes: number, onRead: (done: number) => void): Promise<Uint8Array> {
  // Windows has neither flag; there a link needs rights of an administrator and pipes have no place in folders.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats: Stats = await file.stat();
    if (!stats.isFile()) throw new GatelogError('trust/read-failed', 'not a regular file');
    if (stats.size > mostBytes) throw tooLarge(mostBytes);
    return await readWhole(file, mostBytes, onRead);
  } finally {
    await file.close();
  }
}

/** To its end, which may lie elsewhere than its size said. */
async function readWhole(
  file: FileHandle,
  mostBytes: number,
  onRead: (done: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let done = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES);
    if (bytesRead === 0) return Buffer.concat(chunks, done);
    done += bytesRead;
    if (done > mostBytes) throw tooLarge(mostBytes);
    chunks.push(buffer.subarray(0, bytesRead));
    onRead(done);
  }
}

const tooLarge = (mostBytes: number): GatelogError =>
  new GatelogError('trust/too-large', 'the file is larger than a list may be', { mostBytes });

/** errno words (errno(3)) of a place that is not there, or not any more. */
const GONE: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENODEV',
  'ENXIO',
  'ENOTCONN',
  'ESTALE',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ECONNRESET',
  'ECONNABORTED',
]);

/** Turns what a file call threw into `trust/gone` or `trust/read-failed`. */
export function readError(error: unknown): GatelogError {
  if (error instanceof GatelogError) return error;
  const errno = error instanceof Error && 'code' in error ? String(error.code) : '';
  const code: ErrorCode = GONE.has(errno) ? 'trust/gone' : 'trust/read-failed';
  return new GatelogError(code, `reading answered ${errno || 'an error'}`, { errno }, { cause: error });
}
