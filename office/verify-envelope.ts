import { isDeepStrictEqual } from 'node:util';
import { ENVELOPE_SUFFIX, type Encryption } from '../core/batch/encryption.ts';
import { MANIFEST_FILE, SIGNATURE_FILE, SUMS_FILE } from '../core/batch/names.ts';
import { isGatelogError } from '../core/errors.ts';
import type { EnrolledKeys } from './enrolled-keys.ts';
import { openEnvelope } from './envelope.ts';
import type { OpeningKeys } from './opening-keys.ts';
import type { Problems } from './problem.ts';
import { hashOf, type Keep, keepNone } from './sealed-file.ts';
import { bytesOf, type FileSource, plainSource, wholeOf } from './source.ts';
import { SMALL_LIMIT_BYTES, type SoundFiles, verifySmall } from './verify-files.ts';

/** Envelopes that are opened at once: under a passphrase each takes a core for a second, and 256 MiB. */
const OPENED_TOGETHER = 2;

/**
 * Opens the envelopes of a rendition whose outside is sound and checks the plain rendition in them: that its manifest
 * says the same as the one in the open, its signature, its sums, and size and hash of every file. Nothing that was
 * encrypted is written anywhere but where `keep` says. Null, with a problem, where no key fits or the inside cannot be
 * gone by.
 * @param keep where sound files are written to, in the open, as they are hashed; `sound` then has what was written
 * @param needs which files are wanted, by their plain names; what is not is left closed
 * @throws GatelogError `store/failed` where the disk for that is full
 */
export async function verifyEnvelope(
  { manifest, sound, manifestSha256 }: SoundFiles,
  encryption: Encryption,
  keys: { readonly enrolled: EnrolledKeys; readonly opening: OpeningKeys },
  problems: Problems,
  keep: Keep = keepNone,
  needs: (name: string) => boolean = () => true,
): Promise<SoundFiles | null> {
  const opened = new Map<string, FileSource>();
  const closed = manifest.files.flatMap(({ name }) => {
    const source = sound.get(name);
    return source === undefined || !needs(plainName(name)) ? [] : [{ name, path: source.path }];
  });
  for (let from = 0; from < closed.length; from += OPENED_TOGETHER) {
    const some = closed.slice(from, from + OPENED_TOGETHER);
    const fileKeys = await Promise.all(
      some.map(({ path }) => openEnvelope(path, encryption, keys.opening).catch(() => undefined)),
    );
    for (const [index, { name, path }] of some.entries()) {
      const fileKey = fileKeys[index];
      if (fileKey === null) {
        problems.add('wrong-key', name);
        return null;
      }
      if (fileKey === undefined) problems.add('envelope-invalid', name);
      else opened.set(plainName(name), { path, fileKey });
    }
  }
  const small = new Map<string, Uint8Array>();
  for (const name of [MANIFEST_FILE, SIGNATURE_FILE, SUMS_FILE]) {
    const bytes = await readInside(opened.get(name), SMALL_LIMIT_BYTES, problems);
    if (bytes !== null) small.set(name, bytes);
  }
  const inside = await verifySmall(small, keys.enrolled, ENVELOPE_SUFFIX, problems);
  if (inside === null) return null;
  const { files } = inside.manifest;
  if (!isDeepStrictEqual(inside.manifest, { ...manifest, encryption: null, files })) {
    problems.add('envelope-differs', `${MANIFEST_FILE}${ENVELOPE_SUFFIX}`);
    return null;
  }
  const inner = new Map<string, FileSource>();
  for (const file of files) {
    const source = opened.get(file.name);
    if (source === undefined) continue;
    const keepAt = keep(file.name);
    if (await matches(source, file, problems, keepAt))
      inner.set(file.name, keepAt === null ? source : plainSource(keepAt));
  }
  return { manifest: inside.manifest, sound: inner, enrolled: inside.enrolled, manifestSha256 };
}

async function readInside(
  source: FileSource | undefined,
  mostBytes: number,
  problems: Problems,
): Promise<Uint8Array | null> {
  if (source === undefined) return null;
  try {
    const bytes = await wholeOf(source, mostBytes);
    if (bytes === null) problems.add('too-large', nameOf(source));
    return bytes;
  } catch {
    problems.add('envelope-invalid', nameOf(source));
    return null;
  }
}

async function matches(
  source: FileSource,
  file: SoundFiles['manifest']['files'][number],
  problems: Problems,
  keepAt: string | null,
): Promise<boolean> {
  try {
    if ((await hashOf(bytesOf(source), file.size_bytes, keepAt)) === file.sha256) return true;
  } catch (error) {
    if (isGatelogError(error, 'store/failed')) throw error;
    problems.add('envelope-invalid', nameOf(source));
    return false;
  }
  problems.add('inside-differs', nameOf(source));
  return false;
}

const plainName = (name: string): string => name.slice(0, -ENVELOPE_SUFFIX.length);

const nameOf = ({ path }: FileSource): string => path.split(/[\\/]/).at(-1) ?? '';
