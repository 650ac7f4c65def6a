import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBatches } from '../../office/find-batches.ts';
import { collectProblems } from '../../office/problem.ts';
import { testFolder } from '../support/folder.ts';
import { makeBatch } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

/** Folders below each other, with a batch in the last one. */
async function deep(root: string, levels: number): Promise<string> {
  const folder = testFolder();
  const batch = await makeBatch(folder, sampleRows(3));
  const place = join(root, ...Array.from({ length: levels }, (_, nth) => `${levels}-${nth}`));
  mkdirSync(place, { recursive: true });
  renameSync(batch, join(place, 'batch'));
  return join(place, 'batch');
}

describe('batches in the folders of an archive', () => {
  it('are found however somebody has put them away, and what lies too deep is said', async () => {
    const root = testFolder();
    const expected = [await deep(root, 1), await deep(root, 9), await deep(root, 15)];
    await deep(root, 17);
    const problems = collectProblems();
    const found = await findBatches([root], problems);
    expect(found.map(({ path }) => path)).toEqual(expected.sort());
    const tooDeep = Array.from({ length: 17 }, (_, nth) => `17-${nth}`).join('/');
    expect(problems.found).toEqual([{ code: 'too-much', file: tooDeep, seq: null, facts: '' }]);
  });

  it('are found where the folder that was named is a link, and behind no other link', async () => {
    const [root, elsewhere] = [testFolder(), testFolder()];
    const batch = await deep(root, 2);
    await deep(elsewhere, 1);
    symlinkSync(root, join(elsewhere, 'named'));
    symlinkSync(elsewhere, join(root, 'other'));
    const problems = collectProblems();
    const found = await findBatches([join(elsewhere, 'named')], problems);
    expect([found.map(({ shown }) => shown), problems.found]).toEqual([[relative(root, batch)], []]);
    // What bears a name of ours is said not to have been looked at.
    symlinkSync(elsewhere, join(root, 'GATELOG'));
    await findBatches([root], problems);
    expect(problems.found).toEqual([{ code: 'link', file: 'GATELOG', seq: null, facts: '' }]);
  });
});
