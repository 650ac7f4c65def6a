import { open, stat } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { COUNT_COLUMNS, type CountRow } from '../../core/batch/counts.ts';
import { columnsOf } from '../../core/batch/profile.ts';
import type { Column, ColumnType } from '../../core/batch/table.ts';
import { isGatelogError } from '../../core/errors.ts';
import { errnoOf } from '../find-batches.ts';
import type { ProblemCode } from '../problem.ts';
import type { NewBatch } from './store.ts';
import { storeError } from './store-error.ts';
import { type Dialect, literal, ownerOf, quoted, type TypeNames } from './tables.ts';

export const DUCKDB_TYPES: TypeNames = {
  int64: 'BIGINT',
  int32: 'INTEGER',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  text: 'VARCHAR',
  bytes: 'BLOB',
  boolean: 'BOOLEAN',
};

export const DUCKDB: Dialect = {
  types: DUCKDB_TYPES,
  epochMs: (column) => `epoch_ms(${quoted(column)})`,
  table: (name) => name,
};

/** An open DuckDB. */
export interface Engine {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Opens DuckDB; its native library is loaded only here. It fetches no extensions and answers in UTC.
 * @param path a database file, or `:memory:`
 * @throws GatelogError `store/unavailable` where the library does not load or somebody else has the file open,
 *   `store/unknown` where the file is no database
 */
export async function openEngine(path: string): Promise<Engine> {
  if (path !== ':memory:') await mustBeDatabase(path);
  let instance: DuckDBInstance;
  try {
    const { DuckDBInstance: duckdb } = await import('@duckdb/node-api');
    instance = await duckdb.create(path, {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'false',
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : '';
    if (/lock/i.test(message)) throw storeError('in-use', cause);
    if (/not a valid DuckDB|newer version|serialization/i.test(message)) throw storeError('no-duckdb', cause);
    throw storeError('cannot-open', cause);
  }
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Where a file of DuckDB says what it is, and what it says there (DuckDB, storage format: main header). */
const MAGIC = { at: 8, text: 'DUCK' };

/**
 * A file that is there has to be a database: data files such as `.json`, `.csv` and `.parquet` DuckDB would show in a
 * database in memory, and all that is taken into that would be gone at the end. An empty file is none either: nobody
 * knows whose it is.
 */
async function mustBeDatabase(path: string): Promise<void> {
  let magic: string;
  try {
    // A pipe would be waited for.
    if (!(await stat(path)).isFile()) throw storeError('no-duckdb');
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(MAGIC.text.length), { position: MAGIC.at });
      magic = buffer.toString('latin1', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const errno = errnoOf(cause);
    if (errno === 'ENOENT') return;
    if (isGatelogError(cause)) throw cause;
    // Windows lets nobody read what another program has open to write.
    throw storeError(errno === 'EBUSY' ? 'in-use' : 'cannot-open', cause);
  }
  if (magic !== MAGIC.text) throw storeError('no-duckdb');
}

/** Rows of a query as values of JavaScript: whole numbers as bigint. */
export async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRowsJS();
}

/** A file as DuckDB reads it: this one, whatever signs of a pattern stand in its name. */
const fileLiteral = (path: string): string => literal(path.replace(/[*?[]/g, (sign) => `[${sign}]`));

/**
 * `read_parquet` of the records of these batches. Unless it is told not to, DuckDB takes a folder such as `lane=9` above
 * them for a column, and what it says for what every row says.
 */
export const recordsSql = (batches: readonly NewBatch[], options = ''): string =>
  `read_parquet([${batches.map(({ recordPath }) => fileLiteral(recordPath)).join(', ')}], hive_partitioning = false${options})`;

/**
 * The same with the owner of each record and its first seq beside it. Batches of one log, as they mostly come, have one
 * owner, and need no join to know it.
 */
export function ownedRecordsSql(batches: readonly NewBatch[]): string {
  const names = ['log_id', 'site', 'gate'];
  const [first] = batches;
  const owner = first === undefined ? [] : ownerOf(first.manifest).map(literal);
  const same = batches.every(({ manifest }) => ownerOf(manifest).map(literal).join() === owner.join());
  if (same && first?.manifest.profile !== 'counts') {
    const columns = owner.map((value, index) => `${value} AS ${names[index]}`);
    return `(SELECT ${columns.join(', ')}, * FROM ${recordsSql(batches)})`;
  }
  const owners = batches.map(({ recordPath, manifest }) => {
    const texts = [recordPath, ...ownerOf(manifest)].map(literal);
    return `(${[...texts, manifest.first_seq].join(', ')})`;
  });
  return `${recordsSql(batches, ', filename = true')} record
    JOIN (VALUES ${owners.join(', ')}) owner(file, ${names.join(', ')}, first_seq) ON owner.file = record.filename`;
}

/**
 * Checks that each record has the columns of its profile, that its events are those of the manifest's range in order and
 * in number by kind, and that times and chain end where the manifest says. What the rows say of themselves is the
 * gate's word, under its signature; `gatelog verify` follows the chain through them.
 */
export async function checkRecords(
  connection: DuckDBConnection,
  batches: readonly NewBatch[],
): Promise<ReadonlyMap<NewBatch, readonly ProblemCode[]>> {
  const found = new Map<NewBatch, readonly ProblemCode[]>();
  for (const [batch, problems] of await columnProblems(connection, batches)) found.set(batch, problems);
  const readable = batches.filter((batch) => found.get(batch)?.length === 0);
  const counted = readable.filter(({ manifest }) => manifest.profile === 'counts');
  for (const batch of counted) found.set(batch, await countProblems(connection, batch));
  const rows = readable.filter(({ manifest }) => manifest.profile !== 'counts');
  if (rows.length > 0)
    for (const [batch, problems] of await rowProblems(connection, rows)) found.set(batch, problems);
  return found;
}

const columnsIn = (batch: NewBatch): readonly Column[] =>
  batch.manifest.profile === 'counts' ? COUNT_COLUMNS : columnsOf(batch.manifest.profile);

/** All at once, as a query for each would wait for each; one by one where a record cannot be read. */
async function columnProblems(
  connection: DuckDBConnection,
  batches: readonly NewBatch[],
): Promise<ReadonlyMap<NewBatch, readonly ProblemCode[]>> {
  const found = new Map<NewBatch, readonly ProblemCode[]>();
  if (batches.length === 0) return found;
  try {
    const files = batches.map(({ recordPath }) => fileLiteral(recordPath));
    const columns = await rowsOf(
      connection,
      `SELECT file_name, string_agg(name || ' ' || coalesce(duckdb_type, 'none'), ',' ORDER BY column_id)
      FROM parquet_schema([${files.join(', ')}]) WHERE column_id > 0 GROUP BY file_name`,
    );
    const byFile = new Map(columns.map(([file, names]) => [file, names]));
    for (const batch of batches) {
      const expected = columnsIn(batch).map(
        ({ name, type }) => `${name} ${DUCKDB_TYPES[type satisfies ColumnType]}`,
      );
      found.set(batch, byFile.get(batch.recordPath) === expected.join() ? [] : ['columns-differ']);
    }
  } catch {
    const [alone, ...more] = batches;
    if (alone !== undefined && more.length === 0) return found.set(alone, ['record-unreadable']);
    for (const batch of batches)
      for (const [one, problems] of await columnProblems(connection, [batch])) found.set(one, problems);
  }
  return found;
}

async function rowProblems(
  connection: DuckDBConnection,
  batches: readonly NewBatch[],
): Promise<ReadonlyMap<NewBatch, readonly ProblemCode[]>> {
  const rows = await rowsOf(
    connection,
    `SELECT filename, count(*), min(seq - file_row_number), max(seq - file_row_number),
      epoch_ms(arg_min("at", seq)), epoch_ms(arg_max("at", seq)), lower(hex(arg_max(chain, seq))),
      to_json(histogram(kind))
    FROM ${recordsSql(batches, ', filename = true, file_row_number = true')} GROUP BY filename`,
  );
  const byFile = new Map(rows.map(([file, ...facts]) => [file, facts]));
  return new Map(
    batches.map((batch) => {
      const { manifest, recordPath } = batch;
      const [count, lowest, highest, firstAt, lastAt, chain, kinds] = byFile.get(recordPath) ?? [];
      const problems: ProblemCode[] = [];
      if (Number(count) !== manifest.events) problems.push('row-count');
      if (Number(lowest) !== manifest.first_seq || Number(highest) !== manifest.first_seq)
        problems.push('order');
      if (Number(firstAt) !== manifest.first_at_ms || Number(lastAt) !== manifest.last_at_ms)
        problems.push('times-differ');
      if (chain !== manifest.chain_after) problems.push('chain-end-differs');
      if (!sameCounts(JSON.parse(typeof kinds === 'string' ? kinds : '{}'), manifest.counts))
        problems.push('counts-differ');
      return [batch, problems];
    }),
  );
}

async function countProblems(connection: DuckDBConnection, batch: NewBatch): Promise<readonly ProblemCode[]> {
  const total: Partial<Record<CountRow['kind'], string>> = {};
  const rows = await rowsOf(
    connection,
    `SELECT kind, sum(${quoted('events')})::BIGINT FROM ${recordsSql([batch])} GROUP BY kind`,
  );
  for (const [kind, events] of rows) total[String(kind) as CountRow['kind']] = String(events);
  return sameCounts(total, batch.manifest.counts) ? [] : ['counts-differ'];
}

function sameCounts(
  found: Readonly<Record<string, unknown>>,
  said: Readonly<Record<string, number>>,
): boolean {
  const kinds = new Set([...Object.keys(found), ...Object.keys(said)]);
  return [...kinds].every((kind) => Number(found[kind] ?? 0) === Number(said[kind] ?? 0));
}
