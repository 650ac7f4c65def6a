import { zstdDecompressSync } from 'node:zlib';
import { type AsyncBuffer, asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { type FileSource, wholeOf } from './source.ts';
import { piecesOf, unpackTo } from './unpack-thread.ts';

/** Entry of the thread that unpacks one Parquet file for read-record.ts. */

/** Most bytes that one page may unpack to: a stranger's file does not choose our memory. */
const MAX_PAGE_BYTES = 256 << 20;
/** Parquet is read from its end: what lies in an envelope has to be in memory. A batch takes a tenth of it. Bytes. */
const MAX_OPENED_BYTES = 1 << 30;

/** First the head, then rows as objects by column. */
export type RecordPiece =
  | {
      readonly columns: readonly { readonly name: string; readonly type: string | undefined }[];
      readonly count: number;
    }
  | { readonly rows: readonly Readonly<Record<string, unknown>>[] };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

unpackTo<RecordPiece>(async function* (source) {
  const file = await bufferOf(source);
  const metadata = await parquetMetadataAsync(file);
  const [, ...columns] = metadata.schema;
  yield { columns: columns.map(({ name, type }) => ({ name, type })), count: Number(metadata.num_rows) };
  // Its head says how many rows there are, and whoever reads goes by that.
  const inGroups = metadata.row_groups.reduce((sum, group) => sum + group.num_rows, 0n);
  if (inGroups !== metadata.num_rows) throw new Error('more or fewer rows than it says');
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
    for (const piece of piecesOf(rows, Object.values)) yield { rows: piece };
    rowStart = rowEnd;
  }
});

async function bufferOf(source: FileSource): Promise<AsyncBuffer> {
  if (source.fileKey === null) return asyncBufferFromFile(source.path);
  const bytes = await wholeOf(source, MAX_OPENED_BYTES);
  if (bytes === null) throw new Error('too large');
  return {
    byteLength: bytes.length,
    slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}
