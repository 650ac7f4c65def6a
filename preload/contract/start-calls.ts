import { z } from 'zod';
import type { CallMap } from './call-map.ts';
import { type SetupView, setupDraft } from './setup.ts';
import { newPassword } from './staff-calls.ts';
import type { StartView } from './start-views.ts';

/** Calls before the gate is open, while its log is opened and of set-up: arguments and the role that each needs. */
export const startCalls = {
  /** What stands before the gate while its log is opened. */
  'start.state': { role: 'guard', args: z.strictObject({}) },
  /** Tries once more to open the log. */
  'start.again': { role: 'guard', args: z.strictObject({}) },
  'start.quit': { role: 'guard', args: z.strictObject({}) },
  /** The recovery code, in whatever way it was typed: brings the key of the log back. */
  'start.recover': { role: 'guard', args: z.strictObject({ code: z.string().max(100) }) },
  /** What set-up knows so far, or null where the kiosk is set up. The other calls of set-up are unknown then. */
  'setup.state': { role: 'guard', args: z.strictObject({}) },
  /** Keeps the answers for the next start, should this one end. */
  'setup.keep': { role: 'admin', args: z.strictObject({ draft: setupDraft }) },
  /** Slugs that the names would give. */
  'setup.slugs': {
    role: 'admin',
    args: z.strictObject({ siteName: z.string().max(120), gateName: z.string().max(120) }),
  },
  'setup.password': { role: 'admin', args: z.strictObject({ password: newPassword }) },
  /** Writes the settings; the gate is open once this has answered. */
  'setup.finish': { role: 'admin', args: z.strictObject({ draft: setupDraft }) },
} as const satisfies CallMap;

/** What each of them answers. */
export interface StartResults {
  'start.state': StartView;
  'start.again': null;
  'start.quit': null;
  'start.recover': null;
  'setup.state': SetupView | null;
  'setup.keep': null;
  'setup.slugs': { site: string; gate: string };
  'setup.password': { recoveryCode: string };
  'setup.finish': null;
}
