import { ZipArchive } from '@cj-tech-master/excelts/archive';
import type { Layout } from '../../../core/batch/layout.ts';
import type { Sink } from '../spool.ts';
import type { Renderer } from './csv.ts';
import { sheetParts } from './xlsx-parts.ts';

/**
 * The people's file: one sheet, heading row frozen and with filter, every cell an inline text of the text format
 * (numFmt `@`), so that no program makes a number of 001099000001. The package is written by hand around a
 * streaming ZIP because library writers put the time of writing into it: here the same events give the same
 * bytes (ECMA-376 part 1, 18.3 SpreadsheetML; part 2 for the package).
 */
export function xlsxRenderer<Row>(sink: Sink, layout: Layout<Row>): Renderer<Row> {
  const pipe = new TransformStream<Uint8Array, Uint8Array>();
  const sheet = pipe.writable.getWriter();
  // ZIP holds local time without a zone: local fields of 1980-01-01 give the same bytes in every zone.
  const archive = new ZipArchive({
    timestamps: 'dos',
    modTime: new Date(1980, 0, 1),
    level: 6,
    noSort: true,
  });
  for (const part of sheetParts(layout.sheetName)) archive.add(part.name, new TextEncoder().encode(part.xml));
  archive.add('xl/worksheets/sheet1.xml', pipe.readable);
  const drained = (async () => {
    for await (const bytes of archive.stream()) await sink.write(bytes);
  })();
  // Reported by whoever waits next; without this an early failure would count as unhandled.
  drained.catch(() => undefined);
  const orFailure = (work: Promise<void>): Promise<void> => Promise.race([work, drained.then(() => work)]);
  const encoder = new TextEncoder();
  let lines = 1;
  const start = orFailure(sheet.write(encoder.encode(opening(layout.sheetColumns))));
  return {
    page: async (rows) => {
      await start;
      let xml = '';
      for (const row of rows) {
        lines += 1;
        xml += rowXml(lines, layout.sheetCells(row), CELL_STYLE);
      }
      await orFailure(sheet.write(encoder.encode(xml)));
    },
    end: async () => {
      await start;
      const last = `${columnLetters(layout.sheetColumns.length - 1)}${lines}`;
      await orFailure(sheet.write(encoder.encode(`</sheetData><autoFilter ref="A1:${last}"/></worksheet>`)));
      await orFailure(sheet.close());
      await drained;
    },
  };
}

/** Styles of xlsx-parts.ts: text, and bold text for the heading. */
const CELL_STYLE = 1;
const HEADING_STYLE = 2;

function opening(sheetColumns: Layout<unknown>['sheetColumns']): string {
  const columns = sheetColumns.map(
    (column, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${column.width}" style="${CELL_STYLE}" customWidth="1"/>`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" ' +
    'state="frozen"/></sheetView></sheetViews>' +
    `<cols>${columns.join('')}</cols><sheetData>` +
    rowXml(
      1,
      sheetColumns.map((column) => column.heading),
      HEADING_STYLE,
    )
  );
}

function rowXml(line: number, cells: readonly string[], style: number): string {
  let xml = `<row r="${line}">`;
  cells.forEach((text, index) => {
    if (text === '') return;
    const ref = `${LETTERS[index] ?? ''}${line}`;
    const space = SPACED.test(text) ? ' xml:space="preserve"' : '';
    xml += `<c r="${ref}" s="${style}" t="inlineStr"><is><t${space}>${xmlText(text)}</t></is></c>`;
  });
  return `${xml}</row>`;
}

/** A, B, … Z, AA, … for a column counted from 0. */
function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : columnLetters(rest - 1)) + String.fromCharCode(65 + (index % 26));
}
/** More columns than any layout has. */
const LETTERS = Array.from({ length: 64 }, (_, index) => columnLetters(index));

/** Space that programs may take away unless they are told (XML 1.0, 2.10). Said of every cell it is a third of the sheet. */
const SPACED = /^\s|\s$|[\t\n]| {2}/;

const SPECIAL = /[&<>\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)|\p{Surrogate}/gu;

/**
 * Text of a cell as XML. What XML 1.0 cannot carry (and CR, which it would turn into LF) is written `_xHHHH_`,
 * and a text that only looks like that gets its underscore escaped (ECMA-376 part 1, 22.9.2.19 ST_Xstring).
 */
function xmlText(text: string): string {
  return text.replace(SPECIAL, (character) => {
    if (character === '&') return '&amp;';
    if (character === '<') return '&lt;';
    if (character === '>') return '&gt;';
    return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
  });
}
