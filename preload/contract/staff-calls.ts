import { z } from 'zod';
import type { CallMap } from './call-map.ts';

/** Shorter ones are guessed; a gloved guard need not type it. */
export const newPassword = z.string().min(6).max(200);

/** Calls of passwords and who is at the gate: arguments and the role that each needs. */
export const staffCalls = {
  'staff.sign-in': { role: 'guard', args: z.strictObject({ password: z.string().max(200) }) },
  /** Another recovery code in place of the one before; asks for the password once more. */
  'staff.new-code': { role: 'admin', args: z.strictObject({ password: z.string().max(200) }) },
  /**
   * Another password from now on; answers a new recovery code, since the old one may be why. Asks for the present password
   * once more, or for the recovery code in its place: who finds the page open must not lock its owner out.
   */
  'staff.set-password': {
    role: 'admin',
    args: z.strictObject({ password: newPassword, present: z.string().max(200) }),
  },
  'staff.sign-out': { role: 'guard', args: z.strictObject({}) },
  /** The guard who signed in by card goes off duty. */
  'staff.off-duty': { role: 'guard', args: z.strictObject({}) },
} as const satisfies CallMap;

/** What each of them answers. */
export interface StaffResults {
  /** `recovered`: by the recovery code; then a new password is due. */
  'staff.sign-in': { role: 'guard' | 'admin'; passwordSet: boolean; recovered: boolean };
  'staff.new-code': { recoveryCode: string };
  'staff.set-password': { recoveryCode: string };
  'staff.sign-out': null;
  'staff.off-duty': null;
}
