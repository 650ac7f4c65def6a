import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GatelogError } from '../../core/errors.ts';
import { hashOf, throwIfCancelled } from './compare.ts';
import type { DeliverInput } from './deliver.ts';
import { lookAt, syncName } from './folders.ts';
import { readSpoolFile } from './spool.ts';

/** Synced this often while writing, so that progress is what the medium took and a last fsync is never long. */
const SYNC_EVERY_BYTES = 8 << 20;

/** What an earlier try left that need not be written again. */
export interface Kept {
  /** Whether the folder is there. */
  readonly exists: boolean;
  readonly names: ReadonlySet<string>;
  readonly sizeBytes: number;
}

/**
 * Looks through what an earlier try left under `.partial`: files that are the batch's own, whole and the same byte for
 * byte stay; everything else, links and folders among it, goes. It came with a stick, so nothing of it is believed.
 */
export async function keepWhole(input: DeliverInput, partial: string, totalBytes: number): Promise<Kept> {
  const there = await lookAt(partial);
  if (there !== null && !there.isDirectory()) await rm(partial, { force: true });
  if (there?.isDirectory() !== true) return { exists: false, names: new Set(), sizeBytes: 0 };
  const names = new Set<string>();
  let sizeBytes = 0;
  for (const name of await readdir(partial)) {
    throwIfCancelled(input.signal);
    const place = join(partial, name);
    const expected = input.files.find((file) => file.name === name);
    const found = await lookAt(place);
    if (expected !== undefined && found?.isFile() === true && found.size === expected.sizeBytes) {
      const { sha256 } = await hashOf(place, input.signal, () =>
        // A sign of life; what is kept counts as written when its turn comes.
        input.onProgress?.('writing', 0, totalBytes),
      ).catch(unreadable);
      if (sha256 === expected.sha256) {
        // Whole as far as this PC's memory goes: the try before may have ended ahead of its sync.
        await syncName(place);
        names.add(name);
        sizeBytes += expected.sizeBytes;
        continue;
      }
    }
    await rm(place, { recursive: true, force: true });
  }
  return { exists: true, names, sizeBytes };
}

/** A file in a broken place of the medium is written again, elsewhere. */
function unreadable(error: unknown): { sha256: null } {
  if (error instanceof Error && 'code' in error && error.code === 'EIO') return { sha256: null };
  throw error;
}

/** Writes every file that is not kept. Throws `batch/invalid` where the spool does not hold what was sealed. */
export async function copyAll(
  input: DeliverInput,
  partial: string,
  totalBytes: number,
  kept: Kept,
): Promise<void> {
  let doneBytes = 0;
  input.onProgress?.('writing', 0, totalBytes);
  for (const expected of input.files) {
    throwIfCancelled(input.signal);
    if (kept.names.has(expected.name)) {
      doneBytes += expected.sizeBytes;
      input.onProgress?.('writing', doneBytes, totalBytes);
      continue;
    }
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
