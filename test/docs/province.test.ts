import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { COLUMNS } from '../../core/batch/table.ts';
import { timestampMs } from '../../core/units.ts';
import { openEngine, rowsOf } from '../../office/store/engine.ts';
import { testFolder } from '../support/folder.ts';
import { makeBatch, planOf, SAMPLE_GATE } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';
import { documentText } from './tables.ts';

const text = documentText('docs/province.md');
/** The statements that DuckDB runs, in order, without their mark. */
const statements = [...text.matchAll(/```sql\n-- DuckDB\n([\s\S]+?)```/g)].map((match) => match[1] ?? '');

const NOVEMBER = Date.UTC(2025, 10, 24);
const DAY_MS = 86_400_000;
const SECOND = { ...SAMPLE_GATE, logId: 'ff'.repeat(16), site: 'cho-mau', gate: 'cong-2' };
/** Twelve days, so that the second half lies in December. */
const ROWS = sampleRows(24, (seq) => ({ event: { atMs: timestampMs(NOVEMBER + seq * (DAY_MS / 2)) } }));

it('docs/province.md shows statements that DuckDB runs over a folder of batches, and what they answer is so', async () => {
  const folder = testFolder();
  await makeBatch(folder, ROWS.slice(0, 10));
  await makeBatch(folder, ROWS.slice(10), { chainBefore: ROWS[9]?.chain ?? CHAIN_START });
  // Another rendition of a batch lies beside it and counts for nothing.
  await makeBatch(folder, ROWS.slice(0, 10), { plan: planOf('masked') });
  await makeBatch(folder, ROWS.slice(0, 5), { identity: SECOND });
  const places = { '/srv/batches': join(folder, 'stick'), '/srv/province': join(folder, 'province') };
  const engine = await openEngine(':memory:');
  const answers: unknown[][][] = [];
  try {
    for (const statement of statements) {
      const there = Object.entries(places).reduce((sql, [from, to]) => sql.replaceAll(from, to), statement);
      const rows = await rowsOf(engine.connection, there);
      answers.push(
        rows.map((row) =>
          row.map((one) => (one instanceof Date ? one.toISOString().slice(0, 10) : String(one))),
        ),
      );
    }
  } finally {
    engine.close();
  }
  const [, whole, entries, , ofMonth, people] = answers;
  expect(whole).toEqual([
    ['benh-vien-thu', 'cong-chinh', '00112233', '24', '0'],
    ['cho-mau', 'cong-2', 'ffffffff', '5', '0'],
  ]);
  const local = (atMs: number): string => new Date(atMs + 420 * 60_000).toISOString();
  const tally = (rows: typeof ROWS, keyOf: (row: (typeof ROWS)[number]) => string): string[][] => {
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
    return [...counts].sort().map(([key, count]) => [...key.split('|'), String(count)]);
  };
  const came = (rows: typeof ROWS) => rows.filter(({ kind }) => kind === 'in');
  expect(entries).toEqual([
    ...tally(came(ROWS), ({ atMs }) => `benh-vien-thu|${local(atMs).slice(0, 10)}`),
    ...tally(came(ROWS.slice(0, 5)), ({ atMs }) => `cho-mau|${local(atMs).slice(0, 10)}`),
  ]);
  const november = ROWS.filter(({ atMs }) => atMs < Date.UTC(2025, 11, 1));
  expect(ofMonth).toEqual(tally(november, ({ kind }) => `cong-chinh|${kind}`));
  expect(people).toEqual([
    ['benh-vien-thu', '2025-11', String(came(november).length)],
    ['benh-vien-thu', '2025-12', String(came(ROWS).length - came(november).length)],
    ['cho-mau', '2025-11', String(came(ROWS.slice(0, 5)).length)],
  ]);
  const province = await readdir(places['/srv/province'], { recursive: true });
  expect(
    province
      .filter((path) => path.endsWith('.parquet'))
      .map((path) => path.replace(/[^/]*$/, ''))
      .sort(),
  ).toEqual([
    'site=benh-vien-thu/month=2025-11/',
    'site=benh-vien-thu/month=2025-12/',
    'site=cho-mau/month=2025-11/',
  ]);
});

it('docs/province.md declares for Trino every column of the record in order', () => {
  const types = {
    int64: 'bigint',
    int32: 'integer',
    timestamp: 'timestamp(3) with time zone',
    text: 'varchar',
    bytes: 'varbinary',
  };
  const declared = /event \(\n([\s\S]+?)\)\nWITH/.exec(text)?.[1]?.replace(/\s+/g, ' ').trim();
  const columns = [
    'gate varchar',
    'log varchar',
    ...COLUMNS.map(({ name, type }) => `${name === 'at' ? '"at"' : name} ${types[type]}`),
    'site varchar',
    'month varchar',
  ];
  expect(declared).toBe(columns.join(', '));
});
