import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EventRow } from '../../core/batch/event.ts';
import { BATCH_MAX_EVENTS, batchPath, PARTIAL_SUFFIX, parseBatchName } from '../../core/batch/names.ts';
import { GatelogError, isGatelogError } from '../../core/errors.ts';
import type { Batches } from './batches.ts';
import type { Delivered } from './messages.ts';
import type { AuditLine } from './render/audit.ts';
import { type SealedBatch, type SealIdentity, sealRange } from './seal.ts';
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
 * What the spool lost or damaged is rendered again, as long as the log still gives the very same bytes.
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
  let delivered: Delivered;
  try {
    delivered = await copy(parts, targetFolder, sealed);
  } catch (error) {
    // Says of itself that the spool is not what was sealed; nothing of that kind is left on the target.
    if (!isGatelogError(error, 'batch/invalid')) throw error;
    await renderAgain(parts, sealed);
    delivered = await copy(parts, targetFolder, sealed);
  }
  parts.batches.recordDelivery(sealed.name, {
    target: targetFolder,
    checked: delivered.checked,
    atMs: parts.nowMs(),
  });
  // Every target asked for has confirmed: the bytes are dropped (DESIGN.md, The batch). What cannot be dropped now
  // is at the next delivery; this one is done.
  await rm(join(parts.spoolFolder, sealed.name), { recursive: true, force: true }).catch(() => undefined);
  return { ...delivered, sealed };
}

function copy(parts: DeliveryParts, targetFolder: string, sealed: SealedBatch): Promise<Delivered> {
  return parts.target.deliver(
    {
      spoolFolder: join(parts.spoolFolder, sealed.name),
      spoolKey: parts.spoolKey,
      targetFolder,
      batchPath: [...batchPath({ ...identityOf(parts, sealed), ...sealed })],
      files: sealed.files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
    },
    {
      onProgress: (phase, done, total) =>
        parts.onProgress?.({ phase, batch: sealed.name, done, total, unit: 'bytes' }),
    },
  );
}

/** The names that the batch was sealed with; they stand in its manifest. */
const identityOf = (parts: DeliveryParts, sealed: SealedBatch): SealIdentity => ({
  ...parts.identity,
  ...sealed.identity,
});

/**
 * Renders an owed batch again: a spool that a disk error or a tidy hand took must not hold up every batch after it.
 * The same events give the same bytes; where they do not (another signing key, say) it would be another batch of the
 * same name, and that never goes out.
 */
async function renderAgain(parts: DeliveryParts, sealed: SealedBatch): Promise<void> {
  const aside = join(parts.spoolFolder, AGAIN);
  try {
    const range = { firstSeq: sealed.firstSeq, lastSeq: sealed.lastSeq };
    const again = await sealRange({
      ...range,
      chainBefore: Buffer.from(sealed.chainBefore, 'hex'),
      rows: parts.rows,
      auditLines: parts.auditLines(range),
      identity: identityOf(parts, sealed),
      signer: parts.signer,
      spoolFolder: aside,
      spoolKey: parts.spoolKey,
    });
    if (!isDeepStrictEqual(again.files, sealed.files)) {
      throw new GatelogError(
        'batch/invalid',
        'the spool lost this batch and the log gives another now',
        range,
      );
    }
    const place = join(parts.spoolFolder, sealed.name);
    await rm(place, { recursive: true, force: true });
    await rename(join(aside, again.name), place);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * Takes away what a crash left in the spool: half-sealed folders, and whole ones that this log never recorded. Those
 * of the log before it stay: they may be the only copy there is.
 */
async function dropUnrecorded(parts: DeliveryParts): Promise<void> {
  const owed = new Set(
    parts.batches.list().flatMap((one) => (one.deliveredAtMs === null ? [one.sealed.name] : [])),
  );
  const names = await readdir(parts.spoolFolder).catch(() => []);
  for (const name of names) {
    const batch = parseBatchName(
      name.endsWith(PARTIAL_SUFFIX) ? name.slice(0, -PARTIAL_SUFFIX.length) : name,
    );
    if (batch?.logIdStart !== parts.identity.logId.slice(0, 8) || owed.has(name)) continue;
    await rm(join(parts.spoolFolder, name), { recursive: true, force: true });
  }
}
