import type { EventKind } from '../core/batch/event.ts';
import type { Manifest } from '../core/batch/manifest.ts';
import type { Problems } from './problem.ts';

/** What was looked at inside a rendition. */
export interface RecordReport {
  /** Events that the record tells of, one by one or as counts. */
  readonly events: number;
  /** Events that were followed through the chain. */
  readonly chainChecked: number;
  /** Personal parts that were compared with the chain; only the full profile can. */
  readonly commitmentsChecked: number;
  readonly commitmentsForgotten: number;
}

/** Compares counts by kind as they were found with those of the manifest. */
export function checkCounts(
  counts: Partial<Record<EventKind, number>>,
  manifest: Manifest,
  file: string,
  problems: Problems,
): void {
  const kinds = new Set([...Object.keys(counts), ...Object.keys(manifest.counts)]);
  for (const kind of kinds) {
    const [found, said] = [counts[kind as EventKind] ?? 0, manifest.counts[kind as EventKind] ?? 0];
    if (found !== said) problems.add('counts-differ', file, null, `${kind}: ${found} / ${said}`);
  }
}
