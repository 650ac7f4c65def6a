import { parentPort, workerData } from 'node:worker_threads';
import { zstdDecompressSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';

/**
 * Entry of the thread that unpacks one events.parquet for read-record.ts. A damaged file can send the library round
 * in circles or after all the memory there is; a thread can be ended and has a limit. It knows nothing of batches and
 * loads little: it starts in a fraction of a second.
 */

/** Most bytes that one page may unpack to: a stranger's file does not choose our memory. */
const MAX_PAGE_BYTES = 256 << 20;
/** Rows in one message. */
const PIECE_ROWS = 1000;

/** What the thread says. After each message it waits for one back, whatever that is. */
export type FromRecordWorker =
  | {
      readonly type: 'head';
      readonly columns: readonly { readonly name: string; readonly type: string | undefined }[];
      readonly rows: number;
    }
  | { readonly type: 'rows'; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | { readonly type: 'end' }
  | { readonly type: 'failed' };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

async function run(path: string): Promise<void> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const [, ...columns] = metadata.schema;
  await say({
    type: 'head',
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: Number(metadata.num_rows),
  });
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
    for (let at = 0; at < rows.length; at += PIECE_ROWS) {
      await say({ type: 'rows', rows: rows.slice(at, at + PIECE_ROWS) });
    }
    rowStart = rowEnd;
  }
}

/** Sends and waits until whoever reads wants more. */
function say(message: FromRecordWorker): Promise<void> {
  return new Promise((resolve) => {
    parentPort?.once('message', () => resolve());
    parentPort?.postMessage(message);
  });
}

try {
  await run(String(workerData));
  parentPort?.postMessage({ type: 'end' } satisfies FromRecordWorker);
} catch {
  // What the library says may quote the file.
  parentPort?.postMessage({ type: 'failed' } satisfies FromRecordWorker);
}
