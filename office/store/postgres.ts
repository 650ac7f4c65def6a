import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import type { TimestampMs } from '../../core/units.ts';
import { eventLineSql } from './copy-text.ts';
import { heldOf } from './duckdb.ts';
import { checkRecords, type Engine, openEngine, ownedRecordsSql, rowsOf } from './engine.ts';
import { partitionSql } from './partitions.ts';
import { connect, inTransaction, lock, POSTGRES, prepareTables, SCHEMA } from './postgres-tables.ts';
import { countsSql, rowsSql, storedCount, storedRow } from './rows.ts';
import { signOf, signsSql } from './signs.ts';
import type { NewBatch, Store } from './store.ts';
import { storeError } from './store-error.ts';
import {
  AUDIT_COLUMNS,
  auditValues,
  BATCH_COLUMNS,
  batchValues,
  COUNT_TABLE_COLUMNS,
  EVENT_COLUMNS,
  ofProfile,
  quoted,
} from './tables.ts';

/** Rows that a reader takes at once. */
const FETCH_ROWS = 5000;

/**
 * A store on a PostgreSQL server: tables in a schema of their own, events partitioned by site and month. Records are read
 * by DuckDB and go in by COPY.
 * @param url `postgres://…`, as libpq reads it
 * @param use `import` makes the tables where they are not there, and keeps other imports out until it is closed
 * @throws GatelogError `store/unavailable` where the server cannot be reached or another import runs, `store/unknown`
 *   where the tables are another version's, or not there to be read
 */
export async function openPostgresStore(url: string, use: 'import' | 'read'): Promise<Store> {
  const client = await connect(url);
  let engine: Engine | null = null;
  try {
    if (use === 'import') await lock(client);
    await prepareTables(client, use);
    engine = await openEngine(':memory:');
  } catch (error) {
    await client.end();
    throw error;
  }
  const duckdb = engine;
  return {
    held: async () => {
      const text = `SELECT manifest, manifest_sha256, verified, marks, ${POSTGRES.epochMs('imported_at')}
        FROM ${SCHEMA}.batch ORDER BY log_id, first_seq`;
      return (await orFailure(client.query<unknown[]>({ text, rowMode: 'array' }))).rows.map(heldOf);
    },
    check: (batches) => checkRecords(duckdb.connection, batches),
    put: (batches, importedAtMs) => inTransaction(client, () => put(client, duckdb, batches, importedAtMs)),
    signs: async function* () {
      for await (const row of fetchAll(client, [signsSql(POSTGRES)])) yield signOf(row);
    },
    rows: async function* (batches) {
      for await (const row of fetchAll(client, rowsSql(batches, POSTGRES))) yield storedRow(row);
    },
    counts: async function* (batches) {
      for await (const row of fetchAll(client, countsSql(batches, POSTGRES))) yield storedCount(row);
    },
    close: async () => {
      duckdb.close();
      await client.end();
    },
  };
}

async function put(
  client: Client,
  engine: Engine,
  batches: readonly NewBatch[],
  importedAtMs: TimestampMs,
): Promise<void> {
  for (const { manifest } of batches.flatMap(({ insteadOf }) => insteadOf)) {
    const { log_id: logId, first_seq: firstSeq, last_seq: lastSeq } = manifest;
    await client.query(`DELETE FROM ${SCHEMA}.event WHERE log_id = $1 AND seq BETWEEN $2 AND $3`, [
      logId,
      firstSeq,
      lastSeq,
    ]);
    for (const table of ['batch', 'count_of_hour', 'audit'])
      await client.query(`DELETE FROM ${SCHEMA}.${table} WHERE log_id = $1 AND first_seq = $2`, [
        logId,
        firstSeq,
      ]);
  }
  for (const profile of ['full', 'masked', 'pseudonymous'] as const) {
    const some = ofProfile(batches, profile);
    if (some.length === 0) continue;
    for (const sql of partitionSql(SCHEMA, await monthsOf(engine, some))) await client.query(sql);
    await copyLines(client, engine, `SELECT ${eventLineSql(profile)} FROM ${ownedRecordsSql(some)}`);
  }
  const counted = ofProfile(batches, 'counts');
  if (counted.length > 0) {
    const names = COUNT_TABLE_COLUMNS.map(({ name }) => quoted(name)).join(', ');
    const rows = await rowsOf(engine.connection, `SELECT ${names} FROM ${ownedRecordsSql(counted)}`);
    for (const row of rows) await insert(client, 'count_of_hour', COUNT_TABLE_COLUMNS, row.map(plainNumber));
  }
  for (const batch of batches) {
    await insert(client, 'batch', BATCH_COLUMNS, batchValues(batch, importedAtMs));
    for (const values of auditValues(batch)) await insert(client, 'audit', AUDIT_COLUMNS, values);
  }
}

const plainNumber = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

/** By site, the months of UTC in which rows of these batches lie. */
async function monthsOf(
  engine: Engine,
  batches: readonly NewBatch[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await rowsOf(
    engine.connection,
    `SELECT DISTINCT site, strftime("at"::TIMESTAMP, '%Y-%m') FROM ${ownedRecordsSql(batches)}`,
  );
  const months = new Map<string, Set<string>>();
  for (const [site, month] of rows)
    months.set(String(site), (months.get(String(site)) ?? new Set()).add(String(month)));
  return months;
}

/** Lets what DuckDB selects, one line a row, flow into COPY; neither side holds more than a few thousand lines. */
async function copyLines(client: Client, engine: Engine, sql: string): Promise<void> {
  const { from } = await import('pg-copy-streams');
  const columns = EVENT_COLUMNS.map(({ name }) => quoted(name)).join(', ');
  const into = client.query(from(`COPY ${SCHEMA}.event (${columns}) FROM STDIN`));
  const result = await engine.connection.stream(sql);
  const lines = async function* (): AsyncGenerator<string> {
    for await (const rows of result.yieldRowsJs())
      if (rows.length > 0) yield `${rows.map(([line]) => String(line)).join('\n')}\n`;
  };
  await pipeline(Readable.from(lines()), into);
}

async function insert(
  client: Client,
  table: string,
  columns: typeof BATCH_COLUMNS,
  values: readonly unknown[],
): Promise<void> {
  const places = columns.map(({ type }, index) =>
    type === 'timestamp' ? `to_timestamp($${index + 1}::double precision / 1000)` : `$${index + 1}`,
  );
  await client.query(`INSERT INTO ${SCHEMA}.${table} VALUES (${places.join(', ')})`, [...values]);
}

/** Rows of these queries one after the other, some at a time through a cursor. Throws `store/failed`. */
async function* fetchAll(client: Client, queries: readonly string[]): AsyncGenerator<readonly unknown[]> {
  for (const sql of queries) {
    await orFailure(client.query('BEGIN READ ONLY'));
    try {
      await orFailure(client.query(`DECLARE office_rows NO SCROLL CURSOR FOR ${sql}`));
      for (;;) {
        const text = `FETCH ${FETCH_ROWS} FROM office_rows`;
        const { rows } = await orFailure(client.query<unknown[]>({ text, rowMode: 'array' }));
        yield* rows;
        if (rows.length < FETCH_ROWS) break;
      }
    } finally {
      await client.query('ROLLBACK').catch(() => undefined);
    }
  }
}

/** A server that goes away is words for whoever waits, and not a stack. */
async function orFailure<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    throw storeError('cannot-read', cause);
  }
}
