import { BATCH_MAX_EVENTS, renditionFiles } from '../../core/batch/names.ts';
import type { Profile } from '../../core/batch/profile.ts';
import type { DeliveryPlanView } from '../../preload/contract/delivery-views.ts';
import type { RecordedBatch } from './batches.ts';
import { bytesOf } from './rendition.ts';

/**
 * Bytes of one event over all files of a rendition, and of a rendition without any: as measured with 5,000 events of the
 * tests' sample log. Only for a gate that has never delivered: from then on its own batches tell.
 */
const FIRST_BYTES: Readonly<Record<Profile, number>> = {
  full: 510,
  masked: 413,
  pseudonymous: 411,
  counts: 1,
};
const RENDITION_BYTES = 11_000;

/** What forecasting asks of the log. */
export interface ForecastLog {
  readonly batches: { owed(profile: Profile): readonly RecordedBatch[]; list(): readonly RecordedBatch[] };
  last(): { readonly seq: number } | null;
  event(seq: number): { readonly atMs: number } | null;
}

/**
 * What the next delivery would write: ranges, batches, files, and how many bytes about. Batches that are sealed are
 * counted as they are; what is not sealed yet is reckoned from the newest batch of the same profile.
 * @param encrypted whether the files will be encrypted
 */
export function forecast(log: ForecastLog, profile: Profile, encrypted: boolean): DeliveryPlanView {
  const owed = log.batches.owed(profile);
  const sealedUpTo = log.batches.list().at(-1)?.sealed.lastSeq ?? 0;
  const lastSeq = log.last()?.seq ?? 0;
  const openEvents = Math.max(0, lastSeq - sealedUpTo);
  const events = owed.reduce((sum, { sealed }) => sum + sealed.events, 0) + openEvents;
  const batches = owed.length + Math.ceil(openEvents / BATCH_MAX_EVENTS);
  const files = batches * renditionFiles(profile, encrypted).length;
  if (events === 0)
    return {
      events,
      batches,
      files,
      bytes: 0,
      firstSeq: null,
      lastSeq: null,
      firstAtMs: null,
      lastAtMs: null,
    };
  const firstSeq = owed[0]?.sealed.firstSeq ?? sealedUpTo + 1;
  const toSeq = openEvents > 0 ? lastSeq : (owed.at(-1)?.sealed.lastSeq ?? lastSeq);
  const each = bytesOfOne(log.batches.list(), profile);
  const openBytes = Math.ceil(openEvents / BATCH_MAX_EVENTS) * RENDITION_BYTES + openEvents * each;
  return {
    events,
    batches,
    files,
    bytes: Math.round(owed.reduce((sum, batch) => sum + reckoned(batch, profile, each), 0) + openBytes),
    firstSeq,
    lastSeq: toSeq,
    firstAtMs: log.event(firstSeq)?.atMs ?? null,
    lastAtMs: log.event(toSeq)?.atMs ?? null,
  };
}

/** About how much a batch takes in this profile, whether or not it was rendered in it. */
export const bytesOfBatch = (all: readonly RecordedBatch[], batch: RecordedBatch, profile: Profile): number =>
  Math.round(reckoned(batch, profile, bytesOfOne(all, profile)));

function reckoned(batch: RecordedBatch, profile: Profile, each: number): number {
  const ready = batch.renditions.findLast(({ rendition }) => rendition.profile === profile)?.rendition;
  return ready === undefined ? RENDITION_BYTES + batch.sealed.events * each : bytesOf(ready);
}

/** Few events tell little: then it is the first reckoning. */
const ENOUGH_EVENTS = 200;

function bytesOfOne(all: readonly RecordedBatch[], profile: Profile): number {
  const newest = all.findLast(
    ({ sealed, renditions }) =>
      sealed.events >= ENOUGH_EVENTS && renditions.some(({ rendition }) => rendition.profile === profile),
  );
  const rendition = newest?.renditions.findLast((one) => one.rendition.profile === profile)?.rendition;
  if (newest === undefined || rendition === undefined) return FIRST_BYTES[profile];
  return Math.max(1, bytesOf(rendition) - RENDITION_BYTES) / newest.sealed.events;
}
