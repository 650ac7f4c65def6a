import { GatelogError } from '../errors.ts';

/** Folder on a target under which everything of Gatelog lies. */
export const ROOT_FOLDER = 'GATELOG';
/** Suffix of a copy that is still being written; whatever bears it is not a batch. */
export const PARTIAL_SUFFIX = '.partial';
/** Most events one batch holds (DESIGN.md, The batch); a longer range is sealed as several. */
export const BATCH_MAX_EVENTS = 200_000;

/** The files that the manifest lists with size and SHA-256, in the order in which they are written. */
export const RECORD_FILES = ['events.parquet', 'events.xlsx', 'events.csv', 'audit.ndjson'] as const;
export const MANIFEST_FILE = 'manifest.json';
export const SIGNATURE_FILE = 'manifest.jws';
export const SUMS_FILE = 'SHA256SUMS';
/** Every file of a batch of the full profile; SHA256SUMS is written last. */
export const BATCH_FILES = [...RECORD_FILES, MANIFEST_FILE, SIGNATURE_FILE, SUMS_FILE] as const;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SLUG_MAX = 40;
/** Device names that Windows refuses as folder names, whatever comes after a dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;
const NAME = /^([a-z0-9]+(?:-[a-z0-9]+)*)-([0-9a-f]{8})-([0-9]{10})-([0-9]{10})$/;
const LOG_ID = /^[0-9a-f]{32}$/;
const SEQ_MAX = 9_999_999_999;

/** What names a batch. `logId` is 32 hex characters; seqs are whole numbers from 1. */
export interface BatchIdentity {
  readonly site: string;
  readonly gate: string;
  readonly logId: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** True for 1 to 40 characters of a-z, 0-9 and single hyphens that every file system takes as a folder name. */
export function isSlug(text: string): boolean {
  return text.length <= SLUG_MAX && SLUG.test(text) && !RESERVED.test(text);
}

/**
 * Name of the batch's own folder: `<site>-<gate>-<log_id, 8 hex>-<firstSeq, 10 digits>-<lastSeq, 10 digits>`,
 * so that names sort by sequence. Throws `batch/invalid` on a bad slug, log id or range.
 */
export function batchName(batch: BatchIdentity): string {
  for (const slug of [batch.site, batch.gate]) {
    if (!isSlug(slug)) throw new GatelogError('batch/invalid', `not a slug: ${JSON.stringify(slug)}`);
  }
  if (!LOG_ID.test(batch.logId)) throw new GatelogError('batch/invalid', 'log_id is not 32 hex characters');
  const { firstSeq, lastSeq } = batch;
  const whole = Number.isInteger(firstSeq) && Number.isInteger(lastSeq);
  if (!whole || firstSeq < 1 || lastSeq < firstSeq || lastSeq > SEQ_MAX) {
    throw new GatelogError('batch/invalid', 'not a range of sequence numbers', { firstSeq, lastSeq });
  }
  const digits = (seq: number): string => String(seq).padStart(10, '0');
  return `${batch.site}-${batch.gate}-${batch.logId.slice(0, 8)}-${digits(firstSeq)}-${digits(lastSeq)}`;
}

/** Folders from the root of a target down to the batch: `GATELOG`, site, gate, name. Throws as `batchName`. */
export function batchPath(batch: BatchIdentity): readonly [string, string, string, string] {
  return [ROOT_FOLDER, batch.site, batch.gate, batchName(batch)];
}

/** What a folder name says, or null where it is no batch name. Site and gate stay joined: both may hold hyphens. */
export function parseBatchName(name: string): {
  readonly siteAndGate: string;
  readonly logIdStart: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
} | null {
  const [, siteAndGate, logIdStart, first, last] = NAME.exec(name) ?? [];
  if (siteAndGate === undefined || logIdStart === undefined) return null;
  return { siteAndGate, logIdStart, firstSeq: Number(first), lastSeq: Number(last) };
}

/**
 * True for what systems leave behind in a folder that somebody looked into: Finder's `.DS_Store` and `._…`, Windows'
 * `Thumbs.db` and `desktop.ini`. It is no part of a batch and no sign that somebody touched one.
 */
export const isLitter = (name: string): boolean =>
  name === '.DS_Store' || name.startsWith('._') || /^(thumbs\.db|desktop\.ini)$/i.test(name);
