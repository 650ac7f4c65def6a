import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EventRow } from '../../core/batch/event.ts';
import {
  BATCH_MAX_EVENTS,
  PARTIAL_SUFFIX,
  parseRenditionName,
  renditionPath,
} from '../../core/batch/names.ts';
import { GatelogError, isGatelogError } from '../../core/errors.ts';
import type { Batches, RecordedBatch, RecordedRendition } from './batches.ts';
import type { Delivered } from './messages.ts';
import type { AuditLine } from './render/audit.ts';
import { fulfils, type Rendition, type RenditionPlan } from './rendition.ts';
import { type Sealed, type SealedBatch, type SealIdentity, type SealInput, sealRange } from './seal.ts';
import type { Signer } from './signing-key.ts';
import type { Target } from './target.ts';

/** Folder in the spool in which a batch is rendered again; no batch bears such a name. */
const AGAIN = 'again';

/** Progress in events while sealing and in bytes while writing and verifying. */
export interface DeliveryProgress {
  readonly phase: 'sealing' | 'writing' | 'verifying';
  readonly batch: string | null;
  readonly done: number;
  readonly total: number;
  readonly unit: 'events' | 'bytes';
}

export interface DeliveryParts {
  readonly batches: Batches;
  readonly rows: (firstSeq: number, lastSeq: number) => Iterable<EventRow>;
  /** Administrators' acts that belong to a range, oldest first. */
  readonly auditLines: (range: { firstSeq: number; lastSeq: number }) => Iterable<AuditLine>;
  readonly identity: SealIdentity;
  readonly signer: Signer;
  /** For whom, and how much is shown. */
  readonly plan: RenditionPlan;
  readonly spoolFolder: string;
  readonly spoolKey: string | null;
  readonly target: Target;
  readonly nowMs: () => number;
  /** Most events a batch holds. [1...200000], default 200000. */
  readonly maxEvents?: number;
  readonly onProgress?: (progress: DeliveryProgress) => void;
}

/** One batch that lies on the target now. */
export interface DeliveredBatch extends Delivered {
  readonly sealed: SealedBatch;
  readonly rendition: Rendition;
}

/**
 * Seals everything that no batch holds yet and delivers it as the plan says, with every batch that was sealed before
 * and of which no confirmed copy shows as much, oldest first. A batch is recorded in the log before its first byte
 * leaves and its delivery after it was read back; then its spool is dropped. A failure stops at that batch: what was
 * confirmed stays confirmed, the rest is owed and goes first the next time.
 *
 * A rendition is rendered once and copied byte for byte from the spool. A batch that was rendered for somebody else,
 * say in the open before the office had a key, is rendered for this plan. What the spool lost or damaged is rendered
 * again, as long as the log still gives the very same plain bytes.
 *
 * Throws `batch/empty` where nothing is owed, what `sealRange` throws, and what `Target.deliver` throws.
 */
export async function sealAndDeliver(
  parts: DeliveryParts,
  targetFolder: string,
): Promise<readonly DeliveredBatch[]> {
  const owed = parts.batches.owed(parts.plan.profile);
  await dropUnwanted(parts, owed);
  const delivered: DeliveredBatch[] = [];
  for (const batch of owed) {
    const recorded = ready(batch, parts.plan) ?? (await renderFor(parts, batch.sealed));
    delivered.push(await deliverOne(parts, targetFolder, batch.sealed, recorded));
  }
  // What is written while this runs belongs to the next batch: the end of the log is looked at once.
  let left = Number.POSITIVE_INFINITY;
  while (left > 0) {
    const range = parts.batches.nextRange(parts.maxEvents ?? BATCH_MAX_EVENTS);
    if (range === null) break;
    const events = range.lastSeq - range.firstSeq + 1;
    const made = await sealOne(parts, range, {});
    const recorded = parts.batches.record(made);
    delivered.push(await deliverOne(parts, targetFolder, made.sealed, recorded));
    left = events < (parts.maxEvents ?? BATCH_MAX_EVENTS) ? 0 : left;
  }
  if (delivered.length === 0)
    throw new GatelogError('batch/empty', 'nothing has happened since the last batch');
  return delivered;
}

/** The newest rendition of a batch that the plan would make, or undefined. */
const ready = ({ renditions }: RecordedBatch, plan: RenditionPlan): RecordedRendition | undefined =>
  renditions.findLast(({ rendition }) => fulfils(rendition, plan));

type Range = Pick<SealInput, 'firstSeq' | 'lastSeq' | 'chainBefore'>;

function sealOne(parts: DeliveryParts, range: Range, change: Partial<SealInput>): Promise<Sealed> {
  const total = range.lastSeq - range.firstSeq + 1;
  const progress = (done: number): void =>
    parts.onProgress?.({ phase: 'sealing', batch: null, done, total, unit: 'events' });
  progress(0);
  return sealRange({
    ...range,
    rows: parts.rows,
    auditLines: parts.auditLines(range),
    identity: parts.identity,
    signer: parts.signer,
    plan: parts.plan,
    spoolFolder: parts.spoolFolder,
    spoolKey: parts.spoolKey,
    onProgress: progress,
    ...change,
  });
}

const rangeOf = (sealed: SealedBatch): Range => ({
  firstSeq: sealed.firstSeq,
  lastSeq: sealed.lastSeq,
  chainBefore: Buffer.from(sealed.chainBefore, 'hex'),
});

/** One more rendition of a batch that was sealed before. Throws `batch/invalid` where the log no longer holds that range. */
async function renderFor(parts: DeliveryParts, sealed: SealedBatch): Promise<RecordedRendition> {
  const made = await sealOne(parts, rangeOf(sealed), { identity: identityOf(parts, sealed) });
  if (made.sealed.chainAfter !== sealed.chainAfter || !isDeepStrictEqual(made.sealed.counts, sealed.counts))
    throw new GatelogError('batch/invalid', 'the log gives another range now', {
      firstSeq: sealed.firstSeq,
      lastSeq: sealed.lastSeq,
    });
  return parts.batches.recordRendition(sealed.firstSeq, made.rendition);
}

async function deliverOne(
  parts: DeliveryParts,
  targetFolder: string,
  sealed: SealedBatch,
  recorded: RecordedRendition,
): Promise<DeliveredBatch> {
  let sent = recorded;
  let delivered: Delivered;
  try {
    delivered = await copy(parts, targetFolder, sealed, sent.rendition);
  } catch (error) {
    // Says of itself that the spool is not what was rendered; nothing of that kind is left on the target.
    if (!isGatelogError(error, 'batch/invalid')) throw error;
    sent = await renderAgain(parts, sealed, recorded);
    delivered = await copy(parts, targetFolder, sealed, sent.rendition);
  }
  parts.batches.recordDelivery(sent.id, {
    target: targetFolder,
    checked: delivered.checked,
    atMs: parts.nowMs(),
  });
  // Every target asked for has confirmed: the bytes are dropped (DESIGN.md, The batch). What cannot be dropped now
  // is at the next delivery; this one is done.
  await rm(join(parts.spoolFolder, sent.rendition.name), { recursive: true, force: true }).catch(
    () => undefined,
  );
  return { ...delivered, sealed, rendition: sent.rendition };
}

function copy(
  parts: DeliveryParts,
  targetFolder: string,
  sealed: SealedBatch,
  rendition: Rendition,
): Promise<Delivered> {
  return parts.target.deliver(
    {
      spoolFolder: join(parts.spoolFolder, rendition.name),
      spoolKey: rendition.encryption === null ? parts.spoolKey : null,
      targetFolder,
      batchPath: [...renditionPath(identityOf(parts, sealed), rendition.name)],
      files: rendition.files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
    },
    {
      onProgress: (phase, done, total) =>
        parts.onProgress?.({ phase, batch: rendition.name, done, total, unit: 'bytes' }),
    },
  );
}

/** The names that the batch was sealed with; they stand in its manifest. */
const identityOf = (parts: DeliveryParts, sealed: SealedBatch): SealIdentity => ({
  ...parts.identity,
  ...sealed.identity,
});

/**
 * Renders an owed rendition again: a spool that a disk error or a tidy hand took must not hold up every batch after it.
 * The same events give the same plain bytes; where they do not (another signing key, say) it would be another batch of
 * the same name, and that never goes out. In an envelope the same plain bytes become other bytes: that is one more
 * rendition, with a folder name of its own, and whatever copies of the first there are hold the same record.
 */
async function renderAgain(
  parts: DeliveryParts,
  sealed: SealedBatch,
  { rendition, ...recorded }: RecordedRendition,
): Promise<RecordedRendition> {
  const aside = join(parts.spoolFolder, AGAIN);
  const { schemaVersion, headings } = rendition;
  try {
    const again = await sealOne(parts, rangeOf(sealed), {
      identity: identityOf(parts, sealed),
      plan: { ...parts.plan, schemaVersion, headings },
      spoolFolder: aside,
    });
    if (!isDeepStrictEqual(again.rendition.plainFiles, rendition.plainFiles)) {
      throw new GatelogError('batch/invalid', 'the spool lost this batch and the log gives another now', {
        firstSeq: sealed.firstSeq,
        lastSeq: sealed.lastSeq,
      });
    }
    await rm(join(parts.spoolFolder, rendition.name), { recursive: true, force: true });
    await rename(join(aside, again.rendition.name), join(parts.spoolFolder, again.rendition.name));
    return rendition.encryption === null
      ? { rendition, ...recorded }
      : parts.batches.recordRendition(sealed.firstSeq, again.rendition);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * Takes away what nobody waits for: half-rendered folders that a crash left, whole ones that this log never recorded,
 * and renditions for somebody else than this plan's. Those of the log before it stay: they may be the only copy there
 * is.
 */
async function dropUnwanted(parts: DeliveryParts, owed: readonly RecordedBatch[]): Promise<void> {
  const wanted = new Set(owed.map((batch) => ready(batch, parts.plan)?.rendition.name));
  const names = await readdir(parts.spoolFolder).catch(() => []);
  for (const name of names) {
    const found = parseRenditionName(
      name.endsWith(PARTIAL_SUFFIX) ? name.slice(0, -PARTIAL_SUFFIX.length) : name,
    );
    if (found?.logIdStart !== parts.identity.logId.slice(0, 8) || wanted.has(name)) continue;
    await rm(join(parts.spoolFolder, name), { recursive: true, force: true });
  }
}
