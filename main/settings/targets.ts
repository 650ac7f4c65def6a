import { z } from 'zod';
import { isSlug } from '../../core/batch/names.ts';
import { PROFILES } from '../../core/batch/profile.ts';
import { HEADINGS } from '../../core/batch/sheet.ts';
import { path, targetEncryption, timesOfDay } from './batches.ts';

/** Most targets of a gate. */
export const MOST_TARGETS = 8;

/** A place that takes every batch by itself: a share, or a folder. */
export const targetSchema = z.strictObject({
  /** Never changes: under it the log remembers what lies there. */
  id: z.string().refine(isSlug, 'use 1 to 40 of a-z, 0-9 and single hyphens'),
  name: z.string().trim().min(1).max(60),
  /** Mounted share or folder; UNC on Windows. */
  folder: path,
  /** Left out: as `batches.profile`. */
  profile: z.enum(PROFILES).optional(),
  /** Left out: as `batches.headings`. */
  headings: z.enum(HEADINGS).optional(),
  /** Left out: whoever can open the other batches. */
  encryption: targetEncryption.optional(),
  /** Local times of day, `HH:MM`, at which everything is sealed and sent; none: when somebody asks. */
  times: timesOfDay.default([]),
  /** A batch counts as safe only once it lies there. */
  required: z.boolean().default(true),
  /** Longest silence while files are written there before the try is given up. s [3...600], default 30. */
  patienceSeconds: z.int().min(3).max(600).default(30),
});
export type TargetSettings = z.infer<typeof targetSchema>;

export const targetsSchema = z
  .array(targetSchema)
  .max(MOST_TARGETS)
  .superRefine((targets, context) => {
    if (new Set(targets.map(({ id }) => id)).size !== targets.length)
      context.addIssue({ code: 'custom', message: 'two targets have the same id' });
  });
