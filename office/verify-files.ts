import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  encryptionOf,
  type Manifest,
  manifestBytes,
  parseManifest,
  sumsText,
} from '../core/batch/manifest.ts';
import {
  batchName,
  isLitter,
  MANIFEST_FILE,
  parseRenditionName,
  ROOT_FOLDER,
  renditionFiles,
  renditionName,
  SIGNATURE_FILE,
  SUMS_FILE,
} from '../core/batch/names.ts';
import { PROFILES } from '../core/batch/profile.ts';
import type { EnrolledKeys } from './enrolled-keys.ts';
import { errnoOf } from './find-batches.ts';
import type { Problems } from './problem.ts';
import { isSealed, type Keep, keepNone, withFile } from './sealed-file.ts';
import { signatureHolds } from './signature.ts';
import { type FileSource, plainSource } from './source.ts';
import { plain } from './words.ts';

/** Most bytes of a small file: manifest, signature, sums. */
export const SMALL_LIMIT_BYTES = 64 * 1024;
/** What every age file begins with (age-encryption.org/v1). */
const AGE_START = 'age-encryption.org/v1\n';

/** What a manifest says, and which of the files that it lists are exactly those that were sealed. */
export interface SoundFiles {
  readonly manifest: Manifest;
  readonly sound: ReadonlyMap<string, FileSource>;
  /** True where the signature was made by a key that the office knows. */
  readonly enrolled: boolean;
  /** SHA-256 of the manifest that lies in the open, hex: equal where two renditions are the same bytes. */
  readonly manifestSha256: string;
}

/** The three small files as they lie there; absent where one is missing or cannot be read. */
export type SmallFiles = ReadonlyMap<string, Uint8Array>;

/**
 * Checks names, sizes, hashes, manifest, signature and SHA256SUMS of one rendition's folder. Null where there is no
 * manifest to go by. Nothing outside the folder is opened and no link is followed.
 * @param keep where sound files are copied to as they are hashed; `sound` then has the copy
 * @throws GatelogError `store/failed` where the disk for these copies is full
 */
export async function verifyFiles(
  folder: string,
  keys: EnrolledKeys,
  problems: Problems,
  keep: Keep = keepNone,
): Promise<SoundFiles | null> {
  const present = await listFiles(folder, problems);
  const small = new Map<string, Uint8Array>();
  for (const name of [MANIFEST_FILE, SIGNATURE_FILE, SUMS_FILE]) {
    if (!present.has(name)) continue;
    const bytes = await readSmall(join(folder, name), name, problems);
    if (bytes !== null) small.set(name, bytes);
  }
  const outside = await verifySmall(small, keys, '', problems);
  checkNames(present, expectedFiles(folder, outside?.manifest ?? null), problems);
  if (outside === null) return null;
  const { manifest, enrolled } = outside;
  checkPlace(folder, manifest, small, problems);
  const sound = new Map<string, FileSource>();
  for (const file of manifest.files) {
    if (!present.has(file.name)) continue;
    const path = join(folder, file.name);
    const keepAt = keep(file.name);
    if (await isSealed(path, file, problems, keepAt)) sound.set(file.name, plainSource(keepAt ?? path));
  }
  return { manifest, sound, enrolled, manifestSha256: sha256(small.get(MANIFEST_FILE) ?? new Uint8Array()) };
}

/**
 * Checks manifest, signature and sums against each other. Null where there is no manifest that can be understood.
 * @param suffix what the files are called beyond their names, in problems
 */
export async function verifySmall(
  small: SmallFiles,
  keys: EnrolledKeys,
  suffix: string,
  problems: Problems,
): Promise<{ readonly manifest: Manifest; readonly enrolled: boolean } | null> {
  const bytes = small.get(MANIFEST_FILE);
  if (bytes === undefined) return null;
  const file = `${MANIFEST_FILE}${suffix}`;
  // Delivered, a manifest lies in the open, or in an envelope under another name.
  if (Buffer.from(bytes).toString('latin1').startsWith(AGE_START)) {
    problems.add('in-spool', file);
    return null;
  }
  let manifest: Manifest;
  try {
    manifest = parseManifest(bytes);
  } catch (error) {
    problems.add('manifest-invalid', file, null, error instanceof Error ? plain(error.message) : '');
    return null;
  }
  if (!Buffer.from(manifestBytes(manifest)).equals(bytes)) problems.add('manifest-not-canonical', file);
  const signature = small.get(SIGNATURE_FILE);
  const enrolled = await checkSignature(manifest, bytes, signature, keys, suffix, problems);
  const sums = small.get(SUMS_FILE);
  if (signature !== undefined && sums !== undefined) {
    const expected = sumsText(manifest, sha256(bytes), sha256(signature));
    if (!Buffer.from(expected).equals(sums)) {
      problems.add('sums-differ', `${SUMS_FILE}${suffix}`);
      // Whatever was changed in the manifest: its own line tells that it is the manifest.
      if (!Buffer.from(sums).toString('latin1').includes(sha256(bytes))) problems.add('sums-differ', file);
    }
  }
  return { manifest, enrolled };
}

/** The files of a rendition; without a manifest to go by, those that its folder's name promises. */
function expectedFiles(folder: string, manifest: Manifest | null): readonly string[] {
  if (manifest !== null) return renditionFiles(manifest.profile, encryptionOf(manifest) !== null);
  const named = parseRenditionName(basename(folder));
  return renditionFiles(named?.profile ?? 'full', named?.encrypted ?? false);
}

/** Files by name; links, devices and folders are none. */
async function listFiles(folder: string, problems: Problems): Promise<Set<string>> {
  const present = new Set<string>();
  for (const name of await readdir(folder)) {
    const there = await lstat(join(folder, name)).catch(() => null);
    if (there !== null && !there.isFile() && !there.isDirectory()) problems.add('link', plain(name));
    else if (there?.isFile() === true && isLitter(name)) continue;
    else if (there?.isFile() === true) present.add(name);
    else if (!isKnown(name)) problems.add('extra-file', plain(name));
  }
  return present;
}

/** A folder under a file's name is a missing file and nothing more. */
const isKnown = (name: string): boolean => ANY_FILE.has(name);
const ANY_FILE = new Set(PROFILES.flatMap((one) => [false, true].flatMap((age) => renditionFiles(one, age))));

function checkNames(present: ReadonlySet<string>, expected: readonly string[], problems: Problems): void {
  for (const name of present) if (!expected.includes(name)) problems.add('extra-file', plain(name));
  for (const name of expected) if (!present.has(name)) problems.add('missing-file', name);
}

async function readSmall(path: string, name: string, problems: Problems): Promise<Uint8Array | null> {
  try {
    const bytes = await withFile(path, name, problems, async (file, sizeBytes) => {
      if (sizeBytes > SMALL_LIMIT_BYTES) {
        problems.add('too-large', name);
        return null;
      }
      return file.readFile();
    });
    return bytes === false ? null : bytes;
  } catch (error) {
    problems.add('unreadable-file', name, null, errnoOf(error));
    return null;
  }
}

/** The folder bears the rendition's name; under GATELOG the folders above bear site and gate. */
function checkPlace(folder: string, manifest: Manifest, small: SmallFiles, problems: Problems): void {
  const batch = batchName({
    site: manifest.site,
    gate: manifest.gate,
    logId: manifest.log_id,
    firstSeq: manifest.first_seq,
    lastSeq: manifest.last_seq,
  });
  const manifestSha256 = sha256(small.get(MANIFEST_FILE) ?? new Uint8Array());
  const encrypted = encryptionOf(manifest) !== null;
  const name = renditionName(batch, manifest.profile, encrypted ? { manifestSha256 } : null);
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
  suffix: string,
  problems: Problems,
): Promise<boolean> {
  if (signature === undefined) return false;
  const file = `${SIGNATURE_FILE}${suffix}`;
  const known = keys.get(manifest.key_id);
  const text = Buffer.from(signature).toString('latin1');
  if (!(await signatureHolds(bytes, text, known ?? manifest.public_key, manifest.key_id))) {
    problems.add('signature-invalid', file);
    return false;
  }
  if (known === undefined && keys.size > 0) problems.add('signature-other-key', file, null, manifest.key_id);
  return known !== undefined;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
