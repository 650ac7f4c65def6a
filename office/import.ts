import { mkdir, rm } from 'node:fs/promises';
import type { Manifest } from '../core/batch/manifest.ts';
import { BATCH_MAX_EVENTS } from '../core/batch/names.ts';
import { type GatelogError, isGatelogError } from '../core/errors.ts';
import type { TimestampMs } from '../core/units.ts';
import { glance } from './cuts.ts';
import { findBatches, type Place } from './find-batches.ts';
import { type ImportKeys, type Refused, type SoundBatch, soundBatch } from './import-batch.ts';
import { type Placing, placeBatch } from './merge-rule.ts';
import { collectProblems, type Problem, type ProblemCode } from './problem.ts';
import { putAll } from './put-batches.ts';
import type { HeldBatch, NewBatch, Store } from './store/store.ts';
import { takenAway } from './taken-away.ts';

/**
 * Most batches that are taken in one transaction, and events from which on no more join it. A database of columns is at
 * its best with many rows at once (bench, import); a kill loses as many, and no batch by halves.
 */
const TOGETHER = 100;
const TOGETHER_EVENTS = 5 * BATCH_MAX_EVENTS;
/** So many the first time: the database has nothing to do until they were looked at. */
const FIRST_TOGETHER = 20;

/** What became of one batch. */
export type Imported =
  | { readonly folder: string; readonly became: 'imported' | 'replaced'; readonly batch: NewBatch }
  | { readonly folder: string; readonly became: 'here' }
  /** Its stick was pulled out meanwhile, or its share went off: nothing is said of the batch. */
  | { readonly folder: string; readonly became: 'gone' }
  | { readonly folder: string; readonly became: 'refused'; readonly why: ImportRefusal };
export type ImportRefusal =
  | Refused
  | { readonly code: 'overlap' | 'fork' | 'two-gates' }
  | { readonly code: 'record'; readonly problems: readonly ProblemCode[] };

export interface ImportOptions extends ImportKeys {
  /** A folder that is made and removed again; copies of records lie there for a moment, in the open. */
  readonly scratch: string;
  readonly nowMs: () => TimestampMs;
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
  // What a killed run left there.
  await rm(options.scratch, { recursive: true, force: true });
  // Fails where somebody else made it meanwhile: what lies there is ours alone.
  await mkdir(options.scratch, { mode: 0o700 });
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

type ByLog = Map<string, HeldBatch[]>;

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

/** A batch that was looked at. */
interface Looked {
  readonly place: Place;
  readonly found: SoundBatch | Refused | 'here' | 'gone';
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

/** Takes them, and tells what became of each. What they mean to each other is decided anew where one is refused. */
async function take(
  looked: readonly Looked[],
  store: Store,
  held: ByLog,
  options: ImportOptions,
  tell: (imported: Imported) => void,
): Promise<void> {
  const results = new Map<Looked, Imported>();
  for (let left = looked; left.length > 0; ) {
    const some = await takeSome(left, store, held, options);
    for (const [one, result] of some) results.set(one, result);
    left = left.filter((one) => !some.has(one));
  }
  for (const { found } of looked)
    if (typeof found === 'object' && 'manifest' in found)
      await rm(found.keptIn, { recursive: true, force: true });
  for (const one of looked) {
    const result = results.get(one);
    if (result !== undefined) tell(result);
  }
}

/**
 * Takes as many as it can. Left out are those of a log of which one was refused while it was taken: they may have been
 * judged by that one, and nothing of it is held.
 */
async function takeSome(
  looked: readonly Looked[],
  store: Store,
  held: ByLog,
  { unverified, nowMs }: ImportOptions,
): Promise<ReadonlyMap<Looked, Imported>> {
  const results = new Map<Looked, Imported>();
  const placed = new Map<HeldBatch, { readonly one: Looked; readonly batch: NewBatch }>();
  // What is held is what is on disk: the next batches are looked at meanwhile.
  const planned: ByLog = new Map(held);
  for (const one of looked) {
    const { found, place } = one;
    const folder = place.shown;
    if (found === 'here' || found === 'gone') results.set(one, { folder, became: found });
    else if ('code' in found) results.set(one, { folder, became: 'refused', why: found });
    else {
      const decided = decide(found, planned, unverified);
      if ('code' in decided) results.set(one, { folder, became: 'refused', why: decided });
      else if (decided.batch === null) results.set(one, { folder, became: 'here' });
      else {
        // One of these that tells less is not taken first to be dropped again.
        const { insteadOf } = decided.batch;
        const less = insteadOf === null ? undefined : placed.get(insteadOf);
        if (insteadOf !== null && less !== undefined) {
          placed.delete(insteadOf);
          results.set(less.one, { folder: less.one.place.shown, became: 'here' });
        }
        const batch =
          less === undefined ? decided.batch : { ...decided.batch, insteadOf: less.batch.insteadOf };
        placed.set(remember(planned, batch, insteadOf, nowMs()), { one, batch });
      }
    }
  }
  const batches = [...placed.values()].map(({ batch }) => batch);
  const refusals = await putAll(batches, store, nowMs());
  const doubtful = new Set([...refusals.keys()].map(({ manifest }) => manifest.log_id));
  for (const one of [...results.keys()])
    if (typeof one.found === 'object' && 'manifest' in one.found && doubtful.has(one.found.manifest.log_id))
      results.delete(one);
  for (const { one, batch } of placed.values()) {
    const folder = one.place.shown;
    const problems = refusals.get(batch);
    if (problems === undefined) {
      remember(held, batch, batch.insteadOf, nowMs());
      results.set(one, { folder, became: batch.insteadOf === null ? 'imported' : 'replaced', batch });
    } else results.set(one, { folder, became: 'refused', why: { code: 'record', problems } });
  }
  return results;
}

type Decided = { readonly batch: NewBatch | null } | { readonly code: 'overlap' | 'fork' | 'two-gates' };

function decide(found: SoundBatch, held: ByLog, unverified: boolean): Decided {
  const { manifest, marks } = found;
  const log = held.get(manifest.log_id) ?? [];
  const placing: Placing<HeldBatch> = placeBatch(manifest, marks.length === 0, log);
  if (placing.kind === 'here') return { batch: null };
  if (placing.kind !== 'new' && placing.kind !== 'better') return { code: placing.kind };
  if (placing.contradicts && !unverified) return { code: 'fork' };
  const all = placing.contradicts ? [...marks, 'fork' as const] : marks;
  const insteadOf = placing.kind === 'better' ? placing.insteadOf : null;
  return { batch: { ...found, marks: all, verified: all.length === 0, insteadOf } };
}

function remember(
  held: ByLog,
  batch: NewBatch,
  insteadOf: HeldBatch | null,
  importedAtMs: TimestampMs,
): HeldBatch {
  const { manifest, manifestSha256, verified, marks } = batch;
  const one = { manifest, manifestSha256, verified, marks, importedAtMs };
  const others = (held.get(manifest.log_id) ?? []).filter((other) => other !== insteadOf);
  held.set(manifest.log_id, [...others, one]);
  return one;
}

/** True for what a store throws that is worth words and no stack. */
export const isStoreError = (error: unknown): error is GatelogError =>
  isGatelogError(error, 'store/unavailable', 'store/unknown', 'store/failed');
