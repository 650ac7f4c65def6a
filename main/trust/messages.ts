import { z } from 'zod';

/** What the kiosk asks of the process that reads trust lists: one file or folder, once. */
export const toReaderSchema = z.strictObject({ type: z.literal('read'), path: z.string().min(1).max(4096) });
export type ToReader = z.infer<typeof toReaderSchema>;

const context = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const word = z.string().max(60);

/** `looking` for files, `reading` them, `understanding` what they say. */
export const readingPhaseSchema = z.enum(['looking', 'reading', 'understanding']);
export type ReadingPhase = z.infer<typeof readingPhaseSchema>;

/** What that process tells the kiosk. Every message is a sign of life. */
export const fromReaderSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('progress'),
    phase: readingPhaseSchema,
    done: z.int().min(0),
    total: z.int().min(0),
  }),
  /** One list, which `readTrustList` checks; there may be none. */
  z.strictObject({ type: z.literal('list'), list: z.unknown() }),
  z.strictObject({
    type: z.literal('done'),
    refused: z
      .array(z.strictObject({ name: z.string().max(500), code: word, why: word.nullable() }))
      .max(2_100),
  }),
  z.strictObject({ type: z.literal('failed'), code: word, message: z.string(), context }),
]);
export type FromReader = z.infer<typeof fromReaderSchema>;
