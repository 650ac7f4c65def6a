import { Readable } from 'node:stream';
import { WorkbookReader } from '@cj-tech-master/excelts';
import { bytesOf } from './source.ts';
import { piecesOf, unpackTo } from './unpack-thread.ts';

/** Entry of the thread that unpacks one workbook for read-sheet.ts. */

/** Most bytes of a sheet that the reader may set aside. */
const MAX_BUFFERED_BYTES = 64 << 20;
/** Rows that are cut into pieces at once. */
const TOGETHER = 500;

unpackTo<readonly (readonly string[])[]>(async function* (source) {
  const reader = new WorkbookReader(Readable.from(bytesOf(source), { objectMode: false }), {
    worksheets: 'emit',
    // Our cells hold their texts. To wait for shared ones, the reader would set the whole sheet aside before its first row.
    sharedStrings: 'ignore',
    styles: 'ignore',
    hyperlinks: 'ignore',
    entries: 'ignore',
    maxBufferedWorksheetBytes: MAX_BUFFERED_BYTES,
  });
  for await (const sheet of reader) {
    let rows: string[][] = [];
    for await (const row of sheet) {
      const cells: string[] = [];
      for (let column = 1; column <= row.cellCount; column += 1)
        cells.push(textOf(row.getCell(column).value));
      rows.push(cells);
      if (rows.length < TOGETHER) continue;
      yield* piecesOf(rows, (one) => one);
      rows = [];
    }
    yield* piecesOf(rows, (one) => one);
    return;
  }
});

/** Our cells are texts; anything else (number, formula, date) is shown as what it is and so differs. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : `[${typeof value}]`;
}
