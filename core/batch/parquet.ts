import { zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Layout } from './layout.ts';
import type { Column, Value } from './table.ts';

/** Where the bytes of one file go. `write` waits until they are taken. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** Takes pages of rows; `end` finishes the file. */
export interface RowWriter<Row> {
  page(rows: readonly Row[]): Promise<void>;
  end(): Promise<void>;
}

/** Rows per row group: the most that is held in memory, and the least that an engine can skip. */
const ROW_GROUP = 10_000;

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Random bytes do not shrink: packing them only costs time. */
const RANDOM = new Set(['salt', 'commitment', 'chain']);

/**
 * A Parquet file of a layout: typed columns, raw texts, Zstandard pages, row groups of 10,000 written as they fill.
 * @param metadata what the file says of itself beside its columns
 */
export function parquetWriter<Row>(
  sink: ByteSink,
  layout: Layout<Row>,
  metadata: readonly { readonly key: string; readonly value: string }[] = [],
): RowWriter<Row> {
  const { columns } = layout;
  const buffer = new ByteWriter(1 << 20);
  const writer = new ParquetWriter({
    writer: buffer,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaElement)],
    codec: 'ZSTD',
    compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
    kvMetadata: [...metadata],
    createdBy: 'gatelog',
  });
  let pending: Row[] = [];
  const drain = async (): Promise<void> => {
    // The writer's positions go by `offset`; only the place in the buffer starts over.
    await sink.write(buffer.getBytes().slice());
    buffer.index = 0;
  };
  const group = async (rows: readonly Row[]): Promise<void> => {
    const data = columns.map((): unknown[] => []);
    for (const row of rows) {
      const values = layout.values(row);
      columns.forEach((column, index) => {
        data[index]?.push(stored(column, values[index] ?? null));
      });
    }
    writer.write({
      columnData: columns.map((column, index) => ({
        name: column.name,
        data: data[index] ?? [],
        ...(RANDOM.has(column.name) ? { codec: 'UNCOMPRESSED' as const, statistics: false } : {}),
        ...(column.name === 'payload' ? { statistics: false } : {}),
      })),
      rowGroupSize: ROW_GROUP,
    });
    await drain();
  };
  return {
    page: async (rows) => {
      pending.push(...rows);
      while (pending.length >= ROW_GROUP) {
        const full = pending.slice(0, ROW_GROUP);
        pending = pending.slice(ROW_GROUP);
        await group(full);
      }
    },
    end: async () => {
      if (pending.length > 0) await group(pending);
      pending = [];
      writer.finish();
      await drain();
    },
  };
}

function stored(column: Column, value: Value): unknown {
  if (typeof value !== 'number') return value;
  return column.type === 'int32' ? value : BigInt(value);
}

/** The types of docs/batch-format.md, events.parquet. */
function schemaElement(column: Column): SchemaElement {
  const base = {
    name: column.name,
    repetition_type: column.nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
  };
  switch (column.type) {
    case 'int64':
      return { ...base, type: 'INT64' };
    case 'int32':
      return { ...base, type: 'INT32' };
    case 'timestamp':
      return {
        ...base,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MILLIS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
      };
    case 'text':
      return { ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
    case 'bytes':
      return { ...base, type: 'BYTE_ARRAY' };
  }
}
