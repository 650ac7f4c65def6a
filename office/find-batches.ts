import type { Dirent } from 'node:fs';
import { lstat, opendir, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { MANIFEST_FILE, PARTIAL_SUFFIX, parseRenditionName } from '../core/batch/names.ts';
import type { Problems } from './problem.ts';

/** How deep below the named folder a batch is looked for: GATELOG/site/gate/batch and two to spare. */
const MAX_DEPTH = 6;
/** Most names looked at; a stick full of photographs is not searched to its end. */
const MAX_ENTRIES = 100_000;

/**
 * Folders that hold a batch: the named one or any below it, sorted. Links are never followed. Copies that were
 * never finished become problems unless the finished batch lies beside them.
 */
export async function findBatches(folder: string, problems: Problems): Promise<readonly string[]> {
  const found: string[] = [];
  let seen = 0;
  const walk = async (path: string, depth: number): Promise<void> => {
    const entries: Dirent[] = [];
    for await (const entry of await opendir(path)) {
      seen += 1;
      if (seen > MAX_ENTRIES) return;
      entries.push(entry);
    }
    const names = new Set(entries.map((entry) => entry.name));
    if (names.has(MANIFEST_FILE)) {
      found.push(path);
      return;
    }
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      if (entry.name.endsWith(PARTIAL_SUFFIX)) {
        if (!names.has(entry.name.slice(0, -PARTIAL_SUFFIX.length))) {
          problems.add('unfinished', relative(folder, join(path, entry.name)));
        }
      } else if (
        parseRenditionName(entry.name) !== null &&
        (await isEmptyOfManifest(join(path, entry.name)))
      ) {
        problems.add('missing-file', join(relative(folder, join(path, entry.name)), MANIFEST_FILE));
      } else if (depth < MAX_DEPTH) {
        await walk(join(path, entry.name), depth + 1);
      }
    }
  };
  const top = await lstat(folder).catch(() => null);
  if (top?.isDirectory() !== true) {
    problems.add('no-folder');
    return [];
  }
  try {
    await walk(folder, 0);
  } catch (error) {
    problems.add('unreadable-file', null, null, errnoOf(error));
  }
  if (seen > MAX_ENTRIES) problems.add('too-much');
  if (found.length === 0 && problems.found.length === 0) problems.add('no-batch');
  return found.sort();
}

async function isEmptyOfManifest(folder: string): Promise<boolean> {
  return !(await readdir(folder)).includes(MANIFEST_FILE);
}

/** The errno word of what a file call threw, or the error's name. */
export function errnoOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.name;
  return 'unknown';
}
