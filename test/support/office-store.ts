import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EventRow } from '../../core/batch/event.ts';
import { COLUMNS, openRow, valuesOf } from '../../core/batch/table.ts';
import { type DuckDbStore, openDuckDbStore } from '../../office/store/duckdb.ts';
import { rowsOf } from '../../office/store/engine.ts';

/** Opens the store of a test's office; closed after it. */
export async function openOffice(folder: string): Promise<DuckDbStore> {
  const store = await openDuckDbStore(join(folder, 'office.duckdb'));
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await store.close();
  };
  onTestFinished(close);
  return { ...store, close };
}

/** All that the event table says, one text a row, in order of log and seq. */
export async function eventsIn(store: DuckDbStore): Promise<readonly string[]> {
  const columns = COLUMNS.map(({ name, type }) =>
    type === 'bytes' ? `lower(hex("${name}"))` : type === 'timestamp' ? `epoch_ms("${name}")` : `"${name}"`,
  );
  const rows = await rowsOf(
    store.connection,
    `SELECT log_id, ${columns.join(', ')} FROM event ORDER BY log_id, seq`,
  );
  return rows.map((values) => values.map((value) => (value === null ? '-' : String(value))).join('|'));
}

/** What that is for these rows of a full record. */
export const textsOf = (logId: string, rows: readonly EventRow[]): readonly string[] =>
  rows.map((row) =>
    [logId, ...valuesOf(openRow(row))]
      .map((value) =>
        value === null
          ? '-'
          : value instanceof Uint8Array
            ? Buffer.from(value).toString('hex')
            : String(value),
      )
      .join('|'),
  );
