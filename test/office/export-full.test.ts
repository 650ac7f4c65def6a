import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../support/folder.ts';
import { CLI, type Ended, gatelog } from '../support/gatelog.ts';
import { makeBatch } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

/** Runs `gatelog` where no file may grow beyond 32 KiB: the system refuses a write in the middle, as a full disk does. */
const gatelogInLittleRoom = (args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const shell = ['-c', 'ulimit -f 64; exec "$0" "$@"', process.execPath, CLI, ...args];
    const child = execFile('/bin/sh', shell, (_, out, err) => resolve({ code: child.exitCode, out, err }));
  });

describe.skipIf(process.platform === 'win32')('an export onto a disk that gets full', () => {
  it('says so, whatever it writes, and leaves nothing of it in the open', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(2000));
    const store = join(folder, 'office.duckdb');
    const key = ['--key', join(folder, 'gate-key.pub.json')];
    expect((await gatelog(['import', join(folder, 'stick'), '--into', store, ...key])).code).toBe(0);
    const before = (await readdir(folder)).sort();
    for (const format of ['csv', 'parquet', 'xlsx', 'parquet,csv,xlsx']) {
      const to = join(folder, 'out');
      const args = ['export', '--from', store, '--to', to, '--profile', 'full', '--format', format];
      const { code, out, err } = await gatelogInLittleRoom(args);
      expect([format, code, out, err]).toEqual([
        format,
        1,
        '',
        `${to}: it could not be written to its end; see whether the disk is full or the stick was pulled out, then run this again (a folder whose name ends in .gatelog-partial is unfinished and may be deleted)\n`,
      ]);
      expect((await readdir(folder)).sort()).toEqual(before);
    }
  });
});
