import { zstdDecompressSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { z } from 'zod';
import { EVENT_KINDS, type EventRow } from '../core/batch/event.ts';
import { BATCH_MAX_EVENTS } from '../core/batch/names.ts';
import { COLUMNS, type Column, type Value } from '../core/batch/table.ts';
import { GatelogError } from '../core/errors.ts';
import { timestampMs } from '../core/units.ts';

/** Most bytes that one page may unpack to: a stranger's file does not choose our memory. */
const MAX_PAGE_BYTES = 256 << 20;
const PARQUET_TYPES = {
  int64: 'INT64',
  int32: 'INT32',
  timestamp: 'INT64',
  text: 'BYTE_ARRAY',
  bytes: 'BYTE_ARRAY',
};
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One event of events.parquet: the row as the log had it, and what every column says. */
export interface RecordRow {
  readonly row: EventRow;
  readonly values: readonly Value[];
}

/**
 * Reads events.parquet a row group at a time, in file order. Throws `batch/invalid` where it is not Parquet,
 * has other columns, more rows than a batch may hold, or a value of the wrong kind.
 */
export async function* readRecord(path: string): AsyncGenerator<RecordRow> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((cause) => {
    throw new GatelogError('batch/invalid', 'not a Parquet file', {}, { cause });
  });
  const [, ...columns] = metadata.schema;
  const same =
    columns.length === COLUMNS.length &&
    COLUMNS.every(
      ({ name, type }, i) => columns[i]?.name === name && columns[i]?.type === PARQUET_TYPES[type],
    );
  if (!same) throw new GatelogError('batch/invalid', 'other columns', { columns: true });
  if (metadata.num_rows > BATCH_MAX_EVENTS) throw new GatelogError('batch/invalid', 'too many rows');
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({
      file,
      metadata,
      rowStart,
      rowEnd,
      utf8: false,
      // hyparquet's own decoder would drop a byte order mark that was part of the text.
      parsers: { stringFromBytes: (bytes) => (bytes === undefined ? bytes : utf8.decode(bytes)) },
      compressors: { ZSTD: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: MAX_PAGE_BYTES }) },
    });
    for (const row of rows) {
      const values = COLUMNS.map((column) => cellValue(column, row[column.name]));
      yield { row: rowOf(values), values };
    }
    rowStart = rowEnd;
  }
}

function cellValue(column: Column, value: unknown): Value {
  if (value === null || value === undefined) {
    if (column.nullable) return null;
  } else if (column.type === 'text') {
    if (typeof value === 'string') return value;
  } else if (column.type === 'bytes') {
    if (value instanceof Uint8Array) return value;
  } else {
    const number = value instanceof Date ? value.getTime() : Number(value);
    if (Number.isSafeInteger(number)) return number;
  }
  throw new GatelogError('batch/invalid', `column ${column.name} holds a wrong value`);
}

const bytes32 = z.instanceof(Uint8Array).refine((bytes) => bytes.length === 32);
const publicValues = z.object({
  seq: z.int(),
  at: z.int(),
  offset_min: z.int().min(-1440).max(1440),
  boot_id: z.string(),
  uptime_ms: z.int(),
  clock: z.enum(['ok', 'suspect']),
  gate_id: z.string(),
  lane: z.string(),
  kind: z.enum(EVENT_KINDS),
  reason: z.string(),
  credential_kind: z.string(),
  checks: z.string(),
  source: z.string(),
  voids_seq: z.int().nullable(),
  answers_seq: z.int().nullable(),
  person_key: z.string().nullable(),
  salt: bytes32.nullable(),
  payload: z.instanceof(Uint8Array).nullable(),
  commitment: bytes32,
  chain: bytes32,
});

function rowOf(values: readonly Value[]): EventRow {
  const parsed = publicValues.safeParse(
    Object.fromEntries(COLUMNS.map((column, i) => [column.name, values[i]])),
  );
  if (!parsed.success) throw new GatelogError('batch/invalid', z.prettifyError(parsed.error));
  const row = parsed.data;
  return {
    seq: row.seq,
    atMs: timestampMs(row.at),
    offsetMin: row.offset_min,
    bootId: row.boot_id,
    uptimeMs: row.uptime_ms,
    clock: row.clock,
    gateId: row.gate_id,
    lane: row.lane,
    kind: row.kind,
    reason: row.reason,
    credentialKind: row.credential_kind,
    checks: row.checks,
    source: row.source,
    voidsSeq: row.voids_seq,
    answersSeq: row.answers_seq,
    personKey: row.person_key,
    commitment: row.commitment,
    chain: row.chain,
    salt: row.salt,
    payload: row.payload,
  };
}
