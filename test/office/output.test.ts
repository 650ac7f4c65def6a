import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { testFolder } from '../support/folder.ts';
import { CLI, gatelog } from '../support/gatelog.ts';
import { makeBatch } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

/** Code and standard error of `gatelog` whose answer nobody reads: a pipe without a reader, or a disk that is full. */
const unheard = (args: readonly string[], reader: 'gone' | 'full'): Promise<[number | null, string]> =>
  new Promise((resolve, reject) => {
    const stdout = reader === 'gone' ? 'pipe' : openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', stdout, 'pipe'],
    });
    let err = '';
    child.stdout?.destroy();
    child.stderr?.on('data', (bytes: Buffer) => {
      err += bytes.toString();
    });
    // A slow machine tells how far it is.
    const told = () => err.replace(/^.* of 30 batches.*\n/gm, '');
    child.on('error', reject).on('close', (code) => resolve([code, told()]));
  });

const FULL = 'the answer cannot be written: ENOSPC: no space left on device, write\n';

describe.skipIf(process.platform !== 'linux')('a command whose answer nobody takes', () => {
  it('imports to the end all the same, leaves nothing in the open, and ends with 1', async () => {
    const folder = testFolder();
    const rows = sampleRows(600);
    for (let from = 0; from < rows.length; from += 20)
      await makeBatch(folder, rows.slice(from, from + 20), {
        chainBefore: rows[from - 1]?.chain ?? CHAIN_START,
      });
    const before = await readdir(folder);
    for (const reader of ['gone', 'full'] as const) {
      const store = join(folder, `${reader}.duckdb`);
      const args = ['import', join(folder, 'stick'), '--into', store, '--unverified'];
      expect(await unheard(args, reader)).toEqual([1, reader === 'full' ? FULL : '']);
      before.push(`${reader}.duckdb`);
      expect((await readdir(folder)).sort()).toEqual([...before].sort());
      const held = await gatelog(['batches', '--from', store, '--json']);
      expect(held.out.trimEnd().split('\n')).toHaveLength(30);
    }
  });

  it.each(['--help', 'read --schema', 'verify /none'])(
    'ends with 1 and no stack: gatelog %s',
    async (line) => {
      expect(await unheard(line.split(' '), 'full')).toEqual([1, FULL]);
      expect(await unheard(line.split(' '), 'gone')).toEqual([1, '']);
    },
  );
});
