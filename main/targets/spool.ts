import { readdir } from 'node:fs/promises';
import { parseRenditionName } from '../../core/batch/names.ts';
import { isSafe, type ReceivingTarget, spoolKeepsFor } from '../../core/delivery/safety.ts';
import type { SpoolView } from '../../preload/contract/target-views.ts';
import type { RecordedBatch } from '../delivery/batches.ts';
import type { RenditionPlan } from '../delivery/rendition.ts';
import { readyFor } from '../delivery/sealer.ts';
import type { Log } from '../log/log.ts';
import type { TargetSettings } from '../settings/targets.ts';

export interface SpoolParts {
  readonly log: Pick<Log, 'batches' | 'targets' | 'identity'>;
  readonly targets: () => readonly TargetSettings[];
  /** Throws `openers/...` and `key/...`. */
  readonly planFor: (target: TargetSettings | null) => Promise<RenditionPlan>;
  readonly spoolFolder: string;
}

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

/** Names of the renditions in the spool that targets still wait for. */
export async function keptForTargets(parts: SpoolParts): Promise<ReadonlySet<string>> {
  const kept = new Set<string>();
  const targets = receiving(parts);
  if (targets.length === 0) return kept;
  const plans = new Map<string, RenditionPlan | null>();
  // Where nobody knows now what the target gets, everything that it might get is kept.
  for (const { id, settings } of targets) plans.set(id, await parts.planFor(settings).catch(() => null));
  for (const [firstSeq, names] of await batchesInSpool(parts)) {
    const copies = parts.log.targets.copies(firstSeq);
    const batch = parts.log.batches.batch(firstSeq);
    if (copies === null || batch === null) continue;
    for (const { id } of spoolKeepsFor(copies, targets)) {
      const plan = plans.get(id) ?? null;
      for (const name of plan === null ? names : nameFor(batch, plan)) kept.add(name);
    }
  }
  return kept;
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
    const copies = log.targets.copies(firstSeq);
    if (batch === null || copies === null) continue;
    keptBatches += 1;
    if (isSafe(copies, targets)) safeButKept += 1;
    for (const { rendition } of batch.renditions) {
      if (!names.includes(rendition.name)) continue;
      renditions += 1;
      sizeBytes += rendition.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    }
  }
  const { sealed, sealedEvents, lastSealedAtMs } = log.targets.sealed();
  const unsafe = log.targets.unsafe(required);
  const personalFrom = log.targets.personalFrom();
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
    withoutPersonal: personalFrom === null ? log.batches.newestSeq() : personalFrom - 1,
  };
}
