import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, parseManifest } from '../core/batch/manifest.ts';
import { MANIFEST_FILE } from '../core/batch/names.ts';
import type { Place } from './find-batches.ts';
import { SMALL_LIMIT_BYTES } from './verify-files.ts';

/** By log, the events at which a batch begins behind or ends: there two batches that overlap can be compared. */
export type CutSeqs = ReadonlyMap<string, ReadonlySet<number>>;

/** Looks at manifests only; what cannot be read is no cut here and a problem later. */
export async function cutsOf(places: readonly Place[]): Promise<CutSeqs> {
  const cuts = new Map<string, Set<number>>();
  for (const { path } of places) {
    const manifest = await glance(join(path, MANIFEST_FILE));
    if (manifest === null) continue;
    const seqs = cuts.get(manifest.log_id) ?? new Set();
    cuts.set(manifest.log_id, seqs.add(manifest.first_seq - 1).add(manifest.last_seq));
  }
  return cuts;
}

async function glance(path: string): Promise<Manifest | null> {
  try {
    const there = await lstat(path);
    if (!there.isFile() || there.size > SMALL_LIMIT_BYTES) return null;
    return parseManifest(await readFile(path));
  } catch {
    return null;
  }
}
