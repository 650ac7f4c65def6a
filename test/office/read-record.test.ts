import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { columnsOf } from '../../core/batch/profile.ts';
import { readRecord } from '../../office/read-record.ts';
import { plainSource } from '../../office/source.ts';
import { testFolder } from '../support/folder.ts';
import { makeBatch } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

/** Thrift compact: field 1 of a page header is an i32 of 2 (dictionary page), then field 2 comes. */
const DICTIONARY_PAGE = Buffer.of(0x15, 0x04, 0x15);

it('gives up a record whose page does not say its size, at which its reader goes round in circles', async () => {
  const folder = testFolder();
  const batch = await makeBatch(folder, sampleRows(5));
  const bytes = await readFile(join(batch, 'events.parquet'));
  // Behind the size unpacked, a number of 7 bits a byte, comes field 3, the size in the file: it becomes field 7.
  let at = bytes.indexOf(DICTIONARY_PAGE) + DICTIONARY_PAGE.length;
  while ((bytes[at] ?? 0) >= 0x80) at += 1;
  expect(bytes[at + 1]).toBe(0x15);
  bytes[at + 1] = 0x55;
  const path = join(folder, 'events.parquet');
  await writeFile(path, bytes);
  await expect(readRecord(plainSource(path), columnsOf('full'), 3000).next()).rejects.toMatchObject({
    code: 'batch/invalid',
  });
});
