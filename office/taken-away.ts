import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_FILE } from '../core/batch/names.ts';
import { errnoOf, type Place } from './find-batches.ts';
import { collectProblems, type Problem } from './problem.ts';

/**
 * Why a batch that was found a moment ago can no longer be read at all, as errno; null where it can. Its stick was pulled
 * out, its share went off, or the medium is broken: nothing of that is said of the batch. The file is opened and read:
 * of a dead mount what `stat` answers may come from memory.
 */
export async function takenAway({ path }: Place): Promise<string | null> {
  try {
    const file = await open(join(path, MANIFEST_FILE), 'r');
    try {
      await file.read(Buffer.alloc(1), 0, 1, 0);
      return null;
    } finally {
      await file.close();
    }
  } catch (error) {
    return errnoOf(error);
  }
}

/** The one problem of such a batch: whatever else was found of it is of no meaning. */
export function takenAwayProblem(errno: string): readonly Problem[] {
  const problems = collectProblems();
  problems.add('taken-away', null, null, errno);
  return problems.found;
}
