import { createReadStream } from 'node:fs';
import { WorkbookReader } from '@cj-tech-master/excelts';

/** Most bytes of a sheet that the reader may set aside. */
const MAX_BUFFERED_BYTES = 64 << 20;

/**
 * Rows of the first sheet of a workbook as lists of texts, heading included, streamed; an absent cell is the
 * empty text. Read with the same library that spreadsheets' users would, so that what is compared is what a
 * reader sees. Throws what the library throws.
 */
export async function* readSheet(path: string, columns: number): AsyncGenerator<readonly string[]> {
  const source = createReadStream(path);
  const reader = new WorkbookReader(source, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'ignore',
    hyperlinks: 'ignore',
    entries: 'ignore',
    maxBufferedWorksheetBytes: MAX_BUFFERED_BYTES,
  });
  try {
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
  } finally {
    source.destroy();
  }
}

/** Our cells are texts; anything else (number, formula, date) is shown as what it is and so differs. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : `[${typeof value}]`;
}
