import { readdir } from 'node:fs/promises';
import { GatelogError } from '../../core/errors.ts';
import { keptFor } from './again.ts';
import type { Batches } from './batches.ts';
import { throwIfCancelled } from './compare.ts';
import { type CopyParts, copyTo } from './copy-to.ts';
import type { Delivered, DeliveryPhase } from './messages.ts';
import type { Rendition } from './rendition.ts';
import type { SealedBatch } from './seal.ts';
import { readyFor, type Sealer, type SealProgress, type Spooled } from './sealer.ts';

/** Progress in events while sealing and in bytes while writing and verifying. */
export interface DeliveryProgress {
  readonly phase: 'sealing' | DeliveryPhase;
  readonly batch: string | null;
  readonly done: number;
  readonly total: number;
  readonly unit: 'events' | 'bytes';
}

export interface DeliveryParts extends Omit<CopyParts, 'sealer' | 'onRendering'> {
  readonly batches: Batches;
  readonly sealer: Sealer;
  /** Names of renditions in the spool that targets still wait for, or that are kept for a stick that gets lost. */
  readonly keptInSpool: () => Promise<ReadonlySet<string>>;
  /** What the log calls the target; its folder where left out. */
  readonly targetName?: string;
  readonly nowMs: () => number;
  readonly onProgress?: (progress: DeliveryProgress) => void;
  /** Ends the delivery at the next page of events or piece of a file. What was confirmed stays confirmed. */
  readonly signal?: AbortSignal;
}

/** One batch that lies on the target now. */
export interface DeliveredBatch extends Delivered {
  readonly sealed: SealedBatch;
  readonly rendition: Rendition;
}

/**
 * Seals everything that no batch holds yet and delivers it as the plan says, with every batch that was sealed before
 * and of which no confirmed copy shows as much, oldest first. A batch is recorded in the log before its first byte
 * leaves and its delivery after it was read back; then its spool is dropped, unless a target waits for it. A failure
 * stops at that batch: what was confirmed stays confirmed, the rest is owed and goes first the next time.
 *
 * A rendition is rendered once and copied byte for byte from the spool. A batch that was rendered for somebody else,
 * say in the open before the office had a key, is rendered for this plan. What the spool lost or damaged is rendered
 * again, as long as the log still gives the very same plain bytes.
 *
 * Throws `batch/empty` where nothing is owed, `delivery/cancelled`, what `sealRange` throws, and what `Target.deliver`
 * throws.
 */
export async function sealAndDeliver(
  parts: DeliveryParts,
  targetFolder: string,
): Promise<readonly DeliveredBatch[]> {
  const { batches, sealer, plan } = parts;
  const { onSealing, deliverOne, tidy } = hand(parts, targetFolder);

  await tidy();
  const delivered: DeliveredBatch[] = [];
  const done = new Set<number>();
  // What is written while this runs belongs to the next batch: the end of the log is looked at once.
  const endSeq = batches.newestSeq();
  while (true) {
    const batch = batches.owed(plan.profile).find(({ sealed }) => !done.has(sealed.firstSeq));
    if (batch === undefined && batches.sealedUpTo() >= endSeq) break;
    const spooled = await (batch === undefined
      ? sealer.next(plan, onSealing)
      : sealer.renditionFor(batch, plan, onSealing));
    if (spooled === null) break;
    done.add(spooled.sealed.firstSeq);
    delivered.push(await deliverOne(spooled));
  }
  if (delivered.length === 0)
    throw new GatelogError('batch/empty', 'nothing has happened since the last batch');
  return delivered;
}

/**
 * Delivers batches once more that were sealed before, oldest first: the very bytes that went out as long as the spool
 * keeps them, else a rendition made again (`again.ts` says which). Nothing is sealed. What the target holds already is
 * looked at and left. Throws as above, `batch/invalid` where there is no such batch.
 */
export async function deliverAgain(
  parts: DeliveryParts,
  targetFolder: string,
  firstSeqs: readonly number[],
): Promise<readonly DeliveredBatch[]> {
  const { batches, sealer, plan } = parts;
  const { onSealing, deliverOne } = hand(parts, targetFolder);
  const delivered: DeliveredBatch[] = [];
  for (const firstSeq of [...new Set(firstSeqs)].sort((a, b) => a - b)) {
    throwIfCancelled(parts.signal);
    const batch = batches.batch(firstSeq);
    if (batch === null) throw new GatelogError('batch/invalid', 'no batch begins there', { firstSeq });
    const inSpool = new Set(await readdir(parts.spoolFolder).catch(() => []));
    const kept = keptFor(batch, plan, inSpool);
    const spooled =
      kept === undefined
        ? await sealer.renditionFor(batch, plan, onSealing)
        : { sealed: batch.sealed, recorded: kept };
    delivered.push(await deliverOne(spooled));
  }
  return delivered;
}

/** What both ways of delivering do with one batch. */
function hand(parts: DeliveryParts, targetFolder: string) {
  const { batches, sealer, plan } = parts;
  const onSealing: SealProgress = (done, total) => {
    throwIfCancelled(parts.signal);
    parts.onProgress?.({ phase: 'sealing', batch: null, done, total, unit: 'events' });
  };
  /** What is still owed as this plan would render it, and what is kept besides. */
  const wanted = async (): Promise<ReadonlySet<string>> => {
    const names = new Set(await parts.keptInSpool());
    for (const batch of batches.owed(plan.profile)) {
      const ready = readyFor(batch, plan);
      if (ready !== undefined) names.add(ready.rendition.name);
    }
    return names;
  };
  const deliverOne = async (spooled: Spooled): Promise<DeliveredBatch> => {
    const { sealed, recorded, delivered } = await copyTo(
      { ...parts, onRendering: onSealing },
      targetFolder,
      spooled,
      {
        onProgress: (phase, done, total) =>
          parts.onProgress?.({
            phase,
            batch: spooled.recorded.rendition.name,
            done,
            total,
            unit: 'bytes',
          }),
        ...(parts.signal === undefined ? {} : { signal: parts.signal }),
      },
    );
    const { checked } = delivered;
    batches.recordDelivery(recorded.id, {
      target: parts.targetName ?? targetFolder,
      checked,
      atMs: parts.nowMs(),
    });
    await sealer.tidy(wanted);
    return { ...delivered, sealed, rendition: recorded.rendition };
  };

  return { onSealing, deliverOne, tidy: () => sealer.tidy(wanted) };
}
