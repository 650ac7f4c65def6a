import { z } from 'zod';
import type { CallMap } from './call-map.ts';
import type { DeliveredView, DeliveryPlanView, PastBatchesView } from './delivery-views.ts';
import type { SticksView } from './stick-views.ts';

/** First seqs of batches to deliver once more. */
const againBatches = z.array(z.int().positive()).min(1).max(400);

/** Calls of delivering by hand, to a folder or a stick: arguments and the role that each needs. */
export const deliveryCalls = {
  /** Where the next delivery goes unless another folder is chosen. */
  'delivery.target': { role: 'admin', args: z.strictObject({}) },
  'delivery.choose-folder': { role: 'admin', args: z.strictObject({}) },
  /**
   * Seals everything not yet sealed and delivers it; `folder` null means what `delivery.target` answers. `again`: seals
   * nothing and delivers the batches that begin with these seqs once more.
   */
  'delivery.deliver': {
    role: 'admin',
    args: z.strictObject({ folder: z.string().min(1).max(4096).nullable(), again: againBatches.optional() }),
  },
  /** Batches that were sealed within so many days, or all, and how each can be delivered again. */
  'delivery.past': {
    role: 'admin',
    args: z.strictObject({ days: z.int().min(1).max(3650).nullable() }),
  },
  /** What the next delivery would write. */
  'delivery.plan': { role: 'admin', args: z.strictObject({}) },
  /** Ends the delivery under way; what it had not finished is taken away again. */
  'delivery.cancel': { role: 'admin', args: z.strictObject({}) },
  /** Looks for sticks for half a minute from now, or no more; what changes is pushed. A page that stays asks again. */
  'sticks.watch': { role: 'admin', args: z.strictObject({ active: z.boolean() }) },
  /** The same to a stick that was found. */
  'sticks.deliver': {
    role: 'admin',
    args: z.strictObject({ device: z.string().min(1).max(200), again: againBatches.optional() }),
  },
  /** Whether any stick that is plugged in gets everything by itself; kept in the settings. */
  'sticks.without-asking': { role: 'admin', args: z.strictObject({ on: z.boolean() }) },
  /** A stick that is new again the next time. */
  'sticks.forget': { role: 'admin', args: z.strictObject({ id: z.string().min(1).max(300) }) },
} as const satisfies CallMap;

/** What each of them answers. */
export interface DeliveryResults {
  'delivery.target': { folder: string | null };
  'delivery.choose-folder': { folder: string | null };
  'delivery.deliver': DeliveredView;
  'delivery.past': PastBatchesView;
  'delivery.plan': DeliveryPlanView;
  'delivery.cancel': null;
  'sticks.watch': SticksView;
  /** How it went; a failure is told there too and is no failure of the call. */
  'sticks.deliver': SticksView;
  'sticks.without-asking': SticksView;
  'sticks.forget': SticksView;
}
