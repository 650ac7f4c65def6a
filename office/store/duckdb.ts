import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { anyManifestSchema, type Manifest } from '../../core/batch/manifest.ts';
import { type TimestampMs, timestampMs } from '../../core/units.ts';
import { checkRecords, DUCKDB, DUCKDB_TYPES, openEngine, ownedRecordsSql, rowsOf } from './engine.ts';
import { countsSql, rowsSql, storedCount, storedRow } from './rows.ts';
import { signOf, signsSql } from './signs.ts';
import { type HeldBatch, type Mark, markSchema, type NewBatch, type Store } from './store.ts';
import { storeError } from './store-error.ts';
import {
  AUDIT_COLUMNS,
  auditValues,
  BATCH_COLUMNS,
  batchValues,
  COUNT_TABLE_COLUMNS,
  columnsSql,
  EVENT_COLUMNS,
  eventSelection,
  literal,
  ofProfile,
  quoted,
  TABLES_VERSION,
} from './tables.ts';

/** Rows are written to the file as they come; this is how much of the journal may pile up meanwhile. */
const CHECKPOINT_AT = '1GB';

/** A store that also answers SQL of the office's own commands. */
export interface DuckDbStore extends Store {
  readonly connection: DuckDBConnection;
}

/**
 * The office's embedded store: one DuckDB file, made where it is not there. One program at a time.
 * @throws GatelogError as `openEngine`, and `store/unknown` where the file holds other tables than ours
 */
export async function openDuckDbStore(path: string): Promise<DuckDbStore> {
  const engine = await openEngine(path);
  const { connection } = engine;
  try {
    await prepareTables(connection);
    await connection.run(`SET checkpoint_threshold = '${CHECKPOINT_AT}'`);
  } catch (error) {
    engine.close();
    throw error;
  }
  return {
    connection,
    held: async () => {
      const rows = await rowsOf(
        connection,
        `SELECT manifest, manifest_sha256, verified, marks, epoch_ms(imported_at) FROM batch ORDER BY log_id, first_seq`,
      );
      return rows.map(heldOf);
    },
    check: (batches) => checkRecords(connection, batches),
    put: (batches, importedAtMs) => inTransaction(connection, () => put(connection, batches, importedAtMs)),
    signs: async function* () {
      const result = await connection.stream(signsSql(DUCKDB));
      for await (const rows of result.yieldRowsJs()) for (const row of rows) yield signOf(row);
    },
    rows: async function* (batches) {
      for (const sql of rowsSql(batches, DUCKDB)) {
        const result = await connection.stream(sql);
        for await (const rows of result.yieldRowsJs()) for (const row of rows) yield storedRow(row);
      }
    },
    counts: async function* (batches) {
      for (const sql of countsSql(batches, DUCKDB)) {
        const result = await connection.stream(sql);
        for await (const rows of result.yieldRowsJs()) for (const row of rows) yield storedCount(row);
      }
    },
    close: async () => {
      try {
        await connection.run('CHECKPOINT');
      } finally {
        engine.close();
      }
    },
  };
}

async function prepareTables(connection: DuckDBConnection): Promise<void> {
  const tables = await rowsOf(connection, 'SELECT table_name FROM duckdb_tables()');
  if (tables.length > 0) {
    const ours = tables.some(([name]) => name === 'gatelog');
    const version = ours ? (await rowsOf(connection, 'SELECT tables_version FROM gatelog'))[0]?.[0] : null;
    if (Number(version) === TABLES_VERSION) return;
    throw storeError(ours ? 'other-version' : 'stranger');
  }
  await inTransaction(connection, async () => {
    for (const [name, columns] of [
      ['batch', BATCH_COLUMNS],
      ['event', EVENT_COLUMNS],
      ['count_of_hour', COUNT_TABLE_COLUMNS],
      ['audit', AUDIT_COLUMNS],
    ] as const)
      await connection.run(`CREATE TABLE ${name} (${columnsSql(columns, DUCKDB_TYPES)})`);
    await connection.run(`CREATE TABLE gatelog AS SELECT ${TABLES_VERSION}::INTEGER AS tables_version`);
  });
}

async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN TRANSACTION');
  try {
    await work();
    await connection.run('COMMIT');
  } catch (error) {
    // One whose COMMIT failed is over already; why it failed is what counts.
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function put(
  connection: DuckDBConnection,
  batches: readonly NewBatch[],
  importedAtMs: TimestampMs,
): Promise<void> {
  for (const { insteadOf } of batches) for (const { manifest } of insteadOf) await drop(connection, manifest);
  // One statement for all of a profile: a single scan keeps every core at work and fills whole row groups.
  for (const profile of ['full', 'masked', 'pseudonymous'] as const) {
    const some = ofProfile(batches, profile);
    if (some.length === 0) continue;
    await connection.run(
      `INSERT INTO event SELECT ${eventSelection(profile, DUCKDB_TYPES)} FROM ${ownedRecordsSql(some)}`,
    );
  }
  const counted = ofProfile(batches, 'counts');
  if (counted.length > 0)
    await connection.run(
      `INSERT INTO count_of_hour SELECT ${COUNT_TABLE_COLUMNS.map(({ name }) => quoted(name)).join(', ')} FROM ${ownedRecordsSql(counted)}`,
    );
  const rows = batches.map((batch) => batchValues(batch, importedAtMs));
  await insert(connection, 'batch', BATCH_COLUMNS, rows);
  await insert(connection, 'audit', AUDIT_COLUMNS, batches.flatMap(auditValues));
}

/** Rows of one statement: a statement for each row would be most of what a small batch costs. */
const INSERTED_TOGETHER = 100;

async function insert(
  connection: DuckDBConnection,
  table: string,
  columns: typeof BATCH_COLUMNS,
  rows: readonly (readonly DuckDBValue[])[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += INSERTED_TOGETHER) {
    const some = rows.slice(from, from + INSERTED_TOGETHER);
    const places = some.map((_, row) => {
      const values = columns.map(({ type }, index) => {
        const place = `$${row * columns.length + index + 1}`;
        return type === 'timestamp' ? `make_timestamptz(${place}::BIGINT * 1000)` : place;
      });
      return `(${values.join(', ')})`;
    });
    await connection.run(`INSERT INTO ${table} VALUES ${places.join(', ')}`, some.flat());
  }
}

/** What the office holds of a range, in all tables. */
async function drop(connection: DuckDBConnection, manifest: Manifest): Promise<void> {
  const log = `log_id = ${literal(manifest.log_id)}`;
  await connection.run(
    `DELETE FROM event WHERE ${log} AND seq BETWEEN ${manifest.first_seq} AND ${manifest.last_seq}`,
  );
  for (const table of ['batch', 'count_of_hour', 'audit'])
    await connection.run(
      `DELETE FROM ${table} WHERE ${log} AND ${quoted('first_seq')} = ${manifest.first_seq}`,
    );
}

/** A row of the batch table. Throws `store/unknown` where it is none that was written by us. */
export function heldOf([
  manifest,
  manifestSha256,
  verified,
  marks,
  importedAtMs,
]: readonly unknown[]): HeldBatch {
  try {
    return {
      manifest: anyManifestSchema.parse(JSON.parse(String(manifest))),
      manifestSha256: String(manifestSha256),
      verified: verified === true,
      marks: String(marks)
        .split(' ')
        .filter((mark) => mark !== '')
        .map((mark): Mark => markSchema.parse(mark)),
      importedAtMs: timestampMs(Number(importedAtMs)),
    };
  } catch (cause) {
    throw storeError('odd-batch', cause);
  }
}
