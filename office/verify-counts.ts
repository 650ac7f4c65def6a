import { z } from 'zod';
import { COUNT_COLUMNS, type CountRow, compareCounts } from '../core/batch/counts.ts';
import { EVENT_KINDS, type EventKind } from '../core/batch/event.ts';
import { countLayout } from '../core/batch/layout.ts';
import { headingsOf, type Manifest } from '../core/batch/manifest.ts';
import { GatelogError } from '../core/errors.ts';
import { copiesOf } from './copies.ts';
import type { Problems } from './problem.ts';
import { readTable } from './read-record.ts';
import { checkCounts, type RecordReport } from './record-report.ts';
import type { FileSource } from './source.ts';

const RECORD = 'counts';
const PARQUET = 'counts.parquet';

const rowSchema = z.tuple([
  z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  z.int().min(0).max(23),
  z.string(),
  z.enum(EVENT_KINDS),
  z.int().min(1),
]);

/**
 * Checks a record of counts: its order, that no row stands twice, that it adds up to what the manifest says, and that
 * CSV and workbook say the same. No event is in it, so no chain can be followed through it.
 */
export async function verifyCounts(
  manifest: Manifest,
  sound: ReadonlyMap<string, FileSource>,
  problems: Problems,
): Promise<RecordReport> {
  const report = { events: 0, chainChecked: 0, commitmentsChecked: 0, commitmentsForgotten: 0 };
  const source = sound.get(PARQUET);
  if (source === undefined) return report;
  const headings = headingsOf(manifest);
  const layouts = [countLayout(headings), countLayout(headings, 'codes')] as const;
  const copies = copiesOf(layouts, RECORD, sound, problems);
  const counts: Partial<Record<EventKind, number>> = {};
  let before: CountRow | null = null;
  try {
    for (const copy of copies) await copy.start();
    for await (const values of readTable(source, COUNT_COLUMNS)) {
      const row = rowOf(values);
      if (before !== null && compareCounts(before, row) >= 0)
        problems.add('order', PARQUET, null, `${row.day} ${row.hour}`);
      before = row;
      report.events += row.events;
      counts[row.kind] = (counts[row.kind] ?? 0) + row.events;
      for (const copy of copies) await copy.compare(null, row);
    }
    for (const copy of copies) await copy.end();
  } catch (error) {
    const otherColumns = error instanceof GatelogError && error.context.columns === true;
    problems.add(otherColumns ? 'columns-differ' : 'record-unreadable', PARQUET);
    return report;
  } finally {
    for (const copy of copies) await copy.close();
  }
  if (report.events !== manifest.events)
    problems.add('row-count', PARQUET, null, `${report.events} / ${manifest.events}`);
  checkCounts(counts, manifest, PARQUET, problems);
  return report;
}

function rowOf(values: readonly unknown[]): CountRow {
  const parsed = rowSchema.safeParse(values);
  if (!parsed.success) throw new GatelogError('batch/invalid', 'no row of counts');
  const [day, hour, lane, kind, events] = parsed.data;
  return { day, hour, lane, kind, events };
}
