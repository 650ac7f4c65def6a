import { z } from 'zod';
import type { EventRow } from '../../../core/batch/event.ts';
import { publicKeySchema } from '../../../core/batch/manifest.ts';
import { PROFILES } from '../../../core/batch/profile.ts';
import { HEADINGS } from '../../../core/batch/sheet.ts';
import { envelopeRecipeSchema } from '../envelope.ts';
import type { AuditLine } from '../render/audit.ts';
import { renditionSchema, sealedSchema } from '../sealed-schema.ts';

/*
 * Between the kiosk and the process that seals. The kiosk alone holds log and signing key: the process asks for rows a
 * page at a time and for one signature.
 */

const seq = z.int().min(1);
const bytes = z.instanceof(Uint8Array);

/** Rows come as the log has them: what is wrong with one shows in the chain that the office checks. */
const rows = z.custom<readonly EventRow[]>(Array.isArray);
const auditLines = z.custom<readonly AuditLine[]>(Array.isArray);

/** What there is to seal: `SealInput` without what only works at home. */
const jobSchema = z.strictObject({
  firstSeq: seq,
  /** One below `firstSeq`: nothing, which `sealRange` refuses. */
  lastSeq: z.int().min(0),
  chainBefore: bytes,
  auditLines,
  identity: z.strictObject({
    logId: z.string(),
    site: z.string(),
    gate: z.string(),
    gateId: z.string(),
    appVersion: z.string(),
  }),
  signer: z.strictObject({ keyId: z.string(), publicKey: publicKeySchema }),
  plan: z.strictObject({
    schemaVersion: z.union([z.literal(1), z.literal(2)]),
    profile: z.enum(PROFILES),
    headings: z.enum(HEADINGS),
    envelope: envelopeRecipeSchema.nullable(),
    /** The site's secret. */
    pseudonyms: bytes.nullable(),
  }),
  spoolFolder: z.string().min(1),
  spoolKey: z.string().nullable(),
});
export type SealJob = z.infer<typeof jobSchema>;

/** What the kiosk tells the process: one job, and then what it asked for. */
export const toSealingSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('seal'), job: jobSchema }),
  z.strictObject({ type: z.literal('rows'), firstSeq: seq, rows }),
  z.strictObject({ type: z.literal('signed'), signature: z.string() }),
]);
export type ToSealing = z.infer<typeof toSealingSchema>;

const context = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** What the process tells the kiosk. Every message is a sign of life. */
export const fromSealingSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('rows'), firstSeq: seq, lastSeq: seq }),
  z.strictObject({ type: z.literal('sign'), bytes }),
  z.strictObject({ type: z.literal('progress'), events: z.int().min(0) }),
  z.strictObject({ type: z.literal('alive') }),
  z.strictObject({ type: z.literal('done'), sealed: sealedSchema, rendition: renditionSchema }),
  z.strictObject({ type: z.literal('failed'), code: z.string().max(60), message: z.string(), context }),
]);
export type FromSealing = z.infer<typeof fromSealingSchema>;
