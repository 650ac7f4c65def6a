import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Manifest, manifestBytes, parseManifest, sumsText } from '../core/batch/manifest.ts';
import {
  BATCH_FILES,
  batchName,
  isLitter,
  MANIFEST_FILE,
  type RECORD_FILES,
  ROOT_FOLDER,
  SIGNATURE_FILE,
  SUMS_FILE,
} from '../core/batch/names.ts';
import type { EnrolledKeys } from './enrolled-keys.ts';
import { errnoOf } from './find-batches.ts';
import type { Problems } from './problem.ts';
import { signatureHolds } from './signature.ts';
import { plain } from './words.ts';

/** Most bytes of a small file (manifest, signature, sums) and of a record file of 200,000 events. */
const SMALL_LIMIT_BYTES = 64 * 1024;
const RECORD_LIMIT_BYTES = 2 * 2 ** 30;

/** What the outside of a batch says: its manifest, and which record files are exactly those that were sealed. */
export interface SoundFiles {
  readonly manifest: Manifest;
  readonly sound: ReadonlySet<string>;
  /** True where the signature was made by a key that the office knows. */
  readonly enrolled: boolean;
}

/**
 * Checks names, sizes, hashes, manifest, signature and SHA256SUMS of one batch folder. Null where there is no
 * manifest to go by. Nothing outside the folder is opened and no link is followed.
 */
export async function verifyFiles(
  folder: string,
  keys: EnrolledKeys,
  problems: Problems,
): Promise<SoundFiles | null> {
  const present = await listFiles(folder, problems);
  const small = new Map<string, Uint8Array>();
  for (const name of [MANIFEST_FILE, SIGNATURE_FILE, SUMS_FILE]) {
    if (!present.has(name)) continue;
    const bytes = await readSmall(join(folder, name), name, problems);
    if (bytes !== null) small.set(name, bytes);
  }
  const bytes = small.get(MANIFEST_FILE);
  if (bytes === undefined) return null;
  let manifest: Manifest;
  try {
    manifest = parseManifest(bytes);
  } catch (error) {
    problems.add('manifest-invalid', MANIFEST_FILE, null, error instanceof Error ? plain(error.message) : '');
    return null;
  }
  if (!Buffer.from(manifestBytes(manifest)).equals(bytes))
    problems.add('manifest-not-canonical', MANIFEST_FILE);
  checkPlace(folder, manifest, problems);
  const enrolled = await checkSignature(manifest, bytes, small.get(SIGNATURE_FILE), keys, problems);
  checkSums(manifest, bytes, small, problems);
  const sound = new Set<string>();
  for (const file of manifest.files) {
    if (present.has(file.name) && (await matches(folder, file, problems))) sound.add(file.name);
  }
  return { manifest, sound, enrolled };
}

async function listFiles(folder: string, problems: Problems): Promise<Set<string>> {
  const present = new Set<string>();
  const known: readonly string[] = BATCH_FILES;
  for (const name of await readdir(folder)) {
    const there = await lstat(join(folder, name)).catch(() => null);
    if (there !== null && !there.isFile() && !there.isDirectory()) problems.add('link', plain(name));
    else if (there?.isFile() === true && isLitter(name)) continue;
    else if (!known.includes(name)) problems.add('extra-file', plain(name));
    else if (there?.isFile() === true) present.add(name);
  }
  for (const name of known) if (!present.has(name)) problems.add('missing-file', name);
  return present;
}

async function readSmall(path: string, name: string, problems: Problems): Promise<Uint8Array | null> {
  try {
    return await withFile(path, async (file) => {
      if ((await file.stat()).size > SMALL_LIMIT_BYTES) {
        problems.add('too-large', name);
        return null;
      }
      return file.readFile();
    });
  } catch (error) {
    problems.add('unreadable-file', name, null, errnoOf(error));
    return null;
  }
}

/** The folder bears the batch's name; under GATELOG the folders above bear site and gate. */
function checkPlace(folder: string, manifest: Manifest, problems: Problems): void {
  const name = batchName({
    site: manifest.site,
    gate: manifest.gate,
    logId: manifest.log_id,
    firstSeq: manifest.first_seq,
    lastSeq: manifest.last_seq,
  });
  if (basename(folder) !== name) problems.add('name-differs', MANIFEST_FILE, null, name);
  const gate = dirname(folder);
  const site = dirname(gate);
  if (basename(dirname(site)) !== ROOT_FOLDER) return;
  if (basename(gate) !== manifest.gate || basename(site) !== manifest.site) {
    problems.add('place-differs', MANIFEST_FILE, null, `${manifest.site}/${manifest.gate}`);
  }
}

async function checkSignature(
  manifest: Manifest,
  bytes: Uint8Array,
  signature: Uint8Array | undefined,
  keys: EnrolledKeys,
  problems: Problems,
): Promise<boolean> {
  if (signature === undefined) return false;
  const known = keys.get(manifest.key_id);
  const text = Buffer.from(signature).toString('latin1');
  if (!(await signatureHolds(bytes, text, known ?? manifest.public_key, manifest.key_id))) {
    problems.add('signature-invalid', SIGNATURE_FILE);
    return false;
  }
  if (known === undefined && keys.size > 0)
    problems.add('signature-other-key', SIGNATURE_FILE, null, manifest.key_id);
  return known !== undefined;
}

function checkSums(
  manifest: Manifest,
  manifestFile: Uint8Array,
  small: ReadonlyMap<string, Uint8Array>,
  problems: Problems,
): void {
  const signature = small.get(SIGNATURE_FILE);
  const sums = small.get(SUMS_FILE);
  if (signature === undefined || sums === undefined) return;
  const expected = sumsText(manifest, sha256(manifestFile), sha256(signature));
  if (!Buffer.from(expected).equals(sums)) problems.add('sums-differ', SUMS_FILE);
}

async function matches(
  folder: string,
  file: Manifest['files'][number],
  problems: Problems,
): Promise<boolean> {
  try {
    return await withFile(join(folder, file.name), async (handle) => {
      const { size } = await handle.stat();
      if (size > RECORD_LIMIT_BYTES) {
        problems.add('too-large', file.name);
        return false;
      }
      if (size !== file.size_bytes) {
        problems.add('size-differs', file.name, null, `${size} / ${file.size_bytes}`);
        return false;
      }
      const hash = createHash('sha256');
      for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: 1 << 20 })) {
        hash.update(chunk);
      }
      if (hash.digest('hex') === file.sha256) return true;
      problems.add('hash-differs', file.name);
      return false;
    });
  } catch (error) {
    problems.add('unreadable-file', file.name, null, errnoOf(error));
    return false;
  }
}

/** Opens without following a link that was put there since the folder was listed. */
async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  // Windows has no such flag; there a link needs rights that a stick does not give.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The record files by name, for whoever reads them after this. */
export const recordPath = (folder: string, name: (typeof RECORD_FILES)[number]): string => join(folder, name);
