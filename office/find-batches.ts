import type { Dirent } from 'node:fs';
import { opendir, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { MANIFEST_FILE, PARTIAL_SUFFIX, parseRenditionName, ROOT_FOLDER } from '../core/batch/names.ts';
import type { Problems } from './problem.ts';

/** How deep below a named folder a batch is looked for; what lies deeper is said not to be looked at. */
const MAX_DEPTH = 16;
/** Most names looked at outside of batches; a stick full of photographs is not searched to its end. */
const MAX_ENTRIES = 100_000;

/** What systems keep for themselves on a stick: trash, indexes, what a repair found. Often nobody else may read it. */
const SYSTEM_FOLDER =
  /^(System Volume Information|\$RECYCLE\.BIN|lost\+found|\.Trash(es|-\d+)?|\.Spotlight-V100|\.fseventsd)$/i;

/** What calls on a mount answer whose stick was pulled out or whose share went off (errno(3)). */
const GONE = new Set([
  'ENOTCONN',
  'EIO',
  'ENODEV',
  'ENXIO',
  'ESTALE',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ETIMEDOUT',
]);

/** A folder that holds a batch. */
export interface Place {
  readonly path: string;
  /** As the reader of a report knows it. */
  readonly shown: string;
}

/**
 * Folders that hold a batch: the named ones or any below them, each once, sorted. Links below them are never followed. Copies that
 * were never finished become problems unless the finished batch lies beside them. With one name the places are shown as
 * they lie below it, with several as they lie below the name as it was typed.
 */
export async function findBatches(names: readonly string[], problems: Problems): Promise<readonly Place[]> {
  const found = new Map<string, Place>();
  for (const name of names) {
    const shown = (path: string): string =>
      names.length === 1 ? relative(name, path) : join(name, relative(name, path));
    for (const path of await batchesIn(name, shown, problems)) {
      const place = resolve(path);
      if (!found.has(place)) found.set(place, { path, shown: shown(path) });
    }
  }
  if (found.size === 0 && problems.found.length === 0) problems.add('no-batch');
  return [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function batchesIn(
  folder: string,
  shown: (path: string) => string,
  problems: Problems,
): Promise<readonly string[]> {
  const found: string[] = [];
  let seen = 0;
  /** One folder that cannot be read is a problem, and hides none of the others. */
  const walk = async (path: string, depth: number): Promise<void> => {
    try {
      await lookThrough(path, depth);
    } catch (error) {
      const errno = errnoOf(error);
      const code = GONE.has(errno) ? 'taken-away' : 'unreadable-file';
      problems.add(code, shown(path) === '' ? folder : shown(path), null, errno);
    }
  };
  const lookThrough = async (path: string, depth: number): Promise<void> => {
    const before = seen;
    const entries: Dirent[] = [];
    for await (const entry of await opendir(path)) {
      seen += 1;
      if (seen > MAX_ENTRIES) return;
      entries.push(entry);
    }
    const names = new Set(entries.map((entry) => entry.name));
    if (names.has(MANIFEST_FILE)) {
      found.push(path);
      // What lies below is looked through all the same: other programs have files of that name too.
      seen = before;
    }
    for (const entry of entries) {
      // Links are not followed; where one seems to lead to batches it is said that they were not looked at.
      if (entry.isSymbolicLink() && isOurs(entry.name)) problems.add('link', shown(join(path, entry.name)));
      if (!entry.isDirectory() || SYSTEM_FOLDER.test(entry.name)) continue;
      if (entry.name.endsWith(PARTIAL_SUFFIX)) {
        if (!names.has(entry.name.slice(0, -PARTIAL_SUFFIX.length)))
          problems.add('unfinished', shown(join(path, entry.name)));
      } else if (
        parseRenditionName(entry.name) !== null &&
        (await isEmptyOfManifest(join(path, entry.name)))
      ) {
        problems.add('missing-file', join(shown(join(path, entry.name)), MANIFEST_FILE));
      } else if (depth < MAX_DEPTH) {
        await walk(join(path, entry.name), depth + 1);
      } else {
        problems.add('too-much', shown(join(path, entry.name)));
      }
    }
  };
  const named = shown(folder) === '' ? null : shown(folder);
  // What is not there is named as it was typed: nothing else in the report tells it.
  const typed = named ?? folder;
  try {
    // Whoever names a link means where it leads.
    if (!(await stat(folder)).isDirectory()) {
      problems.add('not-a-folder', typed);
      return [];
    }
  } catch (error) {
    const errno = errnoOf(error);
    // The mount of a stick or share that is gone is there, and every call on it fails.
    if (GONE.has(errno)) problems.add('taken-away', typed, null, errno);
    else problems.add('no-folder', typed);
    return [];
  }
  await walk(folder, 0);
  if (seen > MAX_ENTRIES) problems.add('too-much', named);
  return found;
}

const isOurs = (name: string): boolean => name === ROOT_FOLDER || parseRenditionName(name) !== null;

/** Of one that cannot be read nothing is known: whoever walks into it says so. */
async function isEmptyOfManifest(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => null);
  return names !== null && !names.includes(MANIFEST_FILE);
}

/** The errno word of what a file call threw, or the error's name. */
export function errnoOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.name;
  return 'unknown';
}
