import { chainOf } from '../core/batch/chain.ts';
import { commitmentOf } from '../core/batch/commitment.ts';
import type { EventKind, EventPersonal, EventRow } from '../core/batch/event.ts';
import { eventLayout } from '../core/batch/layout.ts';
import { headingsOf, type Manifest } from '../core/batch/manifest.ts';
import { columnsOf, PERSONAL_COLUMNS, type RowProfile, showsNoMore } from '../core/batch/profile.ts';
import { COLUMNS, type Column, type OpenedRow, openRow, type Value, valuesOf } from '../core/batch/table.ts';
import { GatelogError } from '../core/errors.ts';
import { copiesOf } from './copies.ts';
import type { Problems } from './problem.ts';
import { type RecordRow, readRecord } from './read-record.ts';
import { checkCounts, type RecordReport } from './record-report.ts';
import type { FileSource } from './source.ts';

const RECORD = 'events';
const PARQUET = 'events.parquet';

/**
 * Checks a record of events: order, chain, counts and times, personal columns as far as the profile lets them be
 * checked, and that CSV and workbook say the same. One pass, whatever the size.
 * @param listen told of every event as it passes
 */
export async function verifyEvents(
  manifest: Manifest,
  profile: RowProfile,
  sound: ReadonlyMap<string, FileSource>,
  problems: Problems,
  listen: (row: EventRow) => void = () => undefined,
): Promise<RecordReport> {
  const report = { events: 0, chainChecked: 0, commitmentsChecked: 0, commitmentsForgotten: 0 };
  const source = sound.get(PARQUET);
  if (source === undefined) return report;
  const headings = headingsOf(manifest);
  const layouts = [eventLayout(profile, headings), eventLayout(profile, headings, 'codes')] as const;
  const copies = copiesOf(layouts, RECORD, sound, problems);
  const columns = columnsOf(profile);
  const counts: Partial<Record<EventKind, number>> = {};
  let chain: Uint8Array = Buffer.from(manifest.chain_before, 'hex');
  let firstAtMs: number | null = null;
  let lastAtMs: number | null = null;
  try {
    for (const copy of copies) await copy.start();
    for await (const record of readRecord(source, columns)) {
      const { row } = record;
      const expectedSeq = manifest.first_seq + report.events;
      report.events += 1;
      if (row.seq !== expectedSeq) problems.add('order', PARQUET, row.seq, `${expectedSeq}`);
      counts[row.kind] = (counts[row.kind] ?? 0) + 1;
      listen(row);
      firstAtMs ??= row.atMs;
      lastAtMs = row.atMs;
      if (!same(chainOf(chain, row, row.commitment), row.chain))
        problems.add('chain-broken', PARQUET, row.seq);
      else report.chainChecked += 1;
      // Goes on from what the row says, so that one change is one problem and not all that follow.
      chain = row.chain;
      const opened =
        profile === 'full'
          ? checkPersonal(record, report, problems)
          : checkShown(record, profile, columns, problems);
      for (const copy of copies) await copy.compare(row.seq, opened);
    }
    for (const copy of copies) await copy.end();
  } catch (error) {
    const otherColumns = error instanceof GatelogError && error.context.columns === true;
    problems.add(otherColumns ? 'columns-differ' : 'record-unreadable', PARQUET);
    return report;
  } finally {
    for (const copy of copies) await copy.close();
  }
  if (report.events !== manifest.events) {
    problems.add('row-count', PARQUET, null, `${report.events} / ${manifest.events}`);
  }
  if (!same(chain, Buffer.from(manifest.chain_after, 'hex'))) problems.add('chain-end-differs', PARQUET);
  checkCounts(counts, manifest, PARQUET, problems);
  if (firstAtMs !== manifest.first_at_ms || lastAtMs !== manifest.last_at_ms)
    problems.add('times-differ', PARQUET);
  if (profile === 'full' && report.commitmentsForgotten !== manifest.events_without_payload)
    problems.add('counts-differ', PARQUET);
  return report;
}

/** Payload against commitment, columns against payload. */
function checkPersonal(
  { row, values }: RecordRow,
  report: { commitmentsChecked: number; commitmentsForgotten: number },
  problems: Problems,
): OpenedRow {
  let opened: OpenedRow = { row, personal: null };
  if (row.payload === null || row.salt === null) {
    report.commitmentsForgotten += 1;
    if (row.payload !== row.salt) problems.add('commitment-differs', PARQUET, row.seq);
  } else {
    report.commitmentsChecked += 1;
    if (!same(commitmentOf(row.salt, row.payload), row.commitment)) {
      problems.add('commitment-differs', PARQUET, row.seq);
    }
    try {
      opened = openRow(row);
    } catch {
      problems.add('payload-unreadable', PARQUET, row.seq);
      return opened;
    }
  }
  const expected = valuesOf(opened);
  const wrong = COLUMNS.findIndex((_, index) => !sameValue(values[index] ?? null, expected[index] ?? null));
  if (wrong >= 0) problems.add('snapshot-differs', PARQUET, row.seq, COLUMNS[wrong]?.name);
  return opened;
}

/** Without a payload the personal columns are the gate's word; but none may show more than the profile allows. */
function checkShown(
  { row, values }: RecordRow,
  profile: RowProfile,
  columns: readonly Column[],
  problems: Problems,
): OpenedRow {
  const shown = new Map(columns.map(({ name }, index) => [name, values[index] ?? null]));
  const text = (name: string): string | null => {
    const value = shown.get(name);
    return typeof value === 'string' ? value : null;
  };
  const tooMuch = columns.find(({ name }) => {
    const value = text(name);
    return value !== null && !showsNoMore(profile, name, value);
  });
  if (tooMuch !== undefined) problems.add('shows-too-much', PARQUET, row.seq, tooMuch.name);
  const personal: EventPersonal = {
    schema: 1,
    documentKind: text(PERSONAL_COLUMNS.documentKind),
    document: text(PERSONAL_COLUMNS.document),
    name: text(PERSONAL_COLUMNS.name),
    birth: text(PERSONAL_COLUMNS.birth),
    sex: text(PERSONAL_COLUMNS.sex),
    address: text(PERSONAL_COLUMNS.address),
    phone: text(PERSONAL_COLUMNS.phone),
    note: text(PERSONAL_COLUMNS.note),
    guard: text(PERSONAL_COLUMNS.guard),
    raw: text(PERSONAL_COLUMNS.raw),
    // No profile but full has the column.
    fields: {},
  };
  return { row, personal };
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function sameValue(a: Value, b: Value): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? same(a, b) : a === b;
}
