import type { Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PARTIAL_SUFFIX, parseRenditionName } from '../../core/batch/names.ts';
import { GatelogError } from '../../core/errors.ts';

/**
 * Makes the folders above the batch one by one and refuses links: a stick must not lead elsewhere.
 * @param onMade told of each folder that was not there
 */
export async function makeParents(
  target: string,
  names: readonly string[],
  onMade: (folder: string) => void,
): Promise<string> {
  let folder = target;
  for (const name of names) {
    const above = folder;
    folder = join(folder, name);
    const there = await lookAt(folder);
    if (there === null) {
      await mkdir(folder);
      onMade(folder);
      await syncName(above);
    } else if (!there.isDirectory()) {
      throw notAFolder(name);
    }
  }
  return folder;
}

/**
 * Refuses links above the batch, whatever lies behind them: a copy there is not on this target. Throws
 * `delivery/write-failed`.
 */
export async function checkParents(target: string, names: readonly string[]): Promise<void> {
  let folder = target;
  for (const name of names) {
    folder = join(folder, name);
    const there = await lookAt(folder);
    if (there === null) return;
    if (!there.isDirectory()) throw notAFolder(name);
  }
}

const notAFolder = (name: string): GatelogError =>
  new GatelogError('delivery/write-failed', 'a file or link lies where a folder should be', { name });

/**
 * Takes away copies of this batch that were never finished, by whatever name: an earlier try may have been another
 * rendition of it, made for somebody else or before the spool was lost.
 * @param keep the one that is gone on with, or null
 */
export async function dropUnfinished(parent: string, name: string, keep: string | null): Promise<void> {
  const batch = parseRenditionName(name);
  for (const other of await readdir(parent)) {
    if (!other.endsWith(PARTIAL_SUFFIX) || join(parent, other) === keep) continue;
    const found = parseRenditionName(other.slice(0, -PARTIAL_SUFFIX.length));
    const same =
      found?.siteAndGate === batch?.siteAndGate &&
      found?.logIdStart === batch?.logIdStart &&
      found?.firstSeq === batch?.firstSeq &&
      found?.lastSeq === batch?.lastSeq;
    if (other === `${name}${PARTIAL_SUFFIX}` || (found !== null && same))
      await rm(join(parent, other), { recursive: true, force: true });
  }
}

/** What lies at a path, links not followed; null where nothing does. */
export async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Makes a file, or the names in a folder, durable; file systems that know no such call (FUSE, SMB, Windows) are left alone. */
export async function syncName(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
  } finally {
    await opened.close();
  }
}
