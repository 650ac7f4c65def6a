import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectProblems } from '../../office/problem.ts';
import { isSealed } from '../../office/sealed-file.ts';
import { testFolder } from '../support/folder.ts';

const sealedAs = (bytes: Uint8Array) => ({
  name: 'events.parquet',
  size_bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Larger than what is read at once. */
const BYTES = Buffer.alloc(1_300_000, 'Gatelog');

describe('a file of a batch', () => {
  it('is copied as it is hashed', async () => {
    const folder = testFolder();
    const problems = collectProblems();
    const [path, copy] = [join(folder, 'there'), join(folder, 'copy')];
    await writeFile(path, BYTES);
    expect(await isSealed(path, sealedAs(BYTES), problems, copy)).toBe(true);
    expect((await readFile(copy)).equals(BYTES)).toBe(true);
    expect(problems.found).toEqual([]);
  });

  it('is not the sealed one where a byte or the length is another', async () => {
    const folder = testFolder();
    const problems = collectProblems();
    const path = join(folder, 'there');
    const other = Buffer.from(BYTES);
    other[700_000] = 0;
    await writeFile(path, other);
    expect(await isSealed(path, sealedAs(BYTES), problems, join(folder, 'one'))).toBe(false);
    await writeFile(path, BYTES.subarray(1));
    expect(await isSealed(path, sealedAs(BYTES), problems, join(folder, 'two'))).toBe(false);
    expect(problems.found.map(({ code }) => code)).toEqual(['hash-differs', 'size-differs']);
  });

  it('is neither waited for nor followed where a pipe or a link was put in its place', async () => {
    const folder = testFolder();
    const problems = collectProblems();
    const [pipe, link] = [join(folder, 'pipe'), join(folder, 'link')];
    execFileSync('mkfifo', [pipe]);
    await writeFile(join(folder, 'there'), BYTES);
    await symlink(join(folder, 'there'), link);
    expect(await isSealed(pipe, sealedAs(BYTES), problems, null)).toBe(false);
    expect(await isSealed(link, sealedAs(BYTES), problems, null)).toBe(false);
    expect(problems.found.map(({ code, facts }) => [code, facts])).toEqual([
      ['link', ''],
      ['unreadable-file', 'ELOOP'],
    ]);
  });
});
