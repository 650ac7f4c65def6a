import { readdir } from 'node:fs/promises';
import { parseRenditionName } from '../../core/batch/names.ts';
import { keptForLost } from '../../core/delivery/keeping.ts';
import { isSafe, type ReceivingTarget, spoolKeepsFor } from '../../core/delivery/safety.ts';
import { hours } from '../../core/units.ts';
import type { SpoolView } from '../../preload/contract/target-views.ts';
import type { RecordedBatch } from '../delivery/batches.ts';
import { bytesOf, type RenditionPlan } from '../delivery/rendition.ts';
import { readyFor } from '../delivery/sealer.ts';
import type { Log } from '../log/log.ts';
import type { BatchSettings } from '../settings/batches.ts';
import type { TargetSettings } from '../settings/targets.ts';

export interface SpoolParts {
  readonly log: Pick<Log, 'batches' | 'targets' | 'identity' | 'retention'>;
  readonly targets: () => readonly TargetSettings[];
  /** Throws `openers/...` and `key/...`. */
  readonly planFor: (target: TargetSettings | null) => Promise<RenditionPlan>;
  readonly spoolFolder: string;
  /** How long and how much is kept for a stick that gets lost, and how much the gate's own copies show. */
  readonly keeping: () => Pick<BatchSettings, 'keepDays' | 'keepMegabytes' | 'profile'>;
  readonly nowMs: () => number;
}

const MEGABYTE = 1_000_000;

type Receiving = ReceivingTarget & { readonly settings: TargetSettings };

/** Targets as far as the safety of a batch goes; one that the log does not know yet is left out. */
export function receiving({ log, targets }: Pick<SpoolParts, 'log' | 'targets'>): readonly Receiving[] {
  return targets().flatMap((settings) => {
    const record = log.targets.record(settings.id);
    if (record === null) return [];
    const { id, fromSeq, inLineUpTo } = record;
    return [{ id, required: settings.required, fromSeq, inLineUpTo, settings }];
  });
}

/** The batches of which renditions lie in the spool, by first seq. */
async function batchesInSpool(parts: SpoolParts): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = new Map<number, string[]>();
  for (const name of await readdir(parts.spoolFolder).catch(() => [])) {
    const parsed = parseRenditionName(name);
    if (parsed?.logIdStart !== parts.log.identity.logId.slice(0, 8)) continue;
    found.set(parsed.firstSeq, [...(found.get(parsed.firstSeq) ?? []), name]);
  }
  return found;
}

/** Names of the renditions in the spool that targets still wait for, and of those that are kept for a lost stick. */
export async function keptInSpool(parts: SpoolParts): Promise<ReadonlySet<string>> {
  const inSpool = await batchesInSpool(parts);
  const kept = new Set(keptDelivered(parts, inSpool));
  const targets = receiving(parts);
  if (targets.length === 0) return kept;
  const plans = new Map<string, RenditionPlan | null>();
  // Where nobody knows now what the target gets, everything that it might get is kept.
  for (const { id, settings } of targets) plans.set(id, await parts.planFor(settings).catch(() => null));
  for (const [firstSeq, names] of inSpool) {
    const copies = parts.log.targets.copies(firstSeq, parts.keeping().profile);
    const batch = parts.log.batches.batch(firstSeq);
    if (copies === null || batch === null) continue;
    for (const { id } of spoolKeepsFor(copies, targets)) {
      const plan = plans.get(id) ?? null;
      for (const name of plan === null ? names : nameFor(batch, plan)) kept.add(name);
    }
  }
  return kept;
}

/** Names of what was delivered and is kept all the same. */
function keptDelivered(
  { log, keeping, nowMs }: SpoolParts,
  inSpool: ReadonlyMap<number, readonly string[]>,
): ReadonlySet<string> {
  const { keepDays, keepMegabytes } = keeping();
  const delivered = [...inSpool].flatMap(([firstSeq, names]) =>
    (log.batches.batch(firstSeq)?.renditions ?? []).flatMap(({ rendition, deliveredAtMs }) => {
      if (deliveredAtMs === null || !names.includes(rendition.name)) return [];
      const { name, profile } = rendition;
      return [
        { name, sizeBytes: bytesOf(rendition), deliveredAtMs, firstSeq, tellsOfPeople: profile !== 'counts' },
      ];
    }),
  );
  return keptForLost(delivered, {
    nowMs: nowMs(),
    keepMs: hours(24 * keepDays),
    keepBytes: keepMegabytes * MEGABYTE,
    personalFrom: log.targets.personalFrom(),
  });
}

const nameFor = (batch: RecordedBatch, plan: RenditionPlan): readonly string[] => {
  const ready = readyFor(batch, plan);
  return ready === undefined ? [] : [ready.rendition.name];
};

/** What the spool keeps, what is safe, and what can no longer be made, for the administrator's page. */
export async function spoolView(parts: SpoolParts): Promise<SpoolView> {
  const { log } = parts;
  const targets = receiving(parts);
  const required = targets.filter((target) => target.required).map(({ id }) => id);
  let renditions = 0;
  let sizeBytes = 0;
  let keptBatches = 0;
  let safeButKept = 0;
  for (const [firstSeq, names] of await batchesInSpool(parts)) {
    const batch = log.batches.batch(firstSeq);
    const copies = log.targets.copies(firstSeq, parts.keeping().profile);
    if (batch === null || copies === null) continue;
    keptBatches += 1;
    if (isSafe(copies, targets)) safeButKept += 1;
    for (const { rendition } of batch.renditions) {
      if (!names.includes(rendition.name)) continue;
      renditions += 1;
      sizeBytes += bytesOf(rendition);
    }
  }
  const { sealed, sealedEvents, lastSealedAtMs } = log.targets.sealed();
  const unsafe = log.targets.unsafe(required, parts.keeping().profile);
  return {
    sealedBatches: sealed,
    sealedEvents,
    unsealedEvents: log.batches.newestSeq() - log.batches.sealedUpTo(),
    lastSealedAtMs,
    safeBatches: sealed - unsafe.batches,
    unsafeBatches: unsafe.batches,
    unsafeEvents: unsafe.events,
    keptRenditions: renditions,
    keptBytes: sizeBytes,
    keptThoughSafe: safeButKept,
    // What is safe and no longer lies here was dropped; it is rendered again for whoever asks.
    forgottenBatches: Math.max(0, sealed - keptBatches),
    keepDays: parts.keeping().keepDays,
    keepBytes: parts.keeping().keepMegabytes * MEGABYTE,
    withoutPersonal: log.retention.record().forgottenUpTo,
  };
}
