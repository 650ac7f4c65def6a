import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isLitter, PARTIAL_SUFFIX } from '../../core/batch/names.ts';
import { GatelogError, isGatelogError } from '../../core/errors.ts';
import { deliveryError } from './delivery-error.ts';
import { dropUnfinished, lookAt, makeParents, syncName } from './folders.ts';
import type { Delivered, DeliveryJob, DeliveryPhase } from './messages.ts';
import { readSpoolFile } from './spool.ts';

/** Room asked for beyond the bytes themselves: folder entries and the last clusters of seven files. */
const SPARE_BYTES = 1 << 20;
/** FAT holds files of at most 4 GiB less one byte; its magic number in statfs (Linux, magic.h: MSDOS_SUPER_MAGIC). */
const FAT_MAGIC = 0x4d44;
const FAT_FILE_LIMIT = 2 ** 32 - 1;
const READ_BYTES = 1 << 20;
/** Synced this often while writing, so that progress is what the medium took and a last fsync is never long. */
const SYNC_EVERY_BYTES = 8 << 20;

export interface DeliverInput extends DeliveryJob {
  readonly onProgress?: (phase: DeliveryPhase, doneBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Copies a sealed batch from the spool to a target and reads it back. The batch's folder is written under
 * `.partial` and renamed when every file is whole and fsynced: nothing half-written ever bears a batch's name,
 * and what an earlier try left unfinished is thrown away first. The same batch already there is success; a
 * different one is never touched. Nothing is rendered here: bytes in, the same bytes out.
 *
 * Throws `delivery/no-space`, `delivery/read-only`, `delivery/gone`, `delivery/exists-differs`,
 * `delivery/read-back-differs`, `delivery/write-failed`, and `batch/invalid` where the spool itself is damaged.
 */
export async function deliver(input: DeliverInput): Promise<Delivered> {
  const totalBytes = input.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  try {
    const parents = input.batchPath.slice(0, -1);
    const name = input.batchPath.at(-1) ?? '';
    const folder = join(input.targetFolder, ...input.batchPath);
    if (!(await stat(input.targetFolder)).isDirectory()) {
      throw new GatelogError('delivery/gone', 'the target is not a folder');
    }
    if ((await lookAt(folder)) !== null) {
      await compareWhole(input, folder, totalBytes);
      // An earlier try may have ended between its rename and the sync of it, or somebody copied the folder by hand:
      // what is confirmed here is dropped from the spool.
      for (const file of input.files) await syncName(join(folder, file.name));
      for (let depth = input.batchPath.length; depth >= 0; depth -= 1)
        await syncName(join(input.targetFolder, ...input.batchPath.slice(0, depth)));
      return { folder, sizeBytes: totalBytes, checked: 'cache', already: true };
    }
    const parent = await makeParents(input.targetFolder, parents);
    const partial = join(parent, `${name}${PARTIAL_SUFFIX}`);
    await dropUnfinished(parent, name);
    await checkRoom(input, totalBytes);
    await mkdir(partial);
    try {
      await copyAll(input, partial, totalBytes);
    } catch (error) {
      // The target is well, the spool is not: what comes instead may bear another name, and nobody would clear this.
      if (isGatelogError(error, 'batch/invalid'))
        await rm(partial, { recursive: true }).catch(() => undefined);
      throw error;
    }
    await syncName(partial);
    await rename(partial, folder);
    await syncName(parent);
    try {
      await readBack(input, folder, totalBytes);
    } catch (error) {
      // What did not come back must not look like a batch.
      await rename(folder, partial).catch(() => undefined);
      throw error;
    }
    return { folder, sizeBytes: totalBytes, checked: 'cache', already: false };
  } catch (error) {
    throw deliveryError(error);
  }
}

async function checkRoom(input: DeliverInput, totalBytes: number): Promise<void> {
  const room = await statfs(input.targetFolder);
  const freeBytes = room.bavail * room.bsize;
  // Some network file systems do not know their size and say 0 blocks in all: then writing will tell.
  if (room.blocks > 0 && freeBytes < totalBytes + SPARE_BYTES) {
    throw new GatelogError('delivery/no-space', 'not enough room on the target', {
      freeBytes,
      neededBytes: totalBytes + SPARE_BYTES,
    });
  }
  const largest = Math.max(...input.files.map((file) => file.sizeBytes));
  if (room.type === FAT_MAGIC && largest > FAT_FILE_LIMIT) {
    throw new GatelogError('delivery/no-space', 'the target cannot hold so large a file', {
      largestBytes: largest,
      limitBytes: FAT_FILE_LIMIT,
    });
  }
}

async function copyAll(input: DeliverInput, partial: string, totalBytes: number): Promise<void> {
  let doneBytes = 0;
  input.onProgress?.('writing', 0, totalBytes);
  for (const expected of input.files) {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    let syncedBytes = 0;
    let file: FileHandle | null = null;
    try {
      file = await open(join(partial, expected.name), 'wx', 0o644);
      for await (const bytes of spoolBytes(input, expected.name)) {
        throwIfCancelled(input.signal);
        hash.update(bytes);
        await file.writeFile(bytes);
        sizeBytes += bytes.length;
        doneBytes += bytes.length;
        if (sizeBytes - syncedBytes >= SYNC_EVERY_BYTES) {
          await file.datasync();
          syncedBytes = sizeBytes;
        }
        input.onProgress?.('writing', doneBytes, totalBytes);
      }
      await file.sync();
    } finally {
      await file?.close();
    }
    if (sizeBytes !== expected.sizeBytes || hash.digest('hex') !== expected.sha256) {
      throw new GatelogError('batch/invalid', 'the spool no longer holds what was sealed', {
        file: expected.name,
      });
    }
  }
}

/** Bytes of the spool; whatever goes wrong there is the spool's fault and not the target's. */
async function* spoolBytes(input: DeliverInput, name: string): AsyncGenerator<Uint8Array> {
  const source = readSpoolFile(join(input.spoolFolder, name), input.spoolKey);
  while (true) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await source.next();
    } catch (cause) {
      throw new GatelogError('batch/invalid', 'the spool cannot be read', { file: name }, { cause });
    }
    if (next.done === true) return;
    yield next.value;
  }
}

async function readBack(input: DeliverInput, folder: string, totalBytes: number): Promise<void> {
  let doneBytes = 0;
  for (const expected of input.files) {
    const found = await hashOf(join(folder, expected.name), input.signal, (bytes) => {
      doneBytes += bytes;
      input.onProgress?.('verifying', doneBytes, totalBytes);
    });
    if (found.sizeBytes !== expected.sizeBytes || found.sha256 !== expected.sha256) {
      throw new GatelogError('delivery/read-back-differs', 'the copy is not what was written', {
        file: expected.name,
      });
    }
  }
}

/** Throws `delivery/exists-differs` unless the folder is this batch, byte for byte and nothing else. */
async function compareWhole(input: DeliverInput, folder: string, totalBytes: number): Promise<void> {
  const differs = (file: string): GatelogError =>
    new GatelogError('delivery/exists-differs', 'another batch of this name lies there', { file });
  if ((await lookAt(folder))?.isDirectory() !== true) throw differs('');
  const names = new Set(await readdir(folder));
  for (const file of input.files) {
    if (!names.delete(file.name)) throw differs(file.name);
    if ((await lookAt(join(folder, file.name)))?.isFile() !== true) throw differs(file.name);
  }
  const [extra] = [...names].filter((name) => !isLitter(name));
  if (extra !== undefined) throw differs('an extra file');
  try {
    await readBack(input, folder, totalBytes);
  } catch (error) {
    if (error instanceof GatelogError && error.code === 'delivery/read-back-differs') {
      throw differs(String(error.context.file ?? ''));
    }
    throw error;
  }
}

async function hashOf(
  path: string,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
): Promise<{ sizeBytes: number; sha256: string }> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const buffer = new Uint8Array(READ_BYTES);
    let sizeBytes = 0;
    while (true) {
      throwIfCancelled(signal);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, sizeBytes);
      if (bytesRead === 0) return { sizeBytes, sha256: hash.digest('hex') };
      hash.update(buffer.subarray(0, bytesRead));
      sizeBytes += bytesRead;
      onBytes(bytesRead);
    }
  } finally {
    await file.close();
  }
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new GatelogError('delivery/write-failed', 'cancelled', { cancelled: true });
}
