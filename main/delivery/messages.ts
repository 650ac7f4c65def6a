import { z } from 'zod';

/** One file of a batch: plain size and hash. */
const file = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  sizeBytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What a delivery needs; plain data, because it crosses to a process of its own. */
export const deliveryJobSchema = z.strictObject({
  /** The batch's own folder in the spool. */
  spoolFolder: z.string().min(1),
  /** age identity of the spool, or null where its files are plain. */
  spoolKey: z.string().nullable(),
  /** The stick, share or folder that somebody chose. */
  targetFolder: z.string().min(1),
  /** Folders below it, such as GATELOG, site, gate, name; the last is the batch. */
  batchPath: z
    .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,159}$/))
    .min(1)
    .max(8),
  files: z.array(file).min(1).max(20),
  /** Largest file that the target's file system holds, where that is known and matters; bytes. */
  fileLimitBytes: z.int().positive().optional(),
});
export type DeliveryJob = z.infer<typeof deliveryJobSchema>;

/** One small file for a folder that somebody chose. */
export const putJobSchema = z.strictObject({
  targetFolder: z.string().min(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,119}$/),
  text: z.string().max(10_000),
});
export type PutJob = z.infer<typeof putJobSchema>;

/** What a new target is tried out with, in this order. */
export const CHECK_STEPS = ['find', 'write', 'rename', 'read', 'delete'] as const;
export type CheckStep = (typeof CHECK_STEPS)[number];

const checked = z.enum(['medium', 'cache']);

/** What a delivery came to. */
export const deliveredSchema = z.strictObject({
  /** The batch's folder on the target. */
  folder: z.string(),
  sizeBytes: z.int().min(0),
  /** How the copy was read back: `medium` after unmount and mount, `cache` without. */
  checked,
  /** True when the same batch lay there already, byte for byte. */
  already: z.boolean(),
});
export type Delivered = z.infer<typeof deliveredSchema>;

/** What the kiosk tells the worker. */
export const toWorkerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('deliver'), id: z.int(), job: deliveryJobSchema }),
  /** Reads a delivered batch again, from the medium. */
  z.strictObject({
    type: z.literal('reread'),
    id: z.int(),
    job: deliveryJobSchema,
    already: z.boolean(),
  }),
  z.strictObject({ type: z.literal('put'), id: z.int(), job: putJobSchema }),
  /** Tries out a folder that may become a target. */
  z.strictObject({ type: z.literal('check'), id: z.int(), folder: z.string().min(1) }),
  z.strictObject({ type: z.literal('cancel'), id: z.int() }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

export const deliveryPhaseSchema = z.enum(['writing', 'verifying', 'closing', 'rereading']);
export type DeliveryPhase = z.infer<typeof deliveryPhaseSchema>;

const context = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** What the worker tells the kiosk. Every message is a sign of life. */
export const fromWorkerSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('progress'),
    id: z.int(),
    phase: deliveryPhaseSchema,
    doneBytes: z.int().min(0),
    totalBytes: z.int().min(0),
  }),
  z.strictObject({ type: z.literal('step'), id: z.int(), step: z.enum(CHECK_STEPS) }),
  z.strictObject({ type: z.literal('checked'), id: z.int() }),
  z.strictObject({ type: z.literal('done'), id: z.int(), delivered: deliveredSchema }),
  z.strictObject({ type: z.literal('failed'), id: z.int(), code: z.string(), message: z.string(), context }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;
