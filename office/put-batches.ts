import type { TimestampMs } from '../core/units.ts';
import type { ProblemCode } from './problem.ts';
import type { NewBatch, Store } from './store/store.ts';
import { storeError } from './store/store-error.ts';

/**
 * Puts those whose records are as their manifests say, and tells what is wrong with the others. Where all together
 * cannot be put, each is tried alone. Throws `store/failed` where it is not for a record.
 */
export async function putAll(
  batches: readonly NewBatch[],
  store: Store,
  importedAtMs: TimestampMs,
): Promise<ReadonlyMap<NewBatch, readonly ProblemCode[]>> {
  const checked = await checkAll(batches, store);
  const wrong = new Map([...checked].filter(([, problems]) => problems.length > 0));
  const good = batches.filter((batch) => !wrong.has(batch));
  if (good.length === 0) return wrong;
  try {
    await store.put(good, importedAtMs);
    return wrong;
  } catch (cause) {
    const [alone, ...more] = good;
    if (alone !== undefined && more.length === 0) {
      const again = (await checkAll([alone], store)).get(alone) ?? [];
      if (again.length > 0) return new Map([...wrong, [alone, again]]);
      throw storeError('cannot-write', cause);
    }
  }
  const later: [NewBatch, readonly ProblemCode[]][] = [];
  for (const batch of good) later.push(...(await putAll([batch], store, importedAtMs)));
  return new Map([...wrong, ...later]);
}

/** Where the records cannot be read together, each is looked at alone: one that is gone must not fail the others. */
async function checkAll(
  batches: readonly NewBatch[],
  store: Store,
): Promise<ReadonlyMap<NewBatch, readonly ProblemCode[]>> {
  try {
    return await store.check(batches);
  } catch (error) {
    const [alone, ...more] = batches;
    if (alone === undefined) throw error;
    if (more.length === 0) return new Map([[alone, ['record-unreadable']]]);
  }
  const checked: [NewBatch, readonly ProblemCode[]][] = [];
  for (const batch of batches) checked.push(...(await checkAll([batch], store)));
  return new Map(checked);
}
