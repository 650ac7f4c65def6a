import { z } from 'zod';
import { EVENT_KINDS, type EventRow } from '../core/batch/event.ts';
import { BATCH_MAX_EVENTS } from '../core/batch/names.ts';
import type { Column, Value } from '../core/batch/table.ts';
import { GatelogError } from '../core/errors.ts';
import { timestampMs } from '../core/units.ts';
import type { RecordPiece } from './record-thread.ts';
import type { FileSource } from './source.ts';
import { unpackInThread } from './unpack-thread.ts';

const PARQUET_TYPES = {
  int64: 'INT64',
  int32: 'INT32',
  timestamp: 'INT64',
  text: 'BYTE_ARRAY',
  bytes: 'BYTE_ARRAY',
};
/** One event of a record: the row as far as the profile carries it, and what every column says. */
export interface RecordRow {
  readonly row: EventRow;
  /** In the order of the columns that were asked for. */
  readonly values: readonly Value[];
}

/**
 * Reads events.parquet in file order. Throws as `readTable`, and `batch/invalid` where a row is none of an event.
 * @param columns those of the profile
 */
export async function* readRecord(
  source: FileSource,
  columns: readonly Column[],
  stalledMs?: number,
): AsyncGenerator<RecordRow> {
  for await (const values of readTable(source, columns, stalledMs))
    yield { row: rowOf(columns, values), values };
}

/**
 * Rows of a Parquet file as values, unpacked in a thread of its own (record-thread.ts). Throws `batch/invalid` where it
 * is not Parquet, has other columns, more rows than a batch may hold, a value of the wrong kind, or where unpacking
 * does not come to an end.
 */
export async function* readTable(
  source: FileSource,
  columns: readonly Column[],
  stalledMs?: number,
): AsyncGenerator<readonly Value[]> {
  const entry = new URL('./record-thread.ts', import.meta.url);
  for await (const piece of unpackInThread<RecordPiece>(entry, source, stalledMs)) {
    if ('columns' in piece) {
      checkHead(piece, columns);
      continue;
    }
    for (const row of piece.rows) yield columns.map((column) => cellValue(column, row[column.name]));
  }
}

function checkHead(
  { columns: found, count }: Extract<RecordPiece, { count: number }>,
  columns: readonly Column[],
): void {
  const same =
    found.length === columns.length &&
    columns.every(({ name, type }, i) => found[i]?.name === name && found[i]?.type === PARQUET_TYPES[type]);
  if (!same) throw new GatelogError('batch/invalid', 'other columns', { columns: true });
  if (count > BATCH_MAX_EVENTS) throw new GatelogError('batch/invalid', 'too many rows');
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
  // Profiles other than full carry neither.
  salt: bytes32.nullable().default(null),
  payload: z.instanceof(Uint8Array).nullable().default(null),
  commitment: bytes32,
  chain: bytes32,
});

const rowOf = (columns: readonly Column[], values: readonly Value[]): EventRow =>
  eventRowOf(Object.fromEntries(columns.map((column, i) => [column.name, values[i]])));

/** The public columns of one event, and salt and payload where they are there. Throws `batch/invalid`. */
export function eventRowOf(named: Readonly<Record<string, unknown>>): EventRow {
  const parsed = publicValues.safeParse(named);
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
