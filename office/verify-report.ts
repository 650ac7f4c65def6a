import { z } from 'zod';
import { anyManifestSchema } from '../core/batch/manifest.ts';
import { logReportSchema } from './log-report.ts';
import { noticeSchema, problemSchema } from './problem.ts';

/** What was found of one batch. It is sound only where `problems` is empty. */
export const batchReportSchema = z.strictObject({
  folder: z
    .string()
    .describe(
      'Below the folder that was named ("" for itself); with several, below the name as it was typed.',
    ),
  manifest: anyManifestSchema
    .nullable()
    .describe(
      'The manifest that lies in the open (docs/batch-format.md); null where there is none to go by.',
    ),
  enrolled: z.boolean().describe('The signature was made by a key that was given.'),
  inside: z
    .enum(['plain', 'opened', 'closed'])
    .describe('Plain files; encrypted and opened; encrypted and checked from outside only.'),
  record: z
    .strictObject({
      events: z.int().describe('Events that the record tells of, one by one or as counts.'),
      chainChecked: z.int().describe('Events that were followed through the chain.'),
      commitmentsChecked: z.int().describe('Personal parts that were compared with the chain.'),
      commitmentsForgotten: z.int().describe('Personal parts that retention had deleted.'),
    })
    .nullable()
    .describe('Null where nothing inside was looked at.'),
  problems: z.array(problemSchema),
  notices: z.array(noticeSchema),
});
export type BatchReport = z.infer<typeof batchReportSchema>;

/** What `gatelog verify --json` prints; docs/gatelog-verify.schema.json is it. */
export const verifyReportSchema = z
  .strictObject({
    ok: z.boolean().describe('All is well; the exit code is 0.'),
    batches: z.array(batchReportSchema),
    logs: z.array(logReportSchema).describe('The batches of each log, looked at together.'),
    problems: z
      .array(problemSchema)
      .describe('What is wrong beside the batches: none found, unfinished copies.'),
  })
  .describe('The report of gatelog verify.');
export type VerifyReport = z.infer<typeof verifyReportSchema>;

/** The JSON Schema (draft 2020-12) of the report, as `gatelog verify --schema` prints it. */
export const verifyReportJsonSchema = (): unknown => z.toJSONSchema(verifyReportSchema);
