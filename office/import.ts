import { mkdir, rm } from 'node:fs/promises';
import type { Manifest } from '../core/batch/manifest.ts';
import { BATCH_MAX_EVENTS } from '../core/batch/names.ts';
import { type GatelogError, isGatelogError } from '../core/errors.ts';
import { glance } from './cuts.ts';
import { findBatches, type Place } from './find-batches.ts';
import { type ImportKeys, type Refused, type SoundBatch, soundBatch } from './import-batch.ts';
import { placeBatch } from './merge-rule.ts';
import { collectProblems, type Problem } from './problem.ts';
import { onOurDisk } from './sealed-file.ts';
import type { Store } from './store/store.ts';
import { storeError } from './store/store-error.ts';
import { type ByLog, type Imported, type Looked, type TakeOptions, take } from './take-batches.ts';
import { takenAway } from './taken-away.ts';

/**
 * Most batches that are taken in one transaction, and events from which on no more join it. A database of columns is at
 * its best with many rows at once (bench, import); a kill loses as many, and no batch by halves.
 */
const TOGETHER = 100;
const TOGETHER_EVENTS = 5 * BATCH_MAX_EVENTS;
/** So many the first time: the database has nothing to do until they were looked at. */
const FIRST_TOGETHER = 20;

export interface ImportOptions extends ImportKeys, TakeOptions {
  /** A folder that is made and removed again; copies of records lie there for a moment, in the open. */
  readonly scratch: string;
  /** Told how many batches were looked at, long before what became of them is on disk. */
  readonly onLook?: (looked: number, of: number) => void;
  /** Told of every batch, in order, once what became of it is on disk. */
  readonly onBatch: (imported: Imported, done: number, of: number) => void;
}

/**
 * Imports every batch in these folders. Each is taken whole or not at all; one that the office has already changes
 * nothing. Batches are taken some at a time in one transaction; while the store takes some, the next are looked at.
 * @returns what is wrong beside the batches, as none found or unfinished copies
 * @throws GatelogError what the store throws
 */
export async function importPaths(
  paths: readonly string[],
  store: Store,
  options: ImportOptions,
): Promise<readonly Problem[]> {
  const problems = collectProblems();
  const places = await findBatches(paths, problems);
  const held = await heldByLog(store);
  let done = 0;
  const tell = (imported: Imported): void => {
    done += 1;
    options.onBatch(imported, done, places.length);
  };
  await makeScratch(options.scratch);
  let taking: Promise<void> = Promise.resolve();
  try {
    for (let from = 0; from < places.length; ) {
      const some = await lookAt(places, from, held, options);
      from = some.next;
      await taking;
      taking = take(some.looked, store, held, options, tell);
      taking.catch(() => undefined);
    }
    await taking;
  } finally {
    await taking.catch(() => undefined);
    await rm(options.scratch, { recursive: true, force: true });
  }
  return problems.found;
}

async function makeScratch(folder: string): Promise<void> {
  try {
    // What a killed run left there.
    await rm(folder, { recursive: true, force: true });
    // Fails where somebody else made it meanwhile: what lies there is ours alone.
    await onOurDisk(mkdir(folder, { mode: 0o700 }));
  } catch (error) {
    throw isStoreError(error) ? error : storeError('scratch', error, folder);
  }
}

async function heldByLog(store: Store): Promise<ByLog> {
  const byLog: ByLog = new Map();
  for (const batch of await store.held()) {
    const logId = batch.manifest.log_id;
    const log = byLog.get(logId);
    if (log === undefined) byLog.set(logId, [batch]);
    else log.push(batch);
  }
  return byLog;
}

async function lookAt(
  places: readonly Place[],
  first: number,
  held: ByLog,
  options: ImportOptions,
): Promise<{ readonly looked: readonly Looked[]; readonly next: number }> {
  const looked: Looked[] = [];
  let events = 0;
  let next = first;
  const most = first === 0 ? FIRST_TOGETHER : TOGETHER;
  while (next < places.length && looked.length < most && events < TOGETHER_EVENTS) {
    const place = places[next];
    if (place === undefined) break;
    const manifest = await glance(place.path);
    const found =
      manifest !== null && isHere(manifest, held) ? 'here' : await soundThere(place, options, next);
    looked.push({ place, found });
    next += 1;
    options.onLook?.(next, places.length);
    if (typeof found === 'object' && 'manifest' in found) events += found.manifest.events;
  }
  return { looked, next };
}

/** What cannot be read any more is not refused for that. */
async function soundThere(
  place: Place,
  options: ImportOptions,
  nth: number,
): Promise<SoundBatch | Refused | 'gone'> {
  const found = await soundBatch(place, options, options.scratch, nth);
  return 'code' in found && found.code === 'problems' && (await takenAway(place)) !== null ? 'gone' : found;
}

/** By its manifest alone: nothing of it would be taken, so nothing of it needs to be read. */
function isHere(manifest: Manifest, held: ByLog): boolean {
  const log = held.get(manifest.log_id) ?? [];
  // As if it were vouched for: one that the office has unverified may come again from a gate that it knows.
  return placeBatch(manifest, true, log).kind === 'here';
}

/** True for what a store throws that is worth words and no stack. */
export const isStoreError = (error: unknown): error is GatelogError =>
  isGatelogError(error, 'store/unavailable', 'store/unknown', 'store/failed');
