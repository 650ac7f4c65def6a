import { mkdir, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { PARTIAL_SUFFIX } from '../../core/batch/names.ts';
import { GatelogError, isGatelogError } from '../../core/errors.ts';
import { renamePatiently } from '../rename.ts';
import { compareWhole, readBack } from './compare.ts';
import { copyAll, keepWhole } from './copy.ts';
import { deliveryError } from './delivery-error.ts';
import { checkParents, dropUnfinished, lookAt, makeParents, syncName } from './folders.ts';
import type { Delivered, DeliveryJob, DeliveryPhase } from './messages.ts';

/** Room asked for beyond the bytes themselves: folder entries and the last clusters of seven files. */
const SPARE_BYTES = 1 << 20;
/** FAT holds files of at most 4 GiB less one byte; its magic number in statfs (Linux, magic.h: MSDOS_SUPER_MAGIC). */
const FAT_MAGIC = 0x4d44;
export const FAT_FILE_LIMIT = 2 ** 32 - 1;

export interface DeliverInput extends DeliveryJob {
  readonly onProgress?: (phase: DeliveryPhase, doneBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Copies a sealed batch from the spool to a target and reads it back. The batch's folder is written under
 * `.partial` and renamed when every file is whole and fsynced: nothing half-written ever bears a batch's name. The same
 * batch already there is success; a different one is never touched. Nothing is rendered here: bytes in, the same bytes
 * out.
 *
 * What a failed try leaves is the beginning of the next one: files that read back right are kept, and so are those of a
 * copy that was damaged since. Only where there was no room, or where somebody cancelled, nothing stays; but of a damaged
 * copy that lay there before, what is sound may be all that is left of the batch: it stays under `.partial`, whatever
 * ended the try.
 *
 * Throws `delivery/no-space`, `delivery/file-too-large`, `delivery/read-only`, `delivery/gone`, `delivery/damaged`,
 * `delivery/exists-differs`, `delivery/read-back-differs`, `delivery/write-failed`, `delivery/cancelled`, and
 * `batch/invalid` where the spool itself is damaged.
 */
export async function deliver(input: DeliverInput): Promise<Delivered> {
  const totalBytes = sizeOf(input);
  const { folder, parent, partial, name } = placesOf(input);
  const made: string[] = [];
  let begun = false;
  let wasThere = false;
  try {
    if (!(await stat(input.targetFolder)).isDirectory()) {
      throw new GatelogError('delivery/gone', 'the target is not a folder');
    }
    await checkParents(input.targetFolder, input.batchPath.slice(0, -1));
    if ((await lookAt(folder)) !== null) {
      if ((await compareWhole(input, folder, totalBytes)) === 'whole') {
        await syncAll(input, folder);
        return { folder, sizeBytes: totalBytes, checked: 'cache', already: true };
      }
      await dropUnfinished(parent, name, null);
      // A copy of this very batch that no longer holds: what is sound of it is kept, the rest is written again.
      await renamePatiently(folder, partial);
      wasThere = true;
    }
    begun = true;
    await makeParents(input.targetFolder, input.batchPath.slice(0, -1), (one) => made.push(one));
    await dropUnfinished(parent, name, partial);
    const kept = await keepWhole(input, partial, totalBytes);
    await checkRoom(input, totalBytes - kept.sizeBytes);
    if (!kept.exists) await mkdir(partial);
    await copyAll(input, partial, totalBytes, kept);
    await syncName(partial);
    await renamePatiently(partial, folder);
    await syncName(parent);
    await readBack(input, folder, 'verifying', totalBytes);
    return { folder, sizeBytes: totalBytes, checked: 'cache', already: false };
  } catch (error) {
    const known = deliveryError(error);
    // What lay there before is not this try's to clear away.
    if (begun) await clearAfter(known, input, made, wasThere);
    throw known;
  }
}

/**
 * Reads a delivered batch again, after the target was unmounted and mounted: now the bytes come from the medium. What
 * does not come back right no longer bears the batch's name. Throws as `deliver` does.
 * @param already the batch lay there before: it stays where somebody cancels
 */
export async function reread(input: DeliverInput, already: boolean): Promise<Delivered> {
  const totalBytes = sizeOf(input);
  const { folder, partial } = placesOf(input);
  try {
    await checkParents(input.targetFolder, input.batchPath.slice(0, -1));
    await readBack(input, folder, 'rereading', totalBytes);
    return { folder, sizeBytes: totalBytes, checked: 'medium', already };
  } catch (error) {
    const known = deliveryError(error);
    if (!already || known.code !== 'delivery/cancelled') {
      // An older beginning beside it would stand in the way of taking its name.
      await rm(partial, { recursive: true, force: true }).catch(() => undefined);
      await clearAfter(known, input, [], false);
    }
    throw known;
  }
}

const sizeOf = (input: DeliverInput): number => input.files.reduce((sum, file) => sum + file.sizeBytes, 0);

function placesOf(input: DeliverInput): { folder: string; parent: string; partial: string; name: string } {
  const parent = join(input.targetFolder, ...input.batchPath.slice(0, -1));
  const name = input.batchPath.at(-1) ?? '';
  return { folder: join(parent, name), parent, partial: join(parent, `${name}${PARTIAL_SUFFIX}`), name };
}

/**
 * What stands on the target must not look like a batch; where nobody will go on with it, nothing stands there.
 * @param wasThere a copy of this very batch lay there before: what is sound of it stays
 */
async function clearAfter(
  error: GatelogError,
  input: DeliverInput,
  made: readonly string[],
  wasThere: boolean,
): Promise<void> {
  const { folder, partial } = placesOf(input);
  await renamePatiently(folder, partial).catch(() => undefined);
  const nobodyGoesOn = isGatelogError(
    error,
    'delivery/cancelled',
    'delivery/no-space',
    'delivery/file-too-large',
    // What comes instead may bear another name, and nobody would clear this.
    'batch/invalid',
  );
  if (!nobodyGoesOn || wasThere) return;
  await rm(partial, { recursive: true, force: true }).catch(() => undefined);
  for (const one of made.toReversed()) await rmdir(one).catch(() => undefined);
}

/**
 * An earlier try may have ended between its rename and the sync of it, or somebody copied the folder by hand: what is
 * confirmed here is dropped from the spool.
 */
async function syncAll(input: DeliverInput, folder: string): Promise<void> {
  for (const file of input.files) await syncName(join(folder, file.name));
  for (let depth = input.batchPath.length; depth >= 0; depth -= 1)
    await syncName(join(input.targetFolder, ...input.batchPath.slice(0, depth)));
}

async function checkRoom(input: DeliverInput, neededBytes: number): Promise<void> {
  const room = await statfs(input.targetFolder);
  const freeBytes = room.bavail * room.bsize;
  const largestBytes = Math.max(...input.files.map((file) => file.sizeBytes));
  const limitBytes = room.type === FAT_MAGIC ? FAT_FILE_LIMIT : input.fileLimitBytes;
  if (limitBytes !== undefined && largestBytes > limitBytes) {
    throw new GatelogError('delivery/file-too-large', 'the target cannot hold so large a file', {
      largestBytes,
      limitBytes,
    });
  }
  // Some network file systems do not know their size and say 0 blocks in all: then writing will tell.
  if (room.blocks > 0 && freeBytes < neededBytes + SPARE_BYTES) {
    throw new GatelogError('delivery/no-space', 'not enough room on the target', {
      freeBytes,
      neededBytes: neededBytes + SPARE_BYTES,
    });
  }
}
