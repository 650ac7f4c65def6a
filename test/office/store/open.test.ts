import { chmodSync, statSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEngine } from '../../../office/store/engine.ts';
import { openStore, openStoreToRead, serverName } from '../../../office/store/open.ts';
import { testFolder } from '../../support/folder.ts';
import { gatelog } from '../../support/gatelog.ts';
import { openOffice } from '../../support/office-store.ts';
import { makeBatch } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

/** A file of this ending as other programs have them, with something in it, and what it holds. */
async function dataFile(folder: string, ending: string): Promise<readonly [path: string, bytes: Buffer]> {
  const path = join(folder, `data.${ending}`);
  if (ending === 'parquet') {
    const engine = await openEngine(':memory:');
    await engine.connection.run(`COPY (SELECT 1 AS a) TO '${path}'`);
    engine.close();
  } else
    await writeFile(
      path,
      { json: '{"a": 1}\n', csv: 'a,b\n1,2\n', duckdb: 'text of a notebook' }[ending] ?? '',
    );
  return [path, await readFile(path)];
}

describe('a file that is no database', () => {
  it.each(['json', 'csv', 'parquet', 'duckdb', 'empty', 'xlsx'])(
    'is refused as it is, whatever its name: data.%s',
    async (ending) => {
      const folder = testFolder();
      const [path, bytes] = await dataFile(folder, ending);
      for (const open of [openStore, openStoreToRead])
        await expect(open(path)).rejects.toMatchObject({
          code: 'store/unknown',
          context: { fault: 'no-duckdb' },
        });
      expect([await readdir(folder), await readFile(path)]).toEqual([[`data.${ending}`], bytes]);
    },
  );

  it('is refused by commands before they import or read anything, in English or Vietnamese', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(4));
    const [path, bytes] = await dataFile(folder, 'json');
    const key = join(folder, 'gate-key.pub.json');
    const said = await Promise.all([
      gatelog(['import', join(folder, 'stick'), '--key', key, '--into', path]),
      gatelog(['batches', '--from', path, '--lang', 'vi']),
    ]);
    expect(said).toEqual([
      {
        code: 2,
        out: '',
        err: `${path}: the file is no database of this DuckDB; give another file behind --into or --from\n`,
      },
      {
        code: 2,
        out: '',
        err: `${path}: tệp này không phải cơ sở dữ liệu của DuckDB bản này; hãy ghi tệp khác sau --into hoặc --from\n`,
      },
    ]);
    expect(await readFile(path)).toEqual(bytes);
  });
});

describe('an address', () => {
  it('of no database that is known is refused, never taken for a file, and never repeated', async () => {
    const folder = testFolder();
    for (const address of [
      'postgre://office:secret-word@server/gates',
      'postgres:/office:secret-word@server/gates',
      'mysql://server/gates',
      'POSTGRES://server/gates',
    ]) {
      for (const open of [openStore, openStoreToRead])
        await expect(open(address)).rejects.toMatchObject({
          code: 'store/unknown',
          context: { fault: 'other-address' },
        });
      const [made, read] = await Promise.all([
        gatelog(['import', folder, '--into', address], { cwd: folder }),
        gatelog(['gaps', '--from', address, '--lang', 'vi'], { cwd: folder }),
      ]);
      expect([made.code, read.code]).toEqual([2, 2]);
      expect(made.err).toBe(
        'this is the address of no database that is known here; a PostgreSQL server is written postgres://user@server/database, a file of DuckDB by its path\n',
      );
      expect(read.err).toContain('đây không phải địa chỉ cơ sở dữ liệu');
    }
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the folder of an import into a server', () => {
  it('bears one name for one database, whatever the password', () => {
    const names = (addresses: readonly string[]) => new Set(addresses.map(serverName));
    const one = names([
      'postgres://office@server:5432/gates',
      'postgres://office:one@server:5432/gates',
      'postgres://office:tw%6F@server:5432/gates?password=three&sslmode=require',
    ]);
    expect([...one]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    const others = names([
      'postgres://office@server:5432/gates',
      'postgres://office@server:5432/other',
      'postgres://clerk@server:5432/gates',
      'postgres://office@elsewhere:5432/gates',
      'postgres:///gates?host=/run/postgresql',
      'postgres:///gates?host=/run/other',
    ]);
    expect(others.size).toBe(6);
  });
});

describe('a database', () => {
  it('is one under the name of a data file too, from its first import on', async () => {
    const folder = testFolder();
    await (await openOffice(folder)).close();
    const named = join(folder, 'x.json');
    await rename(join(folder, 'office.duckdb'), named);
    for (const path of [named, join(folder, 'new.csv')]) {
      await (await openStore(path)).store.close();
      const store = await openStoreToRead(path);
      expect(await store.held()).toEqual([]);
      await store.close();
    }
  });

  it.skipIf(process.platform === 'win32')(
    'is for its owner alone where it is new, journal and all, and stays for whom it was where it is there',
    async () => {
      const before = process.umask(0o022);
      onTestFinished(() => void process.umask(before));
      const folder = testFolder();
      const modes = async (): Promise<readonly string[]> => {
        const names = (await readdir(folder)).sort();
        return names.map((name) => `${name} ${(statSync(join(folder, name)).mode & 0o777).toString(8)}`);
      };
      const path = join(folder, 'office.duckdb');
      const { store } = await openStore(path);
      expect(await modes()).toEqual(['office.duckdb 600', 'office.duckdb.wal 600']);
      await store.close();
      chmodSync(path, 0o640);
      await (await openStoreToRead(path)).close();
      expect([await modes(), process.umask()]).toEqual([['office.duckdb 640'], 0o037]);
    },
  );

  it('is a file also where DuckDB would take its name for something else', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(4));
    const args = ['import', 'stick', '--key', 'gate-key.pub.json', '--into', ':memory:'];
    expect((await gatelog(args, { cwd: folder })).code).toBe(0);
    expect((await gatelog(['batches', '--from', ':memory:'], { cwd: folder })).code).toBe(0);
  });
});
