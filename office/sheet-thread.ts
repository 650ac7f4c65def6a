import { Readable } from 'node:stream';
import { WorkbookReader } from '@cj-tech-master/excelts';
import { bytesOf, type FileSource } from './source.ts';
import { piecesOf, unpackTo } from './unpack-thread.ts';

/** Entry of the thread that unpacks one workbook for read-sheet.ts. */

/** Most bytes of a sheet that the reader may set aside. */
const MAX_BUFFERED_BYTES = 64 << 20;
/** Rows that are cut into pieces at once. */
const TOGETHER = 500;

unpackTo<readonly (readonly string[])[]>(async function* (source) {
  const reader = new WorkbookReader(Readable.from(wholeArchive(source), { objectMode: false }), {
    worksheets: 'emit',
    // Our cells hold their texts. To wait for shared ones, the reader would set the whole sheet aside before its first row.
    sharedStrings: 'ignore',
    styles: 'ignore',
    hyperlinks: 'ignore',
    entries: 'ignore',
    maxBufferedWorksheetBytes: MAX_BUFFERED_BYTES,
  });
  let isFirst = true;
  for await (const sheet of reader) {
    let rows: string[][] = [];
    for await (const row of sheet) {
      if (!isFirst) continue;
      const cells: string[] = [];
      for (let column = 1; column <= row.cellCount; column += 1)
        cells.push(textOf(row.getCell(column).value));
      rows.push(cells);
      if (rows.length < TOGETHER) continue;
      yield* piecesOf(rows, (one) => one);
      rows = [];
    }
    yield* piecesOf(rows, (one) => one);
    // To the end of the archive: one that lost its last part is no workbook, whole though its sheet may be.
    isFirst = false;
  }
});

/** "End of central directory" of an archive without comment, as ours are: 22 bytes, the last ones (PKWARE APPNOTE 4.3.16). */
const END_BYTES = 22;
const END_MARK = Buffer.from('PK\x05\x06', 'latin1');

/**
 * The bytes of an archive; fails where its end is missing. The reader itself would wait for ever for the rest of an entry
 * that was cut off.
 */
async function* wholeArchive(source: FileSource): AsyncGenerator<Uint8Array> {
  let tail: Buffer = Buffer.alloc(0);
  for await (const bytes of bytesOf(source)) {
    tail = Buffer.concat([tail, bytes.subarray(-END_BYTES)]).subarray(-END_BYTES);
    yield bytes;
  }
  if (tail.length < END_BYTES || !tail.subarray(0, END_MARK.length).equals(END_MARK))
    throw new Error('the archive ends early');
}

/** Our cells are texts; anything else (number, formula, date) is shown as what it is and so differs. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : `[${typeof value}]`;
}
