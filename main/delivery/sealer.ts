import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EventRow } from '../../core/batch/event.ts';
import {
  BATCH_MAX_EVENTS,
  MANIFEST_FILE,
  PARTIAL_SUFFIX,
  parseRenditionName,
  SIGNATURE_FILE,
  SUMS_FILE,
} from '../../core/batch/names.ts';
import { GatelogError } from '../../core/errors.ts';
import { renamePatiently } from '../rename.ts';
import type { Batches, RecordedBatch, RecordedRendition } from './batches.ts';
import type { AuditLine } from './render/audit.ts';
import { fulfils, type Rendition, type RenditionPlan } from './rendition.ts';
import { type Sealed, type SealedBatch, type SealIdentity, type SealInput, sealRange } from './seal.ts';
import type { Signer } from './signing-key.ts';
import { inSpool } from './spool.ts';
import { createTurns } from './turns.ts';

/** Folder in the spool in which a batch is rendered again; no batch bears such a name. */
const AGAIN = 'again';

export interface SealerParts {
  readonly batches: Batches;
  readonly rows: (firstSeq: number, lastSeq: number) => Iterable<EventRow>;
  /** Administrators' acts that belong to a range, oldest first. */
  readonly auditLines: (range: { firstSeq: number; lastSeq: number }) => Iterable<AuditLine>;
  readonly identity: SealIdentity;
  /** The gate's key. Throws `key/...`. */
  readonly signer: () => Signer;
  readonly spoolFolder: string;
  /** Key of the spool, or null where its files are plain. Throws `key/...`. */
  readonly spoolKey: () => Promise<string | null>;
  /** Most events a batch holds. [1...200000], default 200000. */
  readonly maxEvents?: number;
  /** Seals a range. Default: `sealRange`, in this very process; a gate gives it a process of its own. */
  readonly sealRange?: (input: SealInput) => Promise<Sealed>;
}

/** Counts events that are rendered. */
export type SealProgress = (doneEvents: number, totalEvents: number) => void;

/** A sealed batch with one rendition of it, whose bytes lie in the spool unless somebody took them. */
export interface Spooled {
  readonly sealed: SealedBatch;
  readonly recorded: RecordedRendition;
}

/**
 * The one place that seals and renders. Whoever asks, a person or the queue of a target: one thing at a time, since
 * two would seal the same range.
 */
export interface Sealer {
  /** Seals the next range and renders it; null where nothing has happened since the last batch. Throws what `sealRange` throws. */
  next(plan: RenditionPlan, onProgress?: SealProgress): Promise<Spooled | null>;
  /**
   * Seals everything that is in the log when it is called, as several batches where there is much.
   * @returns the batches, oldest first
   */
  all(plan: RenditionPlan, onProgress?: SealProgress): Promise<readonly Spooled[]>;
  /**
   * The newest rendition of a batch that the plan would make, else one more. Throws `batch/invalid` where the log no
   * longer holds that range.
   */
  renditionFor(batch: RecordedBatch, plan: RenditionPlan, onProgress?: SealProgress): Promise<Spooled>;
  /** Renders what the spool lost. Throws `batch/invalid` where the log gives other bytes now. */
  again(spooled: Spooled, plan: RenditionPlan, onProgress?: SealProgress): Promise<Spooled>;
  /** Runs work that reads a rendition in the spool: nothing takes it away meanwhile. */
  reading<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** True while nothing is sealed, rendered or tidied. */
  idle(): boolean;
  /**
   * Takes away what nobody waits for: half-rendered folders that a crash left, whole ones that this log never
   * recorded, and renditions that `wanted` does not name. Those of the log before it stay: they may be the only copy
   * there is.
   */
  tidy(wanted: () => Promise<ReadonlySet<string>>): Promise<void>;
}

/** The newest rendition of a batch that the plan would make, or undefined. */
export const readyFor = ({ renditions }: RecordedBatch, plan: RenditionPlan): RecordedRendition | undefined =>
  renditions.findLast(({ rendition }) => fulfils(rendition, plan));

export function createSealer(parts: SealerParts): Sealer {
  const { batches, spoolFolder } = parts;
  const maxEvents = parts.maxEvents ?? BATCH_MAX_EVENTS;
  const turns = createTurns();
  const inUse = new Map<string, number>();

  const seal = async (
    range: Range,
    plan: RenditionPlan,
    onProgress: SealProgress | undefined,
    change: Partial<SealInput> = {},
  ): Promise<Sealed> => {
    const total = range.lastSeq - range.firstSeq + 1;
    onProgress?.(0, total);
    return (parts.sealRange ?? sealRange)({
      ...range,
      rows: parts.rows,
      auditLines: parts.auditLines(range),
      identity: parts.identity,
      signer: parts.signer(),
      plan,
      spoolFolder,
      spoolKey: await parts.spoolKey(),
      onProgress: (done) => onProgress?.(done, total),
      ...change,
    });
  };

  const next: Sealer['next'] = async (plan, onProgress) => {
    const range = batches.nextRange(maxEvents);
    if (range === null) return null;
    const made = await seal(range, plan, onProgress);
    return { sealed: made.sealed, recorded: batches.record(made) };
  };

  const renditionFor: Sealer['renditionFor'] = async (batch, plan, onProgress) => {
    const { sealed } = batch;
    const ready = readyFor(batch, plan);
    if (ready !== undefined) return { sealed, recorded: ready };
    const made = await seal(rangeOf(sealed), plan, onProgress, {
      identity: { ...parts.identity, ...sealed.identity },
    });
    const { chainAfter, counts } = made.sealed;
    if (chainAfter !== sealed.chainAfter || !isDeepStrictEqual(counts, sealed.counts))
      throw new GatelogError('batch/invalid', 'the log gives another range now', {
        firstSeq: sealed.firstSeq,
        lastSeq: sealed.lastSeq,
      });
    return { sealed, recorded: batches.recordRendition(sealed.firstSeq, made.rendition) };
  };

  /**
   * A spool that a disk error or a tidy hand took must not hold up every batch after it. The same events give the same
   * plain bytes; where they do not (the log forgot since, say) it would be another batch of the same name, and that
   * never goes out. What a later version of this program only packs otherwise, or what another key signs since the one
   * before was lost, so that the texts are the same, is one more rendition. In an envelope the same plain bytes become
   * other bytes: that is one more rendition, with a folder name of its own, and whatever copies of the first there are
   * hold the same record.
   */
  const again: Sealer['again'] = async ({ sealed, recorded }, plan, onProgress) => {
    const { rendition } = recorded;
    const { schemaVersion, headings } = rendition;
    const aside = join(spoolFolder, AGAIN);
    try {
      const made = await seal(rangeOf(sealed), { ...plan, schemaVersion, headings }, onProgress, {
        identity: { ...parts.identity, ...sealed.identity },
        spoolFolder: aside,
      });
      const identical = isDeepStrictEqual(made.rendition.plainFiles, rendition.plainFiles);
      if (!identical && !isSameRecord(made.rendition, rendition)) {
        throw new GatelogError('batch/invalid', 'the spool lost this batch and the log gives another now', {
          firstSeq: sealed.firstSeq,
          lastSeq: sealed.lastSeq,
        });
      }
      await inSpool(async () => {
        await rm(join(spoolFolder, rendition.name), { recursive: true, force: true });
        await renamePatiently(join(aside, made.rendition.name), join(spoolFolder, made.rendition.name));
      });
      return {
        sealed,
        recorded:
          rendition.encryption === null && identical
            ? recorded
            : batches.recordRendition(sealed.firstSeq, made.rendition),
      };
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  };

  return {
    next: (plan, onProgress) => turns.take(() => next(plan, onProgress)),
    all: (plan, onProgress) =>
      turns.take(async () => {
        const made: Spooled[] = [];
        // What is written while this runs belongs to the next batch: a range that is not full is the last.
        while (true) {
          const one = await next(plan, onProgress);
          if (one === null) return made;
          made.push(one);
          if (one.sealed.events < maxEvents) return made;
        }
      }),
    renditionFor: (batch, plan, onProgress) =>
      turns.take(() =>
        // It may have been rendered while this waited for its turn.
        renditionFor(batches.batch(batch.sealed.firstSeq) ?? batch, plan, onProgress),
      ),
    again: (spooled, plan, onProgress) => turns.take(() => again(spooled, plan, onProgress)),
    reading: async (name, work) => {
      inUse.set(name, (inUse.get(name) ?? 0) + 1);
      try {
        return await work();
      } finally {
        const left = (inUse.get(name) ?? 1) - 1;
        if (left === 0) inUse.delete(name);
        else inUse.set(name, left);
      }
    },
    idle: turns.idle,
    tidy: (wanted) =>
      turns.take(async () => {
        const names = await readdir(spoolFolder).catch(() => []);
        const kept = await wanted();
        for (const name of names) {
          const found = parseRenditionName(
            name.endsWith(PARTIAL_SUFFIX) ? name.slice(0, -PARTIAL_SUFFIX.length) : name,
          );
          if (found?.logIdStart !== parts.identity.logId.slice(0, 8)) continue;
          if (kept.has(name) || inUse.has(name)) continue;
          // What cannot be dropped now is at the next delivery.
          await rm(join(spoolFolder, name), { recursive: true, force: true }).catch(() => undefined);
        }
      }),
  };
}

type Range = Pick<SealInput, 'firstSeq' | 'lastSeq' | 'chainBefore'>;

const rangeOf = (sealed: SealedBatch): Range => ({
  firstSeq: sealed.firstSeq,
  lastSeq: sealed.lastSeq,
  chainBefore: Buffer.from(sealed.chainBefore, 'hex'),
});

/** Files that a library packs: another version of it, or of what it stands on, may give other bytes. */
const PACKED = /\.(parquet|xlsx)$/;
/** Files that name the hashes of the others. */
const ABOUT_FILES: ReadonlySet<string> = new Set([MANIFEST_FILE, SIGNATURE_FILE, SUMS_FILE]);

/**
 * Whether two renditions of one plan hold the same texts, however the rest is packed and whichever key signs. Of an
 * event of which nothing stands in the texts, retention takes salt and snapshot all the same: what lacks more is another
 * record.
 */
function isSameRecord(made: Rendition, before: Rendition): boolean {
  const texts = ({ plainFiles }: Rendition): unknown =>
    plainFiles.filter(({ name }) => !PACKED.test(name) && !ABOUT_FILES.has(name));
  const lacks = ({ eventsWithoutPayload }: Rendition): number => eventsWithoutPayload ?? 0;
  return lacks(made) <= lacks(before) && isDeepStrictEqual(texts(made), texts(before));
}
