import { z } from 'zod';
import { EVENT_KINDS, type EventPersonal } from '../../core/batch/event.ts';
import { PERSONAL_COLUMNS } from '../../core/batch/profile.ts';
import { COLUMNS } from '../../core/batch/table.ts';
import { GatelogError } from '../../core/errors.ts';
import { eventRowOf } from '../read-record.ts';
import type { HeldBatch, StoredCount, StoredRow } from './store.ts';
import { type Dialect, literal, quoted } from './tables.ts';

/**
 * Queries that give the rows of these batches, one for each log, in order. Ranges that follow each other are asked for as
 * one.
 */
export function rowsSql(batches: readonly HeldBatch[], { epochMs, table }: Dialect): readonly string[] {
  const columns = COLUMNS.map(({ name, type }) => (type === 'timestamp' ? epochMs(name) : quoted(name)));
  return [...byLog(batches)].map(
    ([logId, log]) =>
      `SELECT log_id, site, gate, ${columns.join(', ')} FROM ${table('event')}
      WHERE log_id = ${literal(logId)} AND (${ranges(log).join(' OR ')}) ORDER BY seq`,
  );
}

/** The same of counts. */
export const countsSql = (batches: readonly HeldBatch[], { table }: Dialect): readonly string[] =>
  [...byLog(batches)].map(
    ([logId, log]) =>
      `SELECT log_id, site, gate, day, hour, lane, kind, events FROM ${table('count_of_hour')}
      WHERE log_id = ${literal(logId)}
      AND first_seq IN (${log.map(({ manifest }) => manifest.first_seq).join(', ')})`,
  );

function byLog(batches: readonly HeldBatch[]): ReadonlyMap<string, readonly HeldBatch[]> {
  const logs = new Map<string, HeldBatch[]>();
  for (const batch of batches) {
    const log = logs.get(batch.manifest.log_id);
    if (log === undefined) logs.set(batch.manifest.log_id, [batch]);
    else log.push(batch);
  }
  return logs;
}

function ranges(log: readonly HeldBatch[]): readonly string[] {
  const joined: { firstSeq: number; lastSeq: number }[] = [];
  const sorted = [...log].sort((one, other) => one.manifest.first_seq - other.manifest.first_seq);
  for (const { manifest } of sorted) {
    const last = joined.at(-1);
    if (last?.lastSeq === manifest.first_seq - 1) last.lastSeq = manifest.last_seq;
    else joined.push({ firstSeq: manifest.first_seq, lastSeq: manifest.last_seq });
  }
  return joined.map(({ firstSeq, lastSeq }) => `seq BETWEEN ${firstSeq} AND ${lastSeq}`);
}

const fields = z.record(z.string(), z.string().nullable());

/** A row of those queries. Throws `batch/invalid` where it is none that was imported. */
export function storedRow([logId, site, gate, ...values]: readonly unknown[]): StoredRow {
  const named = new Map(COLUMNS.map(({ name }, index) => [name, values[index] ?? null]));
  const numbers = COLUMNS.filter(({ type }) => type !== 'text' && type !== 'bytes');
  for (const { name } of numbers) {
    const value = named.get(name);
    named.set(name, value === null || value === undefined ? null : Number(value));
  }
  const row = eventRowOf(Object.fromEntries(named));
  const text = (name: string): string | null => {
    const value = named.get(name);
    return typeof value === 'string' ? value : null;
  };
  const more = text(PERSONAL_COLUMNS.fields);
  let parsed: EventPersonal['fields'];
  try {
    parsed = more === null ? {} : fields.parse(JSON.parse(more));
  } catch (cause) {
    throw new GatelogError('batch/invalid', 'fields are no JSON object of texts', {}, { cause });
  }
  const personal: EventPersonal = {
    schema: 1,
    documentKind: text(PERSONAL_COLUMNS.documentKind),
    document: text(PERSONAL_COLUMNS.document),
    name: text(PERSONAL_COLUMNS.name),
    birth: text(PERSONAL_COLUMNS.birth),
    sex: text(PERSONAL_COLUMNS.sex),
    address: text(PERSONAL_COLUMNS.address),
    phone: text(PERSONAL_COLUMNS.phone),
    note: text(PERSONAL_COLUMNS.note),
    guard: text(PERSONAL_COLUMNS.guard),
    raw: text(PERSONAL_COLUMNS.raw),
    fields: parsed,
  };
  return { logId: String(logId), site: String(site), gate: String(gate), opened: { row, personal } };
}

const count = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.coerce.number(),
  z.string(),
  z.enum(EVENT_KINDS),
  z.coerce.number(),
]);
export function storedCount(values: readonly unknown[]): StoredCount {
  const [logId, site, gate, day, hour, lane, kind, events] = count.parse(values);
  return { logId, site, gate, row: { day, hour, lane, kind, events } };
}
