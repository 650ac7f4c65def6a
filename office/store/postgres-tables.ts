import type { Client } from 'pg';
import { storeError } from './store-error.ts';
import {
  AUDIT_COLUMNS,
  BATCH_COLUMNS,
  COUNT_TABLE_COLUMNS,
  columnsSql,
  type Dialect,
  EVENT_COLUMNS,
  quoted,
  TABLES_VERSION,
} from './tables.ts';

/** Tables of ours lie in a schema of their own. */
export const SCHEMA = 'gatelog';
/** One import at a time: this names the lock, as any number would. */
const LOCK = 7_402_116;
export const POSTGRES: Dialect = {
  types: {
    int64: 'bigint',
    int32: 'integer',
    timestamp: 'timestamptz',
    text: 'text',
    bytes: 'bytea',
    boolean: 'boolean',
  },
  epochMs: (column) => `(extract(epoch FROM ${quoted(column)}) * 1000)::bigint`,
  table: (name) => `${SCHEMA}.${name}`,
};

/** Throws `store/unavailable` without a word of the address, which may hold a password. */
export async function connect(url: string): Promise<Client> {
  try {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url, application_name: 'gatelog' });
    // A server that goes away is told by the query that was under way.
    client.on('error', () => undefined);
    await client.connect();
    await client.query("SET TimeZone = 'UTC'");
    return client;
  } catch (cause) {
    throw storeError('unreachable', cause);
  }
}

/** Keeps other imports out until the connection ends. Throws `store/unavailable` where one is running. */
export async function lock(client: Client): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [LOCK]);
  if (rows[0]?.taken !== true) throw storeError('importing');
}

/** Makes the tables for an import where they are not there. Throws `store/unknown`. */
export async function prepareTables(client: Client, use: 'import' | 'read'): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('${SCHEMA}.gatelog') IS NOT NULL AS there`,
  );
  if (rows[0]?.there === true) {
    const found = await client.query<{ tables_version: number }>(
      `SELECT tables_version FROM ${SCHEMA}.gatelog`,
    );
    if (found.rows[0]?.tables_version === TABLES_VERSION) return;
    throw storeError('other-version');
  }
  if (use === 'read') throw storeError('never-imported');
  const columns = (some: typeof BATCH_COLUMNS): string => columnsSql(some, POSTGRES.types);
  await inTransaction(client, async () => {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
    await client.query(
      `CREATE TABLE ${SCHEMA}.batch (${columns(BATCH_COLUMNS)}, PRIMARY KEY (log_id, first_seq))`,
    );
    // A key of a partitioned table has to hold what it is partitioned by.
    await client.query(
      `CREATE TABLE ${SCHEMA}.event (${columns(EVENT_COLUMNS)}, PRIMARY KEY (log_id, seq, site, "at"))
      PARTITION BY LIST (site)`,
    );
    await client.query(`CREATE TABLE ${SCHEMA}.count_of_hour (${columns(COUNT_TABLE_COLUMNS)})`);
    await client.query(`CREATE TABLE ${SCHEMA}.audit (${columns(AUDIT_COLUMNS)})`);
    await client.query(`CREATE TABLE ${SCHEMA}.gatelog AS SELECT ${TABLES_VERSION} AS tables_version`);
  });
}

/** All of it or nothing. Throws what the work throws. */
export async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    // Where the server is gone it rolls back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
