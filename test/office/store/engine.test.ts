import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseManifest } from '../../../core/batch/manifest.ts';
import { MANIFEST_FILE } from '../../../core/batch/names.ts';
import { checkRecords, openEngine } from '../../../office/store/engine.ts';
import type { NewBatch } from '../../../office/store/store.ts';
import { testFolder } from '../../support/folder.ts';
import { makeBatch } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

/** A sound record, the same with other columns, and a file that is none; all under one manifest. */
async function records() {
  const folder = testFolder();
  const sealed = await makeBatch(folder, sampleRows(5));
  const manifest = parseManifest(await readFile(join(sealed, MANIFEST_FILE)));
  const engine = await openEngine(':memory:');
  onTestFinished(() => engine.close());
  const sound = join(sealed, 'events.parquet');
  const copy = async (name: string, select: string): Promise<string> => {
    const path = join(folder, name);
    await engine.connection.run(`COPY (SELECT ${select} FROM read_parquet('${sound}')) TO '${path}'`);
    return path;
  };
  const more = await copy('more.parquet', "*, {'a': 1} AS more");
  const fewer = await copy('fewer.parquet', '* EXCLUDE (note)');
  const none = join(folder, 'none.parquet');
  await writeFile(none, 'no Parquet');
  const batch = (recordPath: string): NewBatch => ({
    manifest,
    manifestSha256: '',
    verified: true,
    marks: [],
    recordPath,
    audit: [],
    insteadOf: [],
  });
  return { engine, batches: { sound, more, fewer, none }, batch };
}

it('tells of each record by itself what is wrong with it, though all are looked at together', async () => {
  const { engine, batches, batch } = await records();
  const said = async (paths: readonly string[]) => {
    const found = await checkRecords(engine.connection, paths.map(batch));
    return [...found.values()];
  };
  const { sound, more, fewer, none } = batches;
  expect(await said([more, sound, fewer])).toEqual([['columns-differ'], [], ['columns-differ']]);
  expect(await said([sound, none, fewer])).toEqual([[], ['record-unreadable'], ['columns-differ']]);
});
