import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encryptionOf, type Manifest } from '../core/batch/manifest.ts';
import { isGatelogError } from '../core/errors.ts';
import type { EnrolledKeys } from './enrolled-keys.ts';
import { errnoOf, type Place } from './find-batches.ts';
import type { OpeningKeys } from './opening-keys.ts';
import { collectProblems, type Problem, type Problems } from './problem.ts';
import { type Keep, onOurDisk } from './sealed-file.ts';
import type { FileSource } from './source.ts';
import type { AuditLine, Mark } from './store/store.ts';
import { verifyEnvelope } from './verify-envelope.ts';
import { type SoundFiles, verifyFiles } from './verify-files.ts';
import { linesOf, verifyRecord } from './verify-record.ts';

/** How batches are looked at on their way in. */
export interface ImportKeys {
  readonly enrolled: EnrolledKeys;
  readonly opening: OpeningKeys;
  /** Takes also what nobody vouches for, and marks it. */
  readonly unverified: boolean;
  /** Follows the chain through every event, and compares CSV and workbook, as `gatelog verify` does. */
  readonly thorough: boolean;
}

/** A batch that may be taken. */
export interface SoundBatch {
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  readonly marks: readonly Mark[];
  /** A copy of our own, of the very bytes that were hashed. */
  readonly recordPath: string;
  /** The folder that it lies in, to be removed once it was taken. */
  readonly keptIn: string;
  readonly audit: readonly AuditLine[];
}

/** Why a batch is not taken. `not-vouched`: nothing is wrong with it, but no gate that the office knows signed it. */
export type Refused =
  | { readonly code: 'problems'; readonly problems: readonly Problem[] }
  | { readonly code: 'not-vouched' | 'not-opened' };

const AUDIT = 'audit.ndjson';
/** Files that say once more what the record says. */
const COPY = /\.(csv|xlsx)$/;
/** What is read of every batch after it was hashed. */
const READ_ALWAYS: ReadonlySet<string> = new Set(['events.parquet', 'counts.parquet', AUDIT]);

/**
 * Looks at one batch: names, sizes, hashes and signature; opens it where it is encrypted. Where it is to be taken though
 * nobody vouches for it, or where all batches are to be looked at thoroughly, its record is verified like by
 * `gatelog verify`, in a thread that a damaged file cannot harm.
 * @throws GatelogError `store/failed` where the office's own disk is full
 * @param scratch a folder of our own. What is read after the hash is copied there while it is hashed: whoever can write
 *   to the place of a batch changes nothing of what is taken
 * @param nth tells what lies there of one batch from the others
 */
export async function soundBatch(
  place: Place,
  keys: ImportKeys,
  scratch: string,
  nth: number,
): Promise<SoundBatch | Refused> {
  const keptIn = join(scratch, String(nth));
  await onOurDisk(mkdir(keptIn, { mode: 0o700 }));
  let found: SoundBatch | Refused | null = null;
  try {
    found = await lookInto(place, keys, keptIn);
    return found;
  } finally {
    if (found === null || 'code' in found) await rm(keptIn, { recursive: true, force: true });
  }
}

async function lookInto({ path }: Place, keys: ImportKeys, keptIn: string): Promise<SoundBatch | Refused> {
  const problems = collectProblems();
  const keepRead: Keep = (name) => (READ_ALWAYS.has(name) ? join(keptIn, name) : null);
  const readsAll = keys.thorough || keys.unverified;
  const keepAll: Keep = (name) => join(keptIn, name);
  try {
    const files = await verifyFiles(path, keys.enrolled, problems, readsAll ? keepAll : keepRead);
    if (files === null) return refused(problems);
    // What a known gate signed in the open, and nobody reads here, needs no opening.
    const isTrusted = files.enrolled && problems.found.length === 0 && !readsAll;
    const needs = isTrusted ? (name: string) => !COPY.test(name) : undefined;
    const plain = await plainOf(files, keys, problems, keepRead, needs);
    if (plain === 'closed') return { code: 'not-opened' };
    if (plain === null) return refused(problems);
    const vouched = problems.found.length === 0 && files.enrolled;
    if (!vouched && !keys.unverified)
      return problems.found.length > 0 ? refused(problems) : { code: 'not-vouched' };
    if (!vouched || keys.thorough) await verifyRecord(plain.manifest, plain.sound, problems);
    if (problems.found.length > 0 && !keys.unverified) return refused(problems);
    const record = plain.sound.get(plain.manifest.profile === 'counts' ? 'counts.parquet' : 'events.parquet');
    // What is not what was sealed is nobody's record, whatever is said.
    if (record === undefined || problems.found.some(({ code }) => code === 'record-unreadable'))
      return refused(problems);
    const codes = problems.found.map(({ code }) => code);
    const marks: Mark[] = files.enrolled || codes.length > 0 ? codes : ['key-not-enrolled'];
    const audit = await auditOf(plain.sound.get(AUDIT));
    // Only the record is still needed, and many batches wait for their turn.
    for (const { name } of [...files.manifest.files, ...plain.manifest.files])
      if (join(keptIn, name) !== record.path) await rm(join(keptIn, name), { force: true });
    return {
      manifest: files.manifest,
      manifestSha256: files.manifestSha256,
      marks: [...new Set(marks)],
      recordPath: record.path,
      keptIn,
      audit,
    };
  } catch (error) {
    if (isGatelogError(error, 'store/failed')) throw error;
    problems.add('unreadable-file', null, null, errnoOf(error));
    return refused(problems);
  }
}

const refused = (problems: Problems): Refused => ({ code: 'problems', problems: [...problems.found] });

async function plainOf(
  files: SoundFiles,
  keys: ImportKeys,
  problems: Problems,
  keep: Keep,
  needs: ((name: string) => boolean) | undefined,
): Promise<SoundFiles | 'closed' | null> {
  const encryption = encryptionOf(files.manifest);
  if (encryption === null) return files;
  if (keys.opening.identities.length === 0 && keys.opening.passphrases.length === 0) return 'closed';
  return verifyEnvelope(files, encryption, keys, problems, keep, needs);
}

async function auditOf(source: FileSource | undefined): Promise<readonly AuditLine[]> {
  const lines: AuditLine[] = [];
  if (source === undefined) return lines;
  for await (const line of linesOf(source)) {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) lines.push({ ...value });
  }
  return lines;
}
