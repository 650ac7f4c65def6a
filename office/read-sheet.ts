import { createReadStream, type ReadStream } from 'node:fs';
import { WorkbookReader } from '@cj-tech-master/excelts';
import { GatelogError } from '../core/errors.ts';

/** Most bytes of a sheet that the reader may set aside. */
const MAX_BUFFERED_BYTES = 64 << 20;
/** Longest wait without a row and without a byte of the file: a damaged package can make the reader wait for ever. */
const STALLED_MS = 30_000;

/**
 * Rows of the first sheet of a workbook as lists of texts, heading included, streamed; an absent cell is the
 * empty text. Read with the same library that spreadsheets' users would, so that what is compared is what a
 * reader sees. Throws what the library throws, and `batch/invalid` where it gives no row any more.
 */
export async function* readSheet(
  path: string,
  columns: number,
  stalledMs = STALLED_MS,
): AsyncGenerator<readonly string[]> {
  const source = createReadStream(path);
  const rows = rowsOf(source, columns);
  try {
    while (true) {
      const next = await unlessStalled(rows.next(), source, stalledMs);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    source.destroy();
  }
}

async function unlessStalled<T>(work: Promise<T>, source: ReadStream, stalledMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let seenBytes = source.bytesRead;
  const stalled = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (source.bytesRead === seenBytes) {
        reject(new GatelogError('batch/invalid', 'the workbook ends in the middle', { stalledMs }));
      }
      seenBytes = source.bytesRead;
    }, stalledMs);
  });
  try {
    return await Promise.race([work, stalled]);
  } finally {
    clearInterval(timer);
  }
}

async function* rowsOf(source: ReadStream, columns: number): AsyncGenerator<readonly string[]> {
  const reader = new WorkbookReader(source, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'ignore',
    hyperlinks: 'ignore',
    entries: 'ignore',
    maxBufferedWorksheetBytes: MAX_BUFFERED_BYTES,
  });
  for await (const sheet of reader) {
    for await (const row of sheet) {
      const cells: string[] = [];
      for (let column = 1; column <= columns; column += 1) cells.push(textOf(row.getCell(column).value));
      // A cell beyond the last column is no cell of ours: it makes the row differ.
      if (row.cellCount > columns) cells.push(textOf(row.getCell(row.cellCount).value));
      yield cells;
    }
    return;
  }
}

/** Our cells are texts; anything else (number, formula, date) is shown as what it is and so differs. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : `[${typeof value}]`;
}
