import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { spoolKeepsFor } from '../../core/delivery/safety.ts';
import { type GatelogError, toGatelogError } from '../../core/errors.ts';
import type { RecordedBatch } from '../delivery/batches.ts';
import type { RenditionPlan } from '../delivery/rendition.ts';
import type { Sealer } from '../delivery/sealer.ts';
import { readSpoolFile } from '../delivery/spool.ts';
import type { BatchSettings } from '../settings/batches.ts';
import { receiving, type SpoolParts } from './spool.ts';

export interface ExpectedParts extends Omit<SpoolParts, 'keeping' | 'nowMs'> {
  readonly sealer: Pick<Sealer, 'renditionFor' | 'again'>;
  readonly settings: Pick<BatchSettings, 'profile'>;
  /** Key of the spool, or null where its files are plain. Throws `key/...`. */
  readonly spoolKey: () => Promise<string | null>;
  /** Seals everything into the spool. Throws what sealing throws. */
  readonly seal: () => Promise<void>;
}

/** How far the log may forget, and why no further. */
export interface MayForget {
  /** Up to here everything that is still expected somewhere lies in the spool. */
  readonly upToSeq: number;
  readonly why: GatelogError | null;
}

/**
 * Makes sure, before the log forgets, that nobody needs it for what he still expects: everything up to there is sealed,
 * and what a required target, or the first copy anywhere, waits for lies rendered in the spool. Others that go without a
 * hitch are rendered for as well. Never throws: what cannot be made now holds the deletion back at that batch.
 * @param fromSeq up to here the log has forgotten already
 */
export async function makeExpected(
  parts: ExpectedParts,
  fromSeq: number,
  upToSeq: number,
): Promise<MayForget> {
  const { log } = parts;
  try {
    if (log.batches.sealedUpTo() < upToSeq) await parts.seal();
    const targets = receiving(parts);
    const owed = new Set(log.batches.owed(parts.settings.profile).map(({ sealed }) => sealed.firstSeq));
    for (const batch of log.batches.list()) {
      const { firstSeq, lastSeq } = batch.sealed;
      if (firstSeq > upToSeq) break;
      if (lastSeq <= fromSeq) continue;
      const copies = log.targets.copies(firstSeq, parts.settings.profile);
      const waiting = copies === null ? [] : spoolKeepsFor(copies, targets);
      const must = waiting.filter(({ required }) => required).map(({ settings }) => settings);
      try {
        for (const target of [...must, ...(owed.has(firstSeq) ? [null] : [])])
          await make(parts, firstSeq, await parts.planFor(target));
      } catch (error) {
        return { upToSeq: firstSeq - 1, why: toGatelogError(error, 'spool/write-failed') };
      }
      for (const { required, settings } of waiting) {
        if (required) continue;
        const made = parts.planFor(settings).then((plan) => make(parts, firstSeq, plan));
        // It gets a copy without what was forgotten, as whoever is added later does; the screen says so.
        await made.catch(() => undefined);
      }
    }
    return { upToSeq: Math.min(upToSeq, log.batches.sealedUpTo()), why: null };
  } catch (error) {
    return { upToSeq: fromSeq, why: toGatelogError(error, 'spool/write-failed') };
  }
}

/** Renders a batch as planned, unless that lies in the spool. */
async function make(parts: ExpectedParts, firstSeq: number, plan: RenditionPlan): Promise<void> {
  const batch = parts.log.batches.batch(firstSeq);
  if (batch === null) return;
  const spooled = await parts.sealer.renditionFor(batch, plan);
  if (!(await liesIn(parts, spooled.recorded))) await parts.sealer.again(spooled, plan);
}

/** Read at once; more would hold up a scan while it is decrypted. */
const PIECE_BYTES = 64 * 1024;

/**
 * Whether every file of a rendition lies in the spool as it was rendered. They are read to their ends: what a disk error
 * damaged can be rendered once more now, and never after the log has forgotten.
 */
async function liesIn(
  { spoolFolder, spoolKey }: ExpectedParts,
  { rendition }: RecordedBatch['renditions'][number],
): Promise<boolean> {
  const key = rendition.encryption === null ? await spoolKey() : null;
  for (const { name, sha256 } of rendition.files) {
    const hash = createHash('sha256');
    try {
      for await (const bytes of readSpoolFile(join(spoolFolder, rendition.name, name), key, PIECE_BYTES)) {
        hash.update(bytes);
        await nextTurn();
      }
    } catch {
      return false;
    }
    if (hash.digest('hex') !== sha256) return false;
  }
  return true;
}
