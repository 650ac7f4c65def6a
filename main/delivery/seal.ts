import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventKind, EventRow } from '../../core/batch/event.ts';
import { BATCH_MAX_EVENTS, batchName, PARTIAL_SUFFIX } from '../../core/batch/names.ts';
import { GatelogError } from '../../core/errors.ts';
import { renamePatiently } from '../rename.ts';
import type { AuditLine } from './render/audit.ts';
import { renderInto } from './render/rendition.ts';
import type { Rendition, RenditionPlan } from './rendition.ts';
import type { Signer } from './signing-key.ts';
import { inSpool } from './spool.ts';

/** A sealed batch: the range that every rendition of it holds. */
export interface SealedBatch {
  readonly name: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly events: number;
  readonly counts: Readonly<Partial<Record<EventKind, number>>>;
  /** Hex. */
  readonly chainBefore: string;
  readonly chainAfter: string;
  /** Under which names it was sealed: settings and program may be others by the time it goes out. */
  readonly identity?: SealedIdentity | undefined;
}

/** What of the identity can change while a batch waits; log_id and gate_id are the log's for ever. */
export type SealedIdentity = Pick<SealIdentity, 'site' | 'gate' | 'appVersion'>;

/** Which gate speaks. `gateId` is the log's; site and gate are slugs. */
export interface SealIdentity {
  readonly logId: string;
  readonly site: string;
  readonly gate: string;
  readonly gateId: string;
  readonly appVersion: string;
}

export interface SealInput {
  /** Rows firstSeq..lastSeq in order; called for short pages. `Log.rows` fits. */
  readonly rows: (firstSeq: number, lastSeq: number) => Iterable<EventRow> | Promise<Iterable<EventRow>>;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Chain of the event before firstSeq; CHAIN_START for seq 1. */
  readonly chainBefore: Uint8Array;
  readonly auditLines: Iterable<AuditLine>;
  readonly identity: SealIdentity;
  readonly signer: Signer;
  readonly plan: RenditionPlan;
  readonly spoolFolder: string;
  /**
   * age identity that the spool is encrypted to, or null for plain files (tests, encrypted disks). Files in an
   * envelope lie in it already, in the spool as on the target.
   */
  readonly spoolKey: string | null;
  readonly onProgress?: (events: number) => void;
}

/** A range that was rendered, and the rendition that came of it. Its bytes lie in `<spool>/<rendition name>/`. */
export interface Sealed {
  readonly sealed: SealedBatch;
  readonly rendition: Rendition;
}

/**
 * Renders a range of the log once into the spool and signs it. The rendition's folder appears in the spool whole
 * (written under `.partial`, fsynced, renamed) or not at all. Same rows and plan, same plain bytes, wherever and
 * whenever. Throws `batch/empty`, `batch/invalid` (more than 200,000 events, a hole in the range, a row that does not
 * follow), `spool/no-space` or `spool/write-failed`.
 */
export const sealRange = (input: SealInput): Promise<Sealed> => inSpool(() => sealIntoSpool(input));

async function sealIntoSpool(input: SealInput): Promise<Sealed> {
  const { firstSeq, lastSeq, identity } = input;
  const events = lastSeq - firstSeq + 1;
  if (events < 1) throw new GatelogError('batch/empty', 'nothing to seal', { firstSeq, lastSeq });
  if (events > BATCH_MAX_EVENTS)
    throw new GatelogError('batch/invalid', 'too many events for a batch', { events });
  const name = batchName({ ...identity, firstSeq, lastSeq });
  const partial = partialOf(input);
  await mkdir(input.spoolFolder, { recursive: true, mode: 0o700 });
  // A crash while sealing left it; nothing was recorded of it and nothing was delivered.
  await clearPartial(input);
  await mkdir(partial, { mode: 0o700 });
  try {
    const { tallied, rendition } = await renderInto(partial, name, input);
    await syncFolder(partial);
    const whole = join(input.spoolFolder, rendition.name);
    // Sealed before, but the crash came before the log recorded it: the same range is rendered again.
    await rm(whole, { recursive: true, force: true });
    await renamePatiently(partial, whole);
    await syncFolder(input.spoolFolder);
    const { site, gate, appVersion } = identity;
    const sealed: SealedBatch = {
      name,
      firstSeq,
      lastSeq,
      events,
      counts: tallied.counts,
      chainBefore: hex(input.chainBefore),
      chainAfter: hex(tallied.chainAfter),
      identity: { site, gate, appVersion },
    };
    return { sealed, rendition };
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Where a range is rendered until it is whole. Throws `batch/invalid` where there is no such range. */
const partialOf = ({ spoolFolder, identity, firstSeq, lastSeq }: SealInput): string =>
  join(spoolFolder, `${batchName({ ...identity, firstSeq, lastSeq })}${PARTIAL_SUFFIX}`);

/** Takes away what a sealing left that was ended in the middle. Throws as `sealRange`. */
export async function clearPartial(input: SealInput): Promise<void> {
  await rm(partialOf(input), { recursive: true, force: true });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Makes names in a folder durable. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
