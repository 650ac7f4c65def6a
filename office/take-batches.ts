import { rm } from 'node:fs/promises';
import type { TimestampMs } from '../core/units.ts';
import type { Place } from './find-batches.ts';
import type { ImportKeys, Refused, SoundBatch } from './import-batch.ts';
import { isSameBatch, type Placing, placeBatch, type Refusal, tellsMore } from './merge-rule.ts';
import type { ProblemCode } from './problem.ts';
import { putAll } from './put-batches.ts';
import type { HeldBatch, NewBatch, Store } from './store/store.ts';

/** What became of one batch. */
export type Imported =
  | { readonly folder: string; readonly became: 'imported' | 'replaced'; readonly batch: NewBatch }
  | { readonly folder: string; readonly became: 'here' }
  /** Its stick was pulled out meanwhile, or its share went off: nothing is said of the batch. */
  | { readonly folder: string; readonly became: 'gone' }
  | { readonly folder: string; readonly became: 'refused'; readonly why: ImportRefusal };
export type ImportRefusal =
  | Refused
  | { readonly code: Refusal }
  | { readonly code: 'record'; readonly problems: readonly ProblemCode[] };

/** A batch that was looked at. */
export interface Looked {
  readonly place: Place;
  readonly found: SoundBatch | Refused | 'here' | 'gone';
}

export interface TakeOptions extends Pick<ImportKeys, 'unverified'> {
  readonly nowMs: () => TimestampMs;
}

/** What the office holds, by log. */
export type ByLog = Map<string, HeldBatch[]>;

/** Takes them, and tells what became of each. What they mean to each other is decided anew where one is refused. */
export async function take(
  looked: readonly Looked[],
  store: Store,
  held: ByLog,
  options: TakeOptions,
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
 * judged by that one, and nothing of it is held; and those behind one that takes the place of other batches than its own
 * renditions, until that is on disk.
 */
async function takeSome(
  looked: readonly Looked[],
  store: Store,
  held: ByLog,
  { unverified, nowMs }: TakeOptions,
): Promise<ReadonlyMap<Looked, Imported>> {
  const results = new Map<Looked, Imported>();
  const placed = new Map<HeldBatch, { readonly one: Looked; readonly batch: NewBatch }>();
  // What is held is what is on disk: the next batches are looked at meanwhile.
  const planned: ByLog = new Map(held);
  const waiting = new Set<string>();
  for (const one of looked) {
    const { found, place } = one;
    const folder = place.shown;
    if (found === 'here' || found === 'gone') results.set(one, { folder, became: found });
    else if ('code' in found) results.set(one, { folder, became: 'refused', why: found });
    else if (!waiting.has(found.manifest.log_id)) {
      const decided = decide(found, planned, unverified);
      if ('code' in decided) results.set(one, { folder, became: 'refused', why: decided });
      else if (decided.batch === null) results.set(one, { folder, became: 'here' });
      else {
        const { batch } = decided;
        const [less] = batch.insteadOf.flatMap((other) => placed.get(other) ?? []);
        if (ousts(batch)) {
          waiting.add(found.manifest.log_id);
          if (less !== undefined) continue;
        }
        // One of these that has to give way is not taken first to be dropped again.
        if (less !== undefined) {
          for (const other of batch.insteadOf) placed.delete(other);
          const { shown } = less.one.place;
          results.set(
            less.one,
            tellsMore(less.batch.manifest, batch.manifest)
              ? { folder: shown, became: 'refused', why: { code: 'vouched-stays' } }
              : { folder: shown, became: 'here' },
          );
        }
        const insteadOf = less === undefined ? batch.insteadOf : less.batch.insteadOf;
        const held = remember(planned, batch, batch.insteadOf, nowMs());
        placed.set(held, { one, batch: { ...batch, insteadOf } });
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
      results.set(one, { folder, became: batch.insteadOf.length === 0 ? 'imported' : 'replaced', batch });
    } else results.set(one, { folder, became: 'refused', why: { code: 'record', problems } });
  }
  return results;
}

/** Whether it takes the place of others than renditions of the same batch. */
const ousts = ({ manifest, insteadOf }: NewBatch): boolean =>
  insteadOf.some((other) => !isSameBatch(manifest, other.manifest));

type Decided = { readonly batch: NewBatch | null } | { readonly code: Refusal };

function decide(found: SoundBatch, held: ByLog, unverified: boolean): Decided {
  const { manifest, marks } = found;
  const log = held.get(manifest.log_id) ?? [];
  const placing: Placing<HeldBatch> = placeBatch(manifest, marks.length === 0, log);
  if (placing.kind === 'here') return { batch: null };
  if (placing.kind !== 'new' && placing.kind !== 'better') return { code: placing.kind };
  if (placing.contradicts && !unverified) return { code: 'fork' };
  const all = placing.contradicts ? [...marks, 'fork' as const] : marks;
  const insteadOf = placing.kind === 'better' ? placing.insteadOf : [];
  return { batch: { ...found, marks: all, verified: all.length === 0, insteadOf } };
}

function remember(
  held: ByLog,
  batch: NewBatch,
  insteadOf: readonly HeldBatch[],
  importedAtMs: TimestampMs,
): HeldBatch {
  const { manifest, manifestSha256, verified, marks } = batch;
  const one = { manifest, manifestSha256, verified, marks, importedAtMs };
  const others = (held.get(manifest.log_id) ?? []).filter((other) => !insteadOf.includes(other));
  held.set(manifest.log_id, [...others, one]);
  return one;
}
