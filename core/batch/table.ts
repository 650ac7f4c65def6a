import type { EventPersonal, EventRow } from './event.ts';
import { decodePayload } from './payload.ts';

/** How a value is held: `timestamp` is milliseconds since the epoch in UTC, `text` is UTF-8. */
export type ColumnType = 'int64' | 'int32' | 'timestamp' | 'text' | 'bytes';

/** One column of the record. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Null appears: the field may be absent, or retention deleted the personal part. */
  readonly nullable: boolean;
  /** Unit of a number, or '' for text and bytes. */
  readonly unit: string;
  /** Binary columns stand in Parquet only. */
  readonly inCsv: boolean;
}

/** What a column holds for one event: numbers as numbers, texts raw, bytes as they are. */
export type Value = number | string | Uint8Array | null;

const column = (name: string, type: ColumnType, nullable: boolean, unit = ''): Column => ({
  name,
  type,
  nullable,
  unit,
  inCsv: type !== 'bytes',
});

/** Columns of the `full` profile, in file order. docs/batch-format.md describes each; the order is part of the format. */
export const COLUMNS: readonly Column[] = [
  column('seq', 'int64', false, 'count from 1'),
  column('at', 'timestamp', false, 'ms, UTC'),
  column('offset_min', 'int32', false, 'min east of UTC'),
  column('boot_id', 'text', false),
  column('uptime_ms', 'int64', false, 'ms'),
  column('clock', 'text', false),
  column('gate_id', 'text', false),
  column('lane', 'text', false),
  column('kind', 'text', false),
  column('reason', 'text', false),
  column('credential_kind', 'text', false),
  column('checks', 'text', false),
  column('source', 'text', false),
  column('voids_seq', 'int64', true, 'seq'),
  column('answers_seq', 'int64', true, 'seq'),
  column('person_key', 'text', true),
  column('document_kind', 'text', true),
  column('document', 'text', true),
  column('name', 'text', true),
  column('birth', 'text', true),
  column('sex', 'text', true),
  column('address', 'text', true),
  column('phone', 'text', true),
  column('note', 'text', true),
  column('guard', 'text', true),
  column('raw', 'text', true),
  column('fields', 'text', true, 'JSON object'),
  column('salt', 'bytes', true, '32 bytes'),
  column('payload', 'bytes', true, 'CBOR'),
  column('commitment', 'bytes', false, '32 bytes'),
  column('chain', 'bytes', false, '32 bytes'),
];

/** A row with its personal snapshot opened once for every rendition; null once retention deleted it. */
export interface OpenedRow {
  readonly row: EventRow;
  readonly personal: EventPersonal | null;
}

/** Opens the snapshot of a row. Throws `batch/invalid` where the payload is no snapshot. */
export function openRow(row: EventRow): OpenedRow {
  return { row, personal: row.payload === null ? null : decodePayload(row.payload) };
}

/** Typed values of one event in the order of `COLUMNS`. Depends on nothing but the row. */
export function valuesOf({ row, personal }: OpenedRow): readonly Value[] {
  return [
    row.seq,
    row.atMs,
    row.offsetMin,
    row.bootId,
    row.uptimeMs,
    row.clock,
    row.gateId,
    row.lane,
    row.kind,
    row.reason,
    row.credentialKind,
    row.checks,
    row.source,
    row.voidsSeq,
    row.answersSeq,
    row.personKey,
    personal?.documentKind ?? null,
    personal?.document ?? null,
    personal?.name ?? null,
    personal?.birth ?? null,
    personal?.sex ?? null,
    personal?.address ?? null,
    personal?.phone ?? null,
    personal?.note ?? null,
    personal?.guard ?? null,
    personal?.raw ?? null,
    personal === null ? null : fieldsText(personal.fields),
    row.salt,
    row.payload,
    row.commitment,
    row.chain,
  ];
}

/** Further fields as JSON with sorted keys, or null where there are none. */
export function fieldsText(fields: Readonly<Record<string, string | null>>): string | null {
  const names = Object.keys(fields).sort();
  if (names.length === 0) return null;
  // Built by hand: an object would put integer-like keys first, whatever the order given.
  const pairs = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(fields[name] ?? null)}`);
  return `{${pairs.join(',')}}`;
}
