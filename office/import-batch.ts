import { createWriteStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { encryptionOf, type Manifest } from '../core/batch/manifest.ts';
import { isGatelogError } from '../core/errors.ts';
import type { EnrolledKeys } from './enrolled-keys.ts';
import { errnoOf, type Place } from './find-batches.ts';
import type { OpeningKeys } from './opening-keys.ts';
import { collectProblems, type Problem, type Problems } from './problem.ts';
import { bytesOf, type FileSource } from './source.ts';
import type { AuditLine, Mark } from './store/store.ts';
import { storeError } from './store/store-error.ts';
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
  readonly recordPath: string;
  /** True where it is a copy in our own folder. */
  readonly isRecordOurs: boolean;
  readonly audit: readonly AuditLine[];
}

/** Why a batch is not taken. `not-vouched`: nothing is wrong with it, but no gate that the office knows signed it. */
export type Refused =
  | { readonly code: 'problems'; readonly problems: readonly Problem[] }
  | { readonly code: 'not-vouched' | 'not-opened' };

/** Names that DuckDB takes for patterns. */
const PATTERN = /[*?[\]{}]/;

/**
 * Looks at one batch: names, sizes, hashes and signature; opens it where it is encrypted. Where it is to be taken though
 * nobody vouches for it, or where all batches are to be looked at thoroughly, its record is verified like by
 * `gatelog verify`, in a thread that a damaged file cannot harm.
 * @throws GatelogError `store/failed` where the office's own disk is full
 * @param scratch a folder of our own, for records out of their envelopes
 * @param nth tells one record in it from the others
 */
export async function soundBatch(
  { path }: Place,
  keys: ImportKeys,
  scratch: string,
  nth: number,
): Promise<SoundBatch | Refused> {
  const problems = collectProblems();
  try {
    const files = await verifyFiles(path, keys.enrolled, problems);
    if (files === null) return refused(problems);
    const plain = await plainOf(files, keys, problems);
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
    const recordPath = await plainFile(record, join(scratch, `${nth}.parquet`));
    return {
      manifest: files.manifest,
      manifestSha256: files.manifestSha256,
      marks: [...new Set(marks)],
      recordPath,
      isRecordOurs: recordPath !== record.path,
      audit: await auditOf(plain.sound.get('audit.ndjson')),
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
): Promise<SoundFiles | 'closed' | null> {
  const encryption = encryptionOf(files.manifest);
  if (encryption === null) return files;
  if (keys.opening.identities.length === 0 && keys.opening.passphrases.length === 0) return 'closed';
  return verifyEnvelope(files, encryption, keys, problems);
}

/** A path that DuckDB reads as this one file: what lies in an envelope is written into our own folder. */
async function plainFile(source: FileSource, into: string): Promise<string> {
  if (source.fileKey !== null) {
    await ours(pipeline(bytesOf(source), createWriteStream(into, { mode: 0o600, flags: 'wx' })));
    return into;
  }
  if (!PATTERN.test(source.path)) return source.path;
  await ours(copyFile(source.path, into));
  return into;
}

/** A disk of ours that is full is no fault of the batch. Throws `store/failed`. */
async function ours(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    const full = ['ENOSPC', 'EDQUOT'].includes(errnoOf(error));
    throw full ? storeError('no-room', error) : error;
  }
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
