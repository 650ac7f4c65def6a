import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventLayout } from '../../core/batch/layout.ts';
import { parquetWriter } from '../../core/batch/parquet.ts';
import { columnsOf } from '../../core/batch/profile.ts';
import { openRow } from '../../core/batch/table.ts';
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
  await expect(readRecord(plainSource(path), columnsOf('full'), 300).next()).rejects.toMatchObject({
    code: 'batch/invalid',
  });
});

/** A record of so many rows as a stranger would make it: what stands in the column `lane` is up to him. */
async function strangersRecord(count: number, lane: string): Promise<Buffer> {
  const layout = eventLayout('full', 'vi');
  const [row] = sampleRows(1);
  if (row === undefined) throw new Error('no row');
  const opened = openRow({ ...row, lane });
  const parts: Uint8Array[] = [];
  const sink = { write: (bytes: Uint8Array) => Promise.resolve(void parts.push(bytes)) };
  const writer = parquetWriter(sink, layout);
  await writer.page(Array.from({ length: count }, () => opened));
  await writer.end();
  return Buffer.concat(parts);
}

async function read(bytes: Buffer): Promise<number> {
  const path = join(testFolder(), 'events.parquet');
  await writeFile(path, bytes);
  let rows = 0;
  for await (const _ of readRecord(plainSource(path), columnsOf('full'))) rows += 1;
  return rows;
}

it('gives up a record that names one long text many times: on its way out each would be a text of its own', async () => {
  const bytes = await strangersRecord(100, 'x'.repeat(1 << 20));
  expect(bytes.length).toBeLessThan(200_000);
  await expect(read(bytes)).rejects.toMatchObject({ code: 'batch/invalid' });
  expect(await read(await strangersRecord(100, 'x'.repeat(1 << 18)))).toBe(100);
});

it('gives up a record that holds more rows than its head says', async () => {
  const bytes = await strangersRecord(30_000, '1');
  // Thrift compact: behind the schema, field 3 of the file's head is an i64 of 30,000 (zigzag); here it becomes 5.
  const at = bytes.lastIndexOf(Buffer.of(0x16, 0xe0, 0xd4, 0x03));
  expect(at).toBeGreaterThan(0);
  expect(await read(bytes)).toBe(30_000);
  bytes.set([0x16, 0x8a, 0x80, 0x00], at);
  await expect(read(bytes)).rejects.toMatchObject({ code: 'batch/invalid' });
});
