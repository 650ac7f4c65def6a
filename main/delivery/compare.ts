import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseManifest } from '../../core/batch/manifest.ts';
import { isLitter, MANIFEST_FILE } from '../../core/batch/names.ts';
import { GatelogError, isGatelogError } from '../../core/errors.ts';
import type { DeliverInput } from './deliver.ts';
import { lookAt } from './folders.ts';
import type { DeliveryPhase } from './messages.ts';

const READ_BYTES = 1 << 20;
/** A manifest is far smaller; whatever is larger is none. */
const MANIFEST_MOST_BYTES = 1 << 20;

/** Reads every file of the batch in this folder. Throws `delivery/read-back-differs` where one is not as it was sealed. */
export async function readBack(
  input: DeliverInput,
  folder: string,
  phase: DeliveryPhase,
  totalBytes: number,
): Promise<void> {
  let doneBytes = 0;
  for (const expected of input.files) {
    const place = join(folder, expected.name);
    // A link, or a folder, of this name is not what was written.
    const differs = (): GatelogError =>
      new GatelogError('delivery/read-back-differs', 'the copy is not what was written', {
        file: expected.name,
      });
    throwIfCancelled(input.signal);
    // In a folder that is there a file that is not is a copy that differs; without the folder the target is gone.
    if ((await lookAt(place))?.isFile() !== true) {
      if ((await lookAt(input.targetFolder)) === null) throw new GatelogError('delivery/gone', 'no target');
      throw differs();
    }
    const found = await hashOf(place, input.signal, (bytes) => {
      doneBytes += bytes;
      input.onProgress?.(phase, doneBytes, totalBytes);
    });
    if (found.sizeBytes !== expected.sizeBytes || found.sha256 !== expected.sha256) throw differs();
  }
}

/**
 * What lies under the batch's name: `whole`, byte for byte and nothing else, or `damaged`, a copy of this very batch
 * that lost something. Throws `delivery/exists-differs` where it is anything else: another batch of the same name, a
 * file more, a link.
 */
export async function compareWhole(
  input: DeliverInput,
  folder: string,
  totalBytes: number,
): Promise<'whole' | 'damaged'> {
  const differs = (file: string): GatelogError =>
    new GatelogError('delivery/exists-differs', 'another batch of this name lies there', { file });
  if ((await lookAt(folder))?.isDirectory() !== true) throw differs('');
  for (const name of await readdir(folder)) {
    if (isLitter(name)) continue;
    if (!input.files.some((file) => file.name === name)) throw differs('an extra file');
    if ((await lookAt(join(folder, name)))?.isFile() !== true) throw differs(name);
  }
  if (await holdsAnother(input, folder)) throw differs(MANIFEST_FILE);
  try {
    await readBack(input, folder, 'verifying', totalBytes);
    return 'whole';
  } catch (error) {
    const broken = error instanceof Error && 'code' in error && error.code === 'EIO';
    if (broken || isGatelogError(error, 'delivery/read-back-differs')) return 'damaged';
    throw error;
  }
}

/** Whether a manifest lies there that can be read and is not this batch's: then the folder is somebody's batch. */
async function holdsAnother(input: DeliverInput, folder: string): Promise<boolean> {
  const place = join(folder, MANIFEST_FILE);
  const expected = input.files.find((file) => file.name === MANIFEST_FILE);
  const found = await lookAt(place);
  if (found === null || found.size > MANIFEST_MOST_BYTES) return false;
  const bytes = await readFile(place).catch(() => null);
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') === expected?.sha256) return false;
  try {
    parseManifest(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Size and SHA-256 of a file. `onBytes` is told what was read since the last time. */
export async function hashOf(
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

/** Throws `delivery/cancelled`. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new GatelogError('delivery/cancelled', 'somebody cancelled');
}
