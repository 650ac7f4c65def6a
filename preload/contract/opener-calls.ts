import { z } from 'zod';
import type { CallMap } from './call-map.ts';
import type { GateKeyView, OpenersView, RecipientsCheckView } from './opener-views.ts';

/** Calls of the keys that open batches and of the one that signs them: arguments and the role that each needs. */
export const openerCalls = {
  /** Who can open the batches, and who said so. */
  'openers.view': { role: 'admin', args: z.strictObject({}) },
  /** What keys of an office a text holds; nothing changes. */
  'openers.check': { role: 'admin', args: z.strictObject({ text: z.string().max(65_536) }) },
  /** From the next delivery on; in full checked where it is taken. */
  'openers.choose': {
    role: 'admin',
    args: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('recipients'),
        recipients: z.array(z.string().max(100)).min(1).max(20),
      }),
      z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().max(200) }),
      z.strictObject({ kind: z.literal('plain'), reason: z.string().max(300) }),
    ]),
  },
  /** The public half of the key that signs batches. */
  'gate-key.view': { role: 'admin', args: z.strictObject({}) },
  /** Makes another key that signs, where it is missing or damaged. */
  'gate-key.make': { role: 'admin', args: z.strictObject({}) },
  /** Asks for a folder and writes it there. */
  'gate-key.save': { role: 'admin', args: z.strictObject({}) },
} as const satisfies CallMap;

/** What each of them answers. */
export interface OpenerResults {
  'openers.view': OpenersView;
  'openers.check': RecipientsCheckView;
  'openers.choose': OpenersView;
  'gate-key.view': GateKeyView;
  'gate-key.make': GateKeyView;
  'gate-key.save': { file: string | null };
}
