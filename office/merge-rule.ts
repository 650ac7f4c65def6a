import type { Manifest } from '../core/batch/manifest.ts';
import type { Profile } from '../core/batch/profile.ts';

/** What of a held batch decides about another one. */
export interface Held {
  readonly manifest: Manifest;
  readonly verified: boolean;
}

/**
 * What becomes of a batch beside those that the office holds of the same log:
 * `new` it is taken; `better` it is another rendition that tells more, or a verified one that meets only unverified ones,
 * and takes the place of all `insteadOf`; `here` the office has it; `vouched-stays` it tells more, but nobody vouches for
 * it as for the one that is here; `overlap` it holds events that other batches hold; `fork` it is another history of a
 * range that the office holds; `two-gates` the log is another gate's.
 * `contradicts` is true where it does not fit on to a neighbour: two histories.
 */
export type Placing<H extends Held> =
  | { readonly kind: 'new'; readonly contradicts: boolean }
  | { readonly kind: 'better'; readonly contradicts: boolean; readonly insteadOf: readonly H[] }
  | { readonly kind: 'here' }
  | { readonly kind: Refusal };
/** Why a batch has no place beside those that the office holds. */
export type Refusal = 'vouched-stays' | 'overlap' | 'fork' | 'two-gates';

/** How much a profile tells. */
const TELLS: Readonly<Record<Profile, number>> = { counts: 0, pseudonymous: 1, masked: 2, full: 3 };

/**
 * Of two renditions of a batch the office keeps the one that tells more. What was rendered after retention had deleted
 * personal parts, in whatever profile, does not take the place of one that has something of them.
 */
export function tellsMore({ profile, events_without_payload: lacks }: Manifest, other: Manifest): boolean {
  const ofEvents = profile !== 'counts' && other.profile !== 'counts';
  if (ofEvents && lacks !== other.events_without_payload) return lacks < other.events_without_payload;
  return TELLS[profile] > TELLS[other.profile];
}

/**
 * What a known gate signed is measured by its like alone: what nobody vouches for does not keep it out.
 * @param log batches of the same log that the office holds; ranges that do not overlap
 * @param verified whether the new one is
 */
export function placeBatch<H extends Held>(
  manifest: Manifest,
  verified: boolean,
  log: readonly H[],
): Placing<H> {
  const measure = verified ? log.filter((one) => one.verified) : log;
  const stranger = measure.some(
    ({ manifest: one }) =>
      one.site !== manifest.site || one.gate !== manifest.gate || one.gate_id !== manifest.gate_id,
  );
  if (stranger) return { kind: 'two-gates' };
  const touching = log.filter(
    ({ manifest: one }) => one.first_seq <= manifest.last_seq && one.last_seq >= manifest.first_seq,
  );
  const [same] = touching;
  const contradicts = measure.some(
    ({ manifest: one }) =>
      (one.last_seq + 1 === manifest.first_seq && one.chain_after !== manifest.chain_before) ||
      (manifest.last_seq + 1 === one.first_seq && manifest.chain_after !== one.chain_before),
  );
  if (same === undefined) return { kind: 'new', contradicts };
  const sameRange =
    touching.length === 1 &&
    same.manifest.first_seq === manifest.first_seq &&
    same.manifest.last_seq === manifest.last_seq;
  // One that contradicts what is vouched for is itself not, once it is taken: it changes nothing when it comes again.
  const holds = verified && !contradicts;
  if (holds && touching.every((one) => !one.verified))
    return { kind: 'better', contradicts, insteadOf: touching };
  if (!sameRange) return { kind: 'overlap' };
  if (!isSameHistory(manifest, same.manifest)) return { kind: 'fork' };
  if (!tellsMore(manifest, same.manifest)) return { kind: 'here' };
  if (holds !== same.verified) return { kind: 'vouched-stays' };
  return { kind: 'better', contradicts, insteadOf: [same] };
}

const isSameHistory = (one: Manifest, other: Manifest): boolean =>
  one.chain_before === other.chain_before && one.chain_after === other.chain_after;

/** True where one profile shows personal fields that another does not have. */
export const showsMore = (one: Profile, other: Profile): boolean => TELLS[one] > TELLS[other];

/** True for two renditions of one batch. */
export const isSameBatch = (one: Manifest, other: Manifest): boolean =>
  one.first_seq === other.first_seq && one.last_seq === other.last_seq && isSameHistory(one, other);
