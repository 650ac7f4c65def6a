import { z } from 'zod';
import type { CallMap } from './call-map.ts';
import type { TrustListView, TrustPreviewView } from './trust-views.ts';

/** `<kind>:<name>`. */
const trustListId = z.string().min(3).max(340);

/** Calls of trust lists: arguments and the role that each needs. */
export const trustCalls = {
  /** Every trust list that is in force or can be brought back. */
  'trust.lists': { role: 'admin', args: z.strictObject({}) },
  /** Asks for a file or folder, reads it and answers what importing it would change; null where nobody chose one. */
  'trust.choose': { role: 'admin', args: z.strictObject({ what: z.enum(['file', 'folder']) }) },
  /** Ends a reading under way and forgets the preview. */
  'trust.cancel': { role: 'admin', args: z.strictObject({}) },
  /** Puts the lists of this preview in force. */
  'trust.apply': { role: 'admin', args: z.strictObject({ preview: z.int().positive() }) },
  /** Puts the list before in force again. */
  'trust.bring-back': { role: 'admin', args: z.strictObject({ id: trustListId }) },
  /** Takes a list out of force. */
  'trust.remove': { role: 'admin', args: z.strictObject({ id: trustListId }) },
} as const satisfies CallMap;

/** What each of them answers. */
export interface TrustResults {
  'trust.lists': readonly TrustListView[];
  'trust.choose': TrustPreviewView | null;
  'trust.cancel': null;
  'trust.apply': readonly TrustListView[];
  'trust.bring-back': readonly TrustListView[];
  'trust.remove': readonly TrustListView[];
}
