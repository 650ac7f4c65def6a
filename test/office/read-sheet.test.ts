import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZipArchive } from '@cj-tech-master/excelts/archive';
import { expect, it } from 'vitest';
import { SHEET_COLUMNS } from '../../core/batch/sheet.ts';
import { sheetParts } from '../../main/delivery/render/xlsx-parts.ts';
import { readSheet } from '../../office/read-sheet.ts';
import { plainSource } from '../../office/source.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import { makeBatch, reseal, sampleSigner } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

/** ZIP (APPNOTE.TXT, 4.3.7): where the local header of the first part says its packed size; 0 means "behind it". */
const PACKED_SIZE_AT = 18;

it('gives up a workbook that tells a wrong size of a part, for which its reader would wait for ever', async () => {
  const folder = testFolder();
  const batch = await makeBatch(folder, sampleRows(5));
  const bytes = await readFile(join(batch, 'events.xlsx'));
  bytes[PACKED_SIZE_AT] = 8;
  const path = join(folder, 'events.xlsx');
  await writeFile(path, bytes);
  const rows = readSheet(plainSource(path), SHEET_COLUMNS.length, 200);
  await expect(rows.next()).rejects.toMatchObject({ code: 'batch/invalid' });
});

it('gives up a workbook that was cut off anywhere, also behind its sheet, without waiting for the rest', async () => {
  const folder = testFolder();
  const batch = await makeBatch(folder, sampleRows(5));
  const whole = await readFile(join(batch, 'events.xlsx'));
  const path = join(folder, 'events.xlsx');
  const quarters = [1, 2, 3].map((part) => Math.floor((part * whole.length) / 4));
  for (const length of [0, ...quarters, whole.length - 22, whole.length - 1]) {
    await writeFile(path, whole.subarray(0, length));
    const read = async (): Promise<void> => {
      // It would be given up only when this test is long over.
      for await (const _ of readSheet(plainSource(path), SHEET_COLUMNS.length, 3_600_000));
    };
    await expect(read(), `${length} of ${whole.length} bytes`).rejects.toMatchObject({
      code: 'batch/invalid',
    });
  }
});

it('gives up a workbook with a damaged packed part, at which its library fails beside every promise', async () => {
  const folder = testFolder();
  const batch = await makeBatch(folder, sampleRows(5));
  const whole = await readFile(join(batch, 'events.xlsx'));
  const sheet = whole.indexOf('xl/worksheets/sheet1.xml') + 'xl/worksheets/sheet1.xml'.length;
  const path = join(folder, 'events.xlsx');
  const bytes = Buffer.from(whole);
  bytes.fill(0xff, sheet + 40, sheet + 60);
  await writeFile(path, bytes);
  const read = async (): Promise<void> => {
    for await (const _ of readSheet(plainSource(path), SHEET_COLUMNS.length, 3000));
  };
  await expect(read()).rejects.toMatchObject({ code: 'batch/invalid' });
});

it('gives up a workbook with a cell that is longer than any of ours', async () => {
  const path = join(testFolder(), 'events.xlsx');
  const archive = new ZipArchive({ level: 6 });
  for (const part of sheetParts('S')) archive.add(part.name, new TextEncoder().encode(part.xml));
  const cell = `<c r="A1" t="inlineStr"><is><t>${'x'.repeat(1 << 21)}</t></is></c>`;
  const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">${cell}</row></sheetData></worksheet>`;
  archive.add('xl/worksheets/sheet1.xml', new TextEncoder().encode(sheet));
  await writeFile(path, await archive.bytes());
  await expect(readSheet(plainSource(path), 1).next()).rejects.toMatchObject({ code: 'batch/invalid' });
});

it('reads a workbook of more than 64 MiB to its end, as the largest batch of a gate has one', async () => {
  const path = join(testFolder(), 'events.xlsx');
  const archive = new ZipArchive({ level: 1 });
  for (const part of sheetParts('S')) archive.add(part.name, new TextEncoder().encode(part.xml));
  const text = 'x'.repeat(1_000_000);
  const rows = Array.from(
    { length: 70 },
    (_, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="inlineStr"><is><t>${text}</t></is></c></row>`,
  );
  const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.join('')}</sheetData></worksheet>`;
  archive.add('xl/worksheets/sheet1.xml', new TextEncoder().encode(sheet));
  await writeFile(path, await archive.bytes());
  let read = 0;
  for await (const [cell] of readSheet(plainSource(path), 1)) read += cell === text ? 1 : 0;
  expect(read).toBe(70);
});

it('leaves nothing of a workbook in the folder for temporary files, of a damaged one or a whole one', async () => {
  const folder = testFolder();
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const batch = await makeBatch(folder, sampleRows(40));
  const whole = await readFile(join(batch, 'events.xlsx'));
  const verify = async (bytes: Uint8Array): Promise<unknown> => {
    await writeFile(join(batch, 'events.xlsx'), bytes);
    await reseal(batch, sampleSigner(folder));
    const { code } = await gatelog(['verify', batch], { env: { TMPDIR: temporary } });
    return [code, await readdir(temporary)];
  };
  const sheetFirst = new ZipArchive({ level: 6 });
  const sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>';
  sheetFirst.add('xl/worksheets/sheet1.xml', new TextEncoder().encode(sheet));
  for (const part of sheetParts('S')) sheetFirst.add(part.name, new TextEncoder().encode(part.xml));
  expect(await verify(whole)).toEqual([0, []]);
  expect(await verify(whole.subarray(0, Math.floor(whole.length / 2)))).toEqual([1, []]);
  expect(await verify(await sheetFirst.bytes())).toEqual([1, []]);
});
