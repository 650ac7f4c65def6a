import { z } from 'zod';
import type { CallMap } from './call-map.ts';
import type { KeepDaysView, RetentionPreviewView, RetentionView } from './retention-views.ts';

const keepDays: z.ZodType<KeepDaysView> = z.union([z.int().min(1).max(3650), z.literal('never')]);

/** Calls of how long personal data are kept: arguments and the role that each needs. */
export const retentionCalls = {
  /** How long personal data are kept, and how far deleting them has come. */
  'retention.view': { role: 'admin', args: z.strictObject({}) },
  /** What would be deleted by another rule. */
  'retention.preview': { role: 'admin', args: z.strictObject({ days: keepDays }) },
  /** Another rule from now on; it is written into the settings file, and what is deleted by it does not come back. */
  'retention.change': { role: 'admin', args: z.strictObject({ days: keepDays }) },
  /** Looks now for what is due. */
  'retention.run': { role: 'admin', args: z.strictObject({}) },
} as const satisfies CallMap;

/** What each of them answers. */
export interface RetentionResults {
  'retention.view': RetentionView;
  'retention.preview': RetentionPreviewView;
  'retention.change': RetentionView;
  'retention.run': RetentionView;
}
