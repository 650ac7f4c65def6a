import { GatelogError } from '../errors.ts';
import { ENVELOPE_SUFFIX } from './encryption.ts';
import { PROFILES, type Profile } from './profile.ts';

/** Folder on a target under which everything of Gatelog lies. */
export const ROOT_FOLDER = 'GATELOG';
/** Suffix of a copy that is still being written; whatever bears it is not a batch. */
export const PARTIAL_SUFFIX = '.partial';
/** Most events one batch holds (DESIGN.md, The batch); a longer range is sealed as several. */
export const BATCH_MAX_EVENTS = 200_000;

export const MANIFEST_FILE = 'manifest.json';
export const SIGNATURE_FILE = 'manifest.jws';
export const SUMS_FILE = 'SHA256SUMS';
const OUTSIDE = [MANIFEST_FILE, SIGNATURE_FILE, SUMS_FILE] as const;

/**
 * The files that the manifest of a plain rendition lists with size and SHA-256, in the order in which they are
 * written. What administrators did, which may tell of people in their own words, goes with `full` only.
 */
export const RECORD_FILES: Readonly<Record<Profile, readonly string[]>> = {
  full: ['events.parquet', 'events.xlsx', 'events.csv', 'audit.ndjson'],
  masked: ['events.parquet', 'events.xlsx', 'events.csv'],
  pseudonymous: ['events.parquet', 'events.xlsx', 'events.csv'],
  counts: ['counts.parquet', 'counts.xlsx', 'counts.csv'],
};

/** Every file of a plain rendition in the order in which they are written; SHA256SUMS is the last. */
export const plainFiles = (profile: Profile): readonly string[] => [...RECORD_FILES[profile], ...OUTSIDE];

/**
 * What the manifest that lies in the open lists: the record files, or, where they are encrypted, every file of the
 * plain rendition in an envelope of its own.
 */
export const listedFiles = (profile: Profile, encrypted: boolean): readonly string[] =>
  encrypted ? plainFiles(profile).map((name) => `${name}${ENVELOPE_SUFFIX}`) : RECORD_FILES[profile];

/** Every file that lies in a rendition's folder, in the order in which they are written. */
export const renditionFiles = (profile: Profile, encrypted: boolean): readonly string[] => [
  ...listedFiles(profile, encrypted),
  ...OUTSIDE,
];

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SLUG_MAX = 40;
/** Device names that Windows refuses as folder names, whatever comes after a dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;
const NAME = new RegExp(
  `^([a-z0-9]+(?:-[a-z0-9]+)*)-([0-9a-f]{8})-([0-9]{10})-([0-9]{10})(?:\\.(${PROFILES.join('|')})(?:\\.age-([0-9a-f]{8}))?)?$`,
);
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

/**
 * Name of the folder in which a rendition lies. The plain record bears the batch's own name; other profiles add
 * `.<profile>`, and an encrypted one `.<profile>.age-<8 hex>`, the beginning of the SHA-256 of the manifest that lies
 * in the open: renditions of one batch lie side by side, and one that was rendered again never meets the one before.
 */
export function renditionName(
  name: string,
  profile: Profile,
  envelope: { readonly manifestSha256: string } | null,
): string {
  if (envelope !== null) return `${name}.${profile}.age-${envelope.manifestSha256.slice(0, 8)}`;
  return profile === 'full' ? name : `${name}.${profile}`;
}

/** Folders from the root of a target down to a rendition: `GATELOG`, site, gate, name. */
export function renditionPath(
  { site, gate }: Pick<BatchIdentity, 'site' | 'gate'>,
  name: string,
): readonly [string, string, string, string] {
  return [ROOT_FOLDER, site, gate, name];
}

/** What a folder name says, or null where it is no batch name. Site and gate stay joined: both may hold hyphens. */
export function parseRenditionName(name: string): {
  readonly siteAndGate: string;
  readonly logIdStart: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly profile: Profile;
  readonly encrypted: boolean;
} | null {
  const [, siteAndGate, logIdStart, first, last, profile, tag] = NAME.exec(name) ?? [];
  if (siteAndGate === undefined || logIdStart === undefined) return null;
  // The plain record has no suffix: with one it would be another name for the same folder.
  if (profile === 'full' && tag === undefined) return null;
  return {
    siteAndGate,
    logIdStart,
    firstSeq: Number(first),
    lastSeq: Number(last),
    profile: PROFILES.find((one) => one === profile) ?? 'full',
    encrypted: tag !== undefined,
  };
}

/**
 * True for what systems leave behind in a folder that somebody looked into: Finder's `.DS_Store` and `._…`, Windows'
 * `Thumbs.db` and `desktop.ini`. It is no part of a batch and no sign that somebody touched one.
 */
export const isLitter = (name: string): boolean =>
  name === '.DS_Store' || name.startsWith('._') || /^(thumbs\.db|desktop\.ini)$/i.test(name);
