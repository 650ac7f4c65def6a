import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PARTIAL_SUFFIX } from '../../core/batch/names.ts';
import { GatelogError } from '../../core/errors.ts';
import { renamePatiently } from '../rename.ts';
import { deliveryError } from './delivery-error.ts';
import { lookAt, syncName } from './folders.ts';
import type { Delivered, PutJob } from './messages.ts';

/**
 * Writes one small file into a folder that somebody chose, whole or not at all, and reads it back. The same file there
 * already is success; another of its name is never touched. Throws `delivery/...` as `deliver` does.
 */
export async function put({ targetFolder, name, text }: PutJob): Promise<Delivered> {
  const bytes = Buffer.from(text);
  const place = join(targetFolder, name);
  const done = (already: boolean): Delivered => ({
    folder: targetFolder,
    sizeBytes: bytes.length,
    checked: 'cache',
    already,
  });
  try {
    const there = await lookAt(place);
    if (there !== null) {
      if (there.isFile() && there.size === bytes.length && bytes.equals(await readFile(place)))
        return done(true);
      throw new GatelogError('delivery/exists-differs', 'another file of this name lies there', { name });
    }
    const partial = `${place}${PARTIAL_SUFFIX}`;
    // Left by a try before: a link there would lead elsewhere.
    await rm(partial, { force: true });
    try {
      const file = await open(partial, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await renamePatiently(partial, place);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw error;
    }
    try {
      await syncName(targetFolder);
      if (!bytes.equals(await readFile(place)))
        throw new GatelogError('delivery/read-back-differs', 'the file reads back differently', { name });
    } catch (error) {
      // It is this try's own, and would stand in the way of the next.
      await rm(place, { force: true }).catch(() => undefined);
      throw error;
    }
    return done(false);
  } catch (error) {
    throw deliveryError(error);
  }
}
