import { readdir } from 'node:fs/promises';
import type { PastBatchesView, PastBatchView } from '../../preload/contract/delivery-views.ts';
import type { DeliveryRecord, RecordedBatch, RecordedRendition } from './batches.ts';
import { bytesOfBatch, type ForecastLog } from './forecast.ts';
import { bytesOf, fulfils, type RenditionPlan } from './rendition.ts';

/** The newest rendition of a batch that the plan would make and whose bytes lie in the spool, or undefined. */
export const keptFor = (
  { renditions }: RecordedBatch,
  plan: RenditionPlan,
  inSpool: ReadonlySet<string>,
): RecordedRendition | undefined =>
  renditions.findLast(({ rendition }) => fulfils(rendition, plan) && inSpool.has(rendition.name));

/** How a batch that was delivered before can be delivered again. */
export type Again = PastBatchView['again'];

/**
 * How a batch goes out once more for this plan.
 *
 * - `kept`: its bytes lie in the spool.
 * - `same`: they are rendered again, and go out only where they tell the same (`sealer.ts`): nothing is encrypted.
 * - `anew`: the same record in other bytes, under another folder name: age closes no envelope twice in the same way, or
 *   the batch was made for other readers before.
 * - `lost`: retention deleted what its files would tell, and the spool has dropped them.
 * @param plan null where nobody knows now for whom
 * @param personalFrom first seq whose personal part is still there; null where none is
 */
export function howAgain(
  batch: RecordedBatch,
  plan: RenditionPlan | null,
  inSpool: ReadonlySet<string>,
  personalFrom: number | null,
): { readonly again: Again; readonly rendition: RecordedRendition | undefined } {
  if (plan === null) return { again: 'anew', rendition: undefined };
  const kept = keptFor(batch, plan, inSpool);
  if (kept !== undefined) return { again: 'kept', rendition: kept };
  const isWhole = personalFrom !== null && batch.sealed.firstSeq >= personalFrom;
  if (plan.profile !== 'counts' && !isWhole) return { again: 'lost', rendition: undefined };
  const before = batch.renditions.findLast(({ rendition }) => fulfils(rendition, plan));
  return { again: before !== undefined && plan.envelope === null ? 'same' : 'anew', rendition: before };
}

export interface PastParts {
  readonly log: ForecastLog & {
    readonly batches: { deliveries(firstSeq: number): readonly DeliveryRecord[] };
    readonly targets: { personalFrom(): number | null };
  };
  /** Null where nobody has decided who can open batches. */
  readonly plan: RenditionPlan | null;
  readonly spoolFolder: string;
  /** What people call a place of the log's: the name of a target, of a stick, or the folder itself. */
  readonly placeOf: (target: string) => Pick<PastBatchView['places'][number], 'kind' | 'name'>;
  /** Batches that were sealed since then; ms since the epoch. */
  readonly sinceMs: number;
}

/** More are not shown at once: whoever lost that many sticks delivers in several goes. */
const MOST_BATCHES = 400;
/** More copies of one batch are counted, not told. */
const MOST_PLACES = 6;

/** The batches that were sealed before, newest first, and how each can be delivered again. */
export async function pastBatches(parts: PastParts): Promise<PastBatchesView> {
  const { log, plan, sinceMs } = parts;
  const all = log.batches.list();
  const wanted = all.filter(({ sealedAtMs }) => sealedAtMs >= sinceMs);
  const inSpool = new Set(await readdir(parts.spoolFolder).catch(() => []));
  const personalFrom = log.targets.personalFrom();
  const batches = wanted
    .slice(-MOST_BATCHES)
    .reverse()
    .map((batch): PastBatchView => {
      const { firstSeq, lastSeq, events } = batch.sealed;
      const { again, rendition } = howAgain(batch, plan, inSpool, personalFrom);
      const deliveries = log.batches.deliveries(firstSeq);
      return {
        firstSeq,
        lastSeq,
        events,
        firstAtMs: log.event(firstSeq)?.atMs ?? null,
        lastAtMs: log.event(lastSeq)?.atMs ?? null,
        sealedAtMs: batch.sealedAtMs,
        bytes:
          rendition === undefined
            ? bytesOfBatch(all, batch, plan?.profile ?? 'full')
            : bytesOf(rendition.rendition),
        again,
        copies: deliveries.length,
        places: deliveries.slice(0, MOST_PLACES).map(({ target, atMs, checked }) => ({
          ...parts.placeOf(target),
          atMs,
          checked,
        })),
      };
    });
  return { batches, older: all.length - wanted.length, notShown: wanted.length - batches.length };
}
