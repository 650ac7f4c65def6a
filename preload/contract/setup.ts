import { z } from 'zod';
import type { OpenersView } from './opener-views.ts';
import type { WedgeConfigView } from './scanner-views.ts';

/**
 * Kinds of place whose visitors a province asked for in 2021, in the order in which set-up offers them: those with
 * gates of their own first.
 */
export const PLACE_KINDS = [
  'hospital',
  'clinic',
  'workplace',
  'factory',
  'industrial-park',
  'apartment-block',
  'school',
  'market',
  'wholesale-market',
  'supermarket',
  'shopping-centre',
  'essential-shop',
  'restaurant',
  'bar',
  'karaoke',
  'massage-beauty',
  'gym',
  'meeting',
  'station',
  'waiting-room',
  'public-transport',
  'tourist-site',
  'worship',
  'wedding',
  'funeral',
  'other',
] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** The questions of set-up, in order. */
export const SETUP_STEPS = [
  'language',
  'site',
  'gate',
  'password',
  'scanner',
  'camera',
  'target',
  'openers',
  'summary',
] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

const name = z.string().max(120);
const slug = z.string().max(40);

/**
 * What has been answered so far. It is kept on disk between two starts, so it holds no password: half-typed texts
 * are fine, whether they will do is seen in the end.
 */
export const setupDraft = z.strictObject({
  step: z.enum(SETUP_STEPS),
  language: z.enum(['vi', 'en']),
  siteName: name,
  siteSlug: slug,
  place: z.enum(PLACE_KINDS).nullable(),
  gateName: name,
  gateSlug: slug,
  onlyGate: z.boolean().nullable(),
  /** `both`: two lanes, one in and one out. */
  direction: z.enum(['in', 'out', 'auto', 'both']),
  /** Scanners that read the code, in the order of the lanes; two only where there are two lanes. */
  scanners: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('serial'), port: z.string().min(1).max(400) }),
        z.strictObject({ kind: z.literal('wedge'), prefix: z.string().max(16) }),
      ]),
    )
    .max(2),
  camera: z.strictObject({ enabled: z.boolean(), device: z.string().max(200).nullable() }),
  target: z.string().max(4000).nullable(),
});
export type SetupDraft = z.infer<typeof setupDraft>;
export type SetupScanner = SetupDraft['scanners'][number];

/** What set-up starts with: the answers of an earlier start, or those of none. */
export interface SetupView {
  readonly draft: SetupDraft;
  readonly wedge: WedgeConfigView;
  /** True once a password has been chosen since this start. */
  readonly passwordSet: boolean;
  /** Who can open the batches, as chosen since this start; null where nobody has said. */
  readonly openers: OpenersView['kind'];
}
