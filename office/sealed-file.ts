import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isGatelogError } from '../core/errors.ts';
import { errnoOf } from './find-batches.ts';
import type { Problems } from './problem.ts';
import { storeError } from './store/store-error.ts';

/** Most bytes of a record file of 200,000 events. */
const RECORD_LIMIT_BYTES = 2 * 2 ** 30;
/** Bytes that are read and hashed at once. */
const HASHED_BYTES = 512 * 1024;
/** Buffers for that, lent from one file to the next: a new one for each keeps the collector busier than the hash. */
const lent: Buffer[] = [];

/** What a manifest says of a file. */
export interface SealedFile {
  readonly name: string;
  readonly size_bytes: number;
  readonly sha256: string;
}

/**
 * Where a file is copied to while it is hashed; null for one that is not. Whoever can write to the place that a batch
 * lies in may change it at any moment: what is read after the hash has to be what was hashed.
 */
export type Keep = (name: string) => string | null;
export const keepNone: Keep = () => null;

/**
 * True where the file is exactly the sealed one; what differs becomes a problem. It is opened once, follows no link and
 * is read once.
 * @param keepAt where the bytes that were hashed are written to as well; of no use where the answer is false
 * @throws GatelogError `store/failed` where the disk for that copy is full
 */
export async function isSealed(
  path: string,
  file: SealedFile,
  problems: Problems,
  keepAt: string | null,
): Promise<boolean> {
  try {
    return await withFile(path, file.name, problems, async (handle, size) => {
      if (size > RECORD_LIMIT_BYTES) {
        problems.add('too-large', file.name);
        return false;
      }
      if (size !== file.size_bytes) {
        problems.add('size-differs', file.name, null, `${size} / ${file.size_bytes}`);
        return false;
      }
      const found = await hashOf(piecesOf(handle), file.size_bytes, keepAt);
      if (found === file.sha256) return true;
      problems.add('hash-differs', file.name);
      return false;
    });
  } catch (error) {
    if (isGatelogError(error, 'store/failed')) throw error;
    problems.add('unreadable-file', file.name, null, errnoOf(error));
    return false;
  }
}

/**
 * SHA-256 of these pieces, hex; null where there are not as many bytes as there should be. Nothing is read beyond them.
 * @param keepAt where they are written to as well
 * @throws GatelogError `store/failed` where the disk for that copy is full; what reading throws
 */
export async function hashOf(
  pieces: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  keepAt: string | null,
): Promise<string | null> {
  const hash = createHash('sha256');
  const kept = keepAt === null ? null : await onOurDisk(open(keepAt, 'wx', 0o600));
  try {
    let left = sizeBytes;
    for await (const piece of pieces) {
      left -= piece.length;
      if (left < 0) return null;
      const written = kept === null ? null : onOurDisk(kept.writeFile(piece));
      hash.update(piece);
      await written;
    }
    return left === 0 ? hash.digest('hex') : null;
  } finally {
    await kept?.close();
  }
}

/** A piece is good until the next one is asked for. */
async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = lent.pop() ?? Buffer.allocUnsafeSlow(HASHED_BYTES);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    lent.push(buffer);
  }
}

/**
 * Opens a file. A link, a pipe or a device that was put in its place since the folder was listed is a problem, is not
 * waited for, and gives false.
 */
export async function withFile<T>(
  path: string,
  name: string,
  problems: Problems,
  use: (file: FileHandle, sizeBytes: number) => Promise<T>,
): Promise<T | false> {
  // Windows has no such flags; there a link needs rights that a stick does not give.
  const flags = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, constants.O_RDONLY | flags);
  try {
    const there = await file.stat();
    if (there.isFile()) return await use(file, there.size);
    problems.add('link', name);
    return false;
  } finally {
    await file.close();
  }
}

/** A disk of ours that is full is no fault of the batch. Throws `store/failed`. */
export async function onOurDisk<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const full = ['ENOSPC', 'EDQUOT'].includes(errnoOf(error));
    throw full ? storeError('no-room', error) : error;
  }
}
