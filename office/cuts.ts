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
    const manifest = await glance(path);
    if (manifest === null) continue;
    const seqs = cuts.get(manifest.log_id) ?? new Set();
    cuts.set(manifest.log_id, seqs.add(manifest.first_seq - 1).add(manifest.last_seq));
  }
  return cuts;
}

/** The manifest that lies in the open, as it stands there and not checked; null where there is none to go by. */
export async function glance(folder: string): Promise<Manifest | null> {
  try {
    const path = join(folder, MANIFEST_FILE);
    const there = await lstat(path);
    if (!there.isFile() || there.size > SMALL_LIMIT_BYTES) return null;
    return parseManifest(await readFile(path));
  } catch {
    return null;
  }
}
