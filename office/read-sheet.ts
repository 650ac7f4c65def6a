import type { FileSource } from './source.ts';
import { unpackInThread } from './unpack-thread.ts';

/**
 * Rows of the first sheet of a workbook as lists of texts, heading included, streamed; an absent cell is the empty
 * text, and a cell behind the last column makes the row longer. Unpacked in a thread of its own (sheet-thread.ts) with
 * the same library that spreadsheets' users would, so that what is compared is what a reader sees. Throws
 * `batch/invalid` where it is no workbook or unpacking does not come to an end.
 */
export async function* readSheet(
  source: FileSource,
  columns: number,
  stalledMs?: number,
): AsyncGenerator<readonly string[]> {
  const entry = new URL('./sheet-thread.ts', import.meta.url);
  for await (const rows of unpackInThread<readonly (readonly string[])[]>(entry, source, stalledMs)) {
    for (const row of rows)
      yield row.length < columns ? [...row, ...Array(columns - row.length).fill('')] : row;
  }
}
