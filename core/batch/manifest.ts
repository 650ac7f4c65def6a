import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GatelogError } from '../errors.ts';
import { type Encryption, encryptionSchema } from './encryption.ts';
import { EVENT_KINDS } from './event.ts';
import { BATCH_MAX_EVENTS, isSlug, listedFiles, MANIFEST_FILE, SIGNATURE_FILE } from './names.ts';
import { PROFILES } from './profile.ts';
import { HEADINGS, type Headings } from './sheet.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const slug = z.string().refine(isSlug, 'not a slug');
const seq = z.int().min(1).max(9_999_999_999);
/** Milliseconds since 1970-01-01T00:00:00Z; a gate whose clock was lost may say 1970. */
const atMs = z.int().min(0).max(8_640_000_000_000_000);

/** Ed25519 public key as a JSON Web Key (RFC 8037). */
export const publicKeySchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type PublicKey = z.infer<typeof publicKeySchema>;

/** One file of a rendition: name, size in bytes, SHA-256 in hex. */
const fileSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.]{0,39}$/),
  size_bytes: z.int().min(0),
  sha256: hash,
});
export type ManifestFile = z.infer<typeof fileSchema>;

const format = z.literal('gatelog-batch');
/** Which gate and which range: the same in every rendition of a batch. */
const sealed = {
  log_id: z.string().regex(/^[0-9a-f]{32}$/),
  site: slug,
  gate: slug,
  gate_id: z.string().max(64),
  app_version: z.string().min(1).max(64),
  first_seq: seq,
  last_seq: seq,
  first_at_ms: atMs,
  last_at_ms: atMs,
  events: z.int().min(1).max(BATCH_MAX_EVENTS),
  /** Events whose personal part retention had already deleted when the files were rendered. */
  events_without_payload: z.int().min(0),
  counts: z.partialRecord(z.enum(EVENT_KINDS), z.int().min(1)),
  /** Acts of administrators that belong to the range; their lines stand in the `full` profile. */
  audit_lines: z.int().min(0),
  chain_before: hash,
  chain_after: hash,
};
const signed = {
  files: z.array(fileSchema).min(1).max(20),
  key_id: z.string().regex(/^[0-9a-f]{32}$/),
  public_key: publicKeySchema,
};

/** manifest.json as Gatelog first wrote it: the full profile, plain, with Vietnamese headings. */
const firstSchema = z.strictObject({
  format,
  schema_version: z.literal(1),
  profile: z.literal('full'),
  ...sealed,
  ...signed,
});

/**
 * manifest.json. Nothing in it depends on when, where or in which language the batch was sealed or delivered, and it
 * names no person. docs/batch-format.md explains every key.
 */
export const manifestSchema = z.strictObject({
  format,
  schema_version: z.literal(2),
  profile: z.enum(PROFILES),
  /** How the listed files are encrypted; null where they are plain. */
  encryption: encryptionSchema.nullable(),
  headings: z.enum(HEADINGS),
  /** Which secret the pseudonyms were made with; null in every other profile. */
  pseudonym_key_id: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  ...sealed,
  ...signed,
});
/** manifest.json of every version that is read. */
export const anyManifestSchema = z.discriminatedUnion('schema_version', [firstSchema, manifestSchema]);
export type Manifest = z.infer<typeof anyManifestSchema>;

/** How the files that a manifest lists are encrypted, or null where they are plain. */
export const encryptionOf = (manifest: Manifest): Encryption | null =>
  manifest.schema_version === 1 ? null : manifest.encryption;

/** Language of the people's file. */
export const headingsOf = (manifest: Manifest): Headings =>
  manifest.schema_version === 1 ? 'vi' : manifest.headings;

/** The one way in which a manifest is written: keys sorted, two spaces, LF, UTF-8, a line end at the end. */
export function manifestBytes(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(sorted(anyManifestSchema.parse(manifest)), null, 2)}\n`);
}

/**
 * Parses manifest.json. Throws `batch/invalid` where it is not JSON, has unknown, missing or wrong keys, or
 * contradicts itself (range, counts, file list, key id).
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new GatelogError('batch/invalid', 'manifest.json is not JSON', {}, { cause });
  }
  const parsed = anyManifestSchema.safeParse(json);
  if (!parsed.success)
    throw new GatelogError('batch/invalid', `manifest.json: ${z.prettifyError(parsed.error)}`);
  const manifest = parsed.data;
  const problem = contradiction(manifest);
  if (problem !== null) throw new GatelogError('batch/invalid', `manifest.json: ${problem}`);
  return manifest;
}

function contradiction(manifest: Manifest): string | null {
  if (manifest.last_seq - manifest.first_seq + 1 !== manifest.events)
    return 'range and number of events differ';
  const counted = Object.values(manifest.counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  if (counted !== manifest.events) return 'counts by kind do not add up to the number of events';
  if (manifest.events_without_payload > manifest.events) return 'more events without payload than events';
  const names = listedFiles(manifest.profile, encryptionOf(manifest) !== null);
  if (manifest.files.length !== names.length || manifest.files.some((file, i) => file.name !== names[i]))
    return 'the list of files is not that of its profile';
  const pseudonyms = manifest.schema_version === 1 ? null : manifest.pseudonym_key_id;
  if ((pseudonyms !== null) !== (manifest.profile === 'pseudonymous'))
    return 'pseudonyms and their secret belong together';
  if (keyIdOf(manifest.public_key) !== manifest.key_id) return 'key_id does not belong to public_key';
  return null;
}

/** Key id: the first 16 bytes of SHA-256 over the 32 raw bytes of the public key, as 32 hex characters. */
export function keyIdOf(key: PublicKey): string {
  return createHash('sha256').update(Buffer.from(key.x, 'base64url')).digest('hex').slice(0, 32);
}

/**
 * Text of SHA256SUMS for `sha256sum -c` on what lies in the folder: the listed files in the manifest's order, then
 * manifest and signature. Hashes in hex.
 */
export function sumsText(manifest: Manifest, manifestSha256: string, signatureSha256: string): string {
  return [
    ...manifest.files,
    { name: MANIFEST_FILE, sha256: manifestSha256 },
    { name: SIGNATURE_FILE, sha256: signatureSha256 },
  ]
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join('');
}

/** Same value with the keys of every object in code unit order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
