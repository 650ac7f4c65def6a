import { z } from 'zod';
import type { CallMap } from './call-map.ts';
import type { TargetActView, TargetCheckView, TargetsView } from './target-views.ts';

const targetId = z.string().min(1).max(40);
const targetFolder = z.string().trim().min(1).max(4000);
const timesOfDay = z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)).max(8);

/** Calls of targets: places that take every batch by themselves: arguments and the role that each needs. */
export const targetCalls = {
  /** Every target, what waits for it, and what the spool keeps. */
  'targets.view': { role: 'admin', args: z.strictObject({}) },
  'targets.pick-folder': { role: 'admin', args: z.strictObject({}) },
  /** Tries out a folder by a real write, rename, read and delete; tells each step as it begins. */
  'targets.check': { role: 'admin', args: z.strictObject({ folder: targetFolder }) },
  /** Adds a target, or changes the one with this id. */
  'targets.save': {
    role: 'admin',
    args: z.strictObject({
      id: targetId.nullable(),
      name: z.string().trim().min(1).max(60),
      folder: targetFolder,
      profile: z.enum(['full', 'masked', 'pseudonymous', 'counts']),
      openers: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('gate') }),
        z.strictObject({ kind: z.literal('asIs') }),
        z.strictObject({
          kind: z.literal('recipients'),
          recipients: z.array(z.string().max(100)).min(1).max(20),
        }),
        z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().max(200) }),
        z.strictObject({ kind: z.literal('plain'), reason: z.string().max(300) }),
      ]),
      times: timesOfDay,
      required: z.boolean(),
      everything: z.boolean(),
    }),
  },
  'targets.remove': { role: 'admin', args: z.strictObject({ id: targetId }) },
  /** A target that was removed gets everything again, what it missed meanwhile among it. */
  'targets.bring-back': { role: 'admin', args: z.strictObject({ id: targetId }) },
  /** Seals everything and sends it there now. */
  'targets.send': { role: 'admin', args: z.strictObject({ id: targetId }) },
  /** Ends what is under way there; nothing of it stays. */
  'targets.stop': { role: 'admin', args: z.strictObject({ id: targetId }) },
  /** Seals everything into the spool. */
  'targets.seal': { role: 'admin', args: z.strictObject({}) },
  /** At which times of day everything is sealed. */
  'targets.seal-at': { role: 'admin', args: z.strictObject({ times: timesOfDay }) },
  /** What happened at a target, newest first; `before`: lines older than this one. */
  'targets.history': {
    role: 'admin',
    args: z.strictObject({ id: targetId, before: z.int().positive().nullable() }),
  },
} as const satisfies CallMap;

/** What each of them answers. */
export interface TargetResults {
  'targets.view': TargetsView;
  'targets.pick-folder': { folder: string | null };
  'targets.check': TargetCheckView;
  'targets.save': TargetsView;
  'targets.remove': TargetsView;
  'targets.bring-back': TargetsView;
  'targets.send': TargetsView;
  'targets.stop': TargetsView;
  'targets.seal': TargetsView;
  'targets.seal-at': TargetsView;
  'targets.history': readonly TargetActView[];
}
