import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { chainOf } from '../core/batch/chain.ts';
import { commitmentOf } from '../core/batch/commitment.ts';
import { CSV_HEADER, csvCells } from '../core/batch/csv.ts';
import type { EventKind } from '../core/batch/event.ts';
import type { Manifest } from '../core/batch/manifest.ts';
import { SHEET_COLUMNS, sheetCells } from '../core/batch/sheet.ts';
import { COLUMNS, type OpenedRow, openRow, type Value, valuesOf } from '../core/batch/table.ts';
import { GatelogError } from '../core/errors.ts';
import type { Problems } from './problem.ts';
import { readCsv } from './read-csv.ts';
import { type RecordRow, readRecord } from './read-record.ts';
import { readSheet } from './read-sheet.ts';
import { recordPath, type SoundFiles } from './verify-files.ts';

const PARQUET = 'events.parquet';
const CSV = 'events.csv';
const SHEET = 'events.xlsx';
const AUDIT = 'audit.ndjson';

/** What was looked at inside a batch. */
export interface RecordReport {
  readonly events: number;
  readonly commitmentsChecked: number;
  readonly commitmentsForgotten: number;
}

/**
 * Checks the inside of a batch whose files are the sealed ones: order, chain, commitments, counts and times of
 * the record, and that CSV and workbook say the same. One pass, whatever the size. A file whose bytes are not
 * the sealed ones was reported before and is not opened here.
 */
export async function verifyRecord(
  folder: string,
  { manifest, sound }: SoundFiles,
  problems: Problems,
): Promise<RecordReport> {
  const report = { events: 0, commitmentsChecked: 0, commitmentsForgotten: 0 };
  if (sound.has(AUDIT)) await checkAudit(recordPath(folder, AUDIT), manifest, problems);
  if (!sound.has(PARQUET)) return report;
  const copies = [
    ...(sound.has(CSV) ? [csvCopy(folder, problems)] : []),
    ...(sound.has(SHEET) ? [sheetCopy(folder, problems)] : []),
  ];
  const counts: Partial<Record<EventKind, number>> = {};
  let chain: Uint8Array = Buffer.from(manifest.chain_before, 'hex');
  let firstAtMs: number | null = null;
  let lastAtMs: number | null = null;
  try {
    for (const copy of copies) await copy.start();
    for await (const record of readRecord(recordPath(folder, PARQUET))) {
      const { row } = record;
      const expectedSeq = manifest.first_seq + report.events;
      report.events += 1;
      if (row.seq !== expectedSeq) problems.add('order', PARQUET, row.seq, `${expectedSeq}`);
      counts[row.kind] = (counts[row.kind] ?? 0) + 1;
      firstAtMs ??= row.atMs;
      lastAtMs = row.atMs;
      if (!same(chainOf(chain, row, row.commitment), row.chain))
        problems.add('chain-broken', PARQUET, row.seq);
      // Goes on from what the row says, so that one change is one problem and not all that follow.
      chain = row.chain;
      const opened = checkPersonal(record, report, problems);
      for (const copy of copies) await copy.compare(row.seq, opened);
    }
    for (const copy of copies) await copy.end();
  } catch (error) {
    const columns = error instanceof GatelogError && error.context.columns === true;
    problems.add(columns ? 'columns-differ' : 'record-unreadable', PARQUET);
    return report;
  } finally {
    for (const copy of copies) await copy.close();
  }
  if (report.events !== manifest.events) {
    problems.add('row-count', PARQUET, null, `${report.events} / ${manifest.events}`);
  }
  if (!same(chain, Buffer.from(manifest.chain_after, 'hex'))) problems.add('chain-end-differs', PARQUET);
  checkCounts(counts, manifest, problems);
  if (firstAtMs !== manifest.first_at_ms || lastAtMs !== manifest.last_at_ms)
    problems.add('times-differ', PARQUET);
  if (report.commitmentsForgotten !== manifest.events_without_payload) problems.add('counts-differ', PARQUET);
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

function checkCounts(
  counts: Partial<Record<EventKind, number>>,
  manifest: Manifest,
  problems: Problems,
): void {
  const kinds = new Set([...Object.keys(counts), ...Object.keys(manifest.counts)]);
  for (const kind of kinds) {
    const [found, said] = [counts[kind as EventKind] ?? 0, manifest.counts[kind as EventKind] ?? 0];
    if (found !== said) problems.add('counts-differ', PARQUET, null, `${kind}: ${found} / ${said}`);
  }
}

async function checkAudit(path: string, manifest: Manifest, problems: Problems): Promise<void> {
  let lines = 0;
  const source = createReadStream(path);
  try {
    for await (const line of createInterface({ input: source, crlfDelay: 0 })) {
      lines += 1;
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new Error('not an object');
    }
  } catch {
    problems.add('audit-invalid', AUDIT, null, `${lines}`);
    return;
  } finally {
    source.destroy();
  }
  if (lines !== manifest.audit_lines)
    problems.add('audit-invalid', AUDIT, null, `${lines} / ${manifest.audit_lines}`);
}

/** A rendition read beside the record, row by row. */
interface Copy {
  start(): Promise<void>;
  compare(seq: number, opened: OpenedRow): Promise<void>;
  end(): Promise<void>;
  close(): Promise<void>;
}

const csvCopy = (folder: string, problems: Problems): Copy =>
  copyOf(readCsv(recordPath(folder, CSV)), CSV_HEADER, csvCells, (seq, facts) =>
    problems.add('csv-differs', CSV, seq, facts),
  );

const sheetCopy = (folder: string, problems: Problems): Copy => {
  const headings = SHEET_COLUMNS.map((column) => column.heading);
  return copyOf(readSheet(recordPath(folder, SHEET), headings.length), headings, sheetCells, (seq, facts) =>
    problems.add('sheet-differs', SHEET, seq, facts),
  );
};

function copyOf(
  rows: AsyncGenerator<readonly string[]>,
  headings: readonly string[],
  cells: (opened: OpenedRow) => readonly string[],
  differs: (seq: number | null, facts: string) => void,
): Copy {
  let broken = false;
  const next = async (): Promise<readonly string[] | null> => {
    try {
      const row = await rows.next();
      return row.done === true ? null : row.value;
    } catch {
      broken = true;
      return null;
    }
  };
  const compare = async (seq: number | null, expected: readonly string[]): Promise<void> => {
    if (broken) return;
    const found = await next();
    if (found === null) {
      broken = true;
      differs(seq, 'unreadable or ends here');
      return;
    }
    const wrong = expected.findIndex((cell, index) => cell !== found[index]);
    if (wrong >= 0) differs(seq, headings[wrong] ?? '');
    else if (found.length !== expected.length) differs(seq, 'extra cells');
  };
  return {
    start: () => compare(null, headings),
    compare: (seq, opened) => compare(seq, cells(opened)),
    end: async () => {
      if (!broken && (await next()) !== null) differs(null, 'extra rows');
    },
    close: async () => {
      await rows.return(undefined).catch(() => undefined);
    },
  };
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function sameValue(a: Value, b: Value): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? same(a, b) : a === b;
}
