import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { WorkbookWriter } from '@cj-tech-master/excelts';
import { stringify } from 'csv-stringify/sync';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { EventRow } from '../../core/batch/event.ts';
import { eventLayout } from '../../core/batch/layout.ts';
import { openRow } from '../../core/batch/table.ts';

/** Seconds and bytes of one file. */
export interface Written {
  readonly seconds: number;
  readonly bytes: number;
}

/**
 * The libraries alone, fed with all rows of one batch that lie ready in memory: what the same columns cost without
 * pages, hashes, chain and encryption.
 */
export async function bareLibraries(
  rows: readonly EventRow[],
  folder: string,
): Promise<{ readonly parquet: Written; readonly csv: Written; readonly xlsx: Written }> {
  const layout = eventLayout('full', 'vi');
  const opened = rows.map(openRow);
  const parquet = timed(() => {
    const buffer = new ByteWriter();
    const writer = new ParquetWriter({
      writer: buffer,
      schema: [
        { name: 'root', num_children: layout.columns.length },
        ...layout.columns.map(({ name, type, nullable }) => ({
          name,
          type:
            type === 'int32'
              ? ('INT32' as const)
              : type === 'text' || type === 'bytes'
                ? ('BYTE_ARRAY' as const)
                : ('INT64' as const),
          repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
          ...(type === 'text' ? { converted_type: 'UTF8' as const } : {}),
        })),
      ],
      codec: 'ZSTD',
      compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
    });
    const values = opened.map((row) => layout.values(row));
    writer.write({
      columnData: layout.columns.map(({ name, type }, index) => ({
        name,
        data: values.map((row) => {
          const value = row[index] ?? null;
          return typeof value === 'number' && type !== 'int32' ? BigInt(value) : value;
        }),
      })),
      rowGroupSize: 10_000,
    });
    writer.finish();
    return buffer.offset;
  });
  const csv = timed(() => Buffer.byteLength(stringify(opened.map((row) => [...layout.csvCells(row)]))));
  const begun = performance.now();
  const path = join(folder, 'bare.xlsx');
  const workbook = new WorkbookWriter({ filename: path, useSharedStrings: false });
  const sheet = workbook.addWorksheet('1');
  for (const row of opened) sheet.addRow([...layout.sheetCells(row)]).commit();
  await sheet.commit();
  await workbook.commit();
  const xlsx = { seconds: (performance.now() - begun) / 1000, bytes: 0 };
  rmSync(path, { force: true });
  return { parquet, csv, xlsx };
}

function timed(write: () => number): Written {
  const begun = performance.now();
  const bytes = write();
  return { seconds: (performance.now() - begun) / 1000, bytes };
}

/** So many bytes written to a file of this folder in pieces of 1 MiB and synced: what the disk takes for them. Seconds. */
export function rawWriteSeconds(folder: string, bytes: number): number {
  const path = join(folder, 'raw.bin');
  const piece = Buffer.alloc(1 << 20, 0x5a);
  const begun = performance.now();
  const file = openSync(path, 'w');
  for (let left = bytes; left > 0; left -= piece.length)
    writeSync(file, piece, 0, Math.min(left, piece.length));
  fdatasyncSync(file);
  closeSync(file);
  const seconds = (performance.now() - begun) / 1000;
  rmSync(path, { force: true });
  return seconds;
}
