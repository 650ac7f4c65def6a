import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventRow } from '../../core/batch/event.ts';
import { BATCH_MAX_EVENTS, batchPath, PARTIAL_SUFFIX, parseBatchName } from '../../core/batch/names.ts';
import { GatelogError } from '../../core/errors.ts';
import type { Batches } from './batches.ts';
import type { Delivered } from './messages.ts';
import type { AuditLine } from './render/audit.ts';
import { type SealedBatch, type SealIdentity, sealRange } from './seal.ts';
import type { Signer } from './signing-key.ts';
import type { Target } from './target.ts';

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
}

/**
 * Seals everything that no batch holds yet and delivers it, with every batch that was sealed before and never
 * confirmed, oldest first, byte for byte from the spool. A batch is recorded in the log before its first byte
 * leaves and its delivery after it was read back; then its spool is dropped. A failure stops at that batch:
 * what was confirmed stays confirmed, the rest is owed and goes first the next time.
 *
 * Throws `batch/empty` where nothing is owed, what `sealRange` throws, and what `Target.deliver` throws.
 */
export async function sealAndDeliver(
  parts: DeliveryParts,
  targetFolder: string,
): Promise<readonly DeliveredBatch[]> {
  await dropUnrecorded(parts);
  const delivered: DeliveredBatch[] = [];
  for (const recorded of parts.batches.list()) {
    if (recorded.deliveredAtMs === null)
      delivered.push(await deliverOne(parts, targetFolder, recorded.sealed));
  }
  // What is written while this runs belongs to the next batch: the end of the log is looked at once.
  let left = Number.POSITIVE_INFINITY;
  while (left > 0) {
    const range = parts.batches.nextRange(parts.maxEvents ?? BATCH_MAX_EVENTS);
    if (range === null) break;
    const events = range.lastSeq - range.firstSeq + 1;
    const sealed = await sealOne(parts, range);
    delivered.push(await deliverOne(parts, targetFolder, sealed));
    left = events < (parts.maxEvents ?? BATCH_MAX_EVENTS) ? 0 : left;
  }
  if (delivered.length === 0)
    throw new GatelogError('batch/empty', 'nothing has happened since the last batch');
  return delivered;
}

async function sealOne(
  parts: DeliveryParts,
  range: { firstSeq: number; lastSeq: number; chainBefore: Uint8Array },
): Promise<SealedBatch> {
  const total = range.lastSeq - range.firstSeq + 1;
  const progress = (done: number): void =>
    parts.onProgress?.({ phase: 'sealing', batch: null, done, total, unit: 'events' });
  progress(0);
  const sealed = await sealRange({
    ...range,
    rows: parts.rows,
    auditLines: parts.auditLines(range),
    identity: parts.identity,
    signer: parts.signer,
    spoolFolder: parts.spoolFolder,
    spoolKey: parts.spoolKey,
    onProgress: progress,
  });
  parts.batches.record(sealed);
  return sealed;
}

async function deliverOne(
  parts: DeliveryParts,
  targetFolder: string,
  sealed: SealedBatch,
): Promise<DeliveredBatch> {
  const spoolFolder = join(parts.spoolFolder, sealed.name);
  const delivered = await parts.target.deliver(
    {
      spoolFolder,
      spoolKey: parts.spoolKey,
      targetFolder,
      batchPath: [...batchPath({ ...parts.identity, ...sealed })],
      files: sealed.files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
    },
    {
      onProgress: (phase, done, total) =>
        parts.onProgress?.({ phase, batch: sealed.name, done, total, unit: 'bytes' }),
    },
  );
  parts.batches.recordDelivery(sealed.name, {
    target: targetFolder,
    checked: delivered.checked,
    atMs: parts.nowMs(),
  });
  // Every target asked for has confirmed: the bytes are dropped (DESIGN.md, The batch).
  await rm(spoolFolder, { recursive: true, force: true });
  return { ...delivered, sealed };
}

/** Takes away what a crash left in the spool: half-sealed folders, and whole ones that the log never recorded. */
async function dropUnrecorded(parts: DeliveryParts): Promise<void> {
  const owed = new Set(
    parts.batches.list().flatMap((one) => (one.deliveredAtMs === null ? [one.sealed.name] : [])),
  );
  const names = await readdir(parts.spoolFolder).catch(() => []);
  for (const name of names) {
    const batch = name.endsWith(PARTIAL_SUFFIX) ? name.slice(0, -PARTIAL_SUFFIX.length) : name;
    if (parseBatchName(batch) === null || owed.has(name)) continue;
    await rm(join(parts.spoolFolder, name), { recursive: true, force: true });
  }
}
