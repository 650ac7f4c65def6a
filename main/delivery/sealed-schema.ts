import { z } from 'zod';
import { encryptionSchema } from '../../core/batch/encryption.ts';
import { EVENT_KINDS } from '../../core/batch/event.ts';
import { PROFILES } from '../../core/batch/profile.ts';
import { HEADINGS } from '../../core/batch/sheet.ts';

/** What crosses a border of a batch and its renditions: the database, and the process that seals. */

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const files = z.array(z.strictObject({ name: z.string(), sizeBytes: z.int(), sha256: hash })).readonly();

/** A `SealedBatch` as plain data. */
export const sealedSchema = z.object({
  name: z.string(),
  firstSeq: z.int(),
  lastSeq: z.int(),
  events: z.int(),
  counts: z.partialRecord(z.enum(EVENT_KINDS), z.int()),
  chainBefore: hash,
  chainAfter: hash,
  // Batches of the first days were sealed without. Those of the days after hold files too, which migration 70 took over.
  identity: z.strictObject({ site: z.string(), gate: z.string(), appVersion: z.string() }).optional(),
});

/** A `Rendition` as plain data. */
export const renditionSchema = z.strictObject({
  name: z.string(),
  schemaVersion: z.union([z.literal(1), z.literal(2)]),
  profile: z.enum(PROFILES),
  headings: z.enum(HEADINGS),
  encryption: encryptionSchema.nullable(),
  passphraseTag: z.string().nullable(),
  pseudonymKeyId: z.string().nullable(),
  keyId: z.string(),
  files,
  plainFiles: files,
  eventsWithoutPayload: z.int().min(0).optional(),
});
