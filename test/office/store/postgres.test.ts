import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { CHAIN_START } from '../../../core/batch/chain.ts';
import type { EventRow } from '../../../core/batch/event.ts';
import { COLUMNS, openRow, valuesOf } from '../../../core/batch/table.ts';
import { timestampMs } from '../../../core/units.ts';
import { describeNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { gatelog } from '../../support/gatelog.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { makeBatch, planOf, SAMPLE_AUDIT, SAMPLE_GATE } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

/** Half of them lie in the next month; texts hold whatever COPY could trip over. */
const ROWS = sampleRows(24, (seq) => ({
  event: { atMs: timestampMs(Date.UTC(2025, 10, 30, 22) + seq * 600_000) },
  ...(seq === 5 ? { personal: { name: 'a\\N\t\n\r\\x00 "\'', note: '\\.', address: '' } } : {}),
  forgotten: seq === 9,
}));
const SECOND = { ...SAMPLE_GATE, logId: 'ff'.repeat(16), site: 'cho-mau', gate: 'cong-2' };

describeNeeding('postgres')('a PostgreSQL server', () => {
  let server: PostgresServer;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    // A database of its own for every test.
    const name = `office_${Math.random().toString(36).slice(2)}`;
    await ask(server.url, `CREATE DATABASE ${name}`);
    url = server.url.replace(/postgres$/, name);
  });

  async function ask(at: string, sql: string): Promise<unknown[][]> {
    const client = new pg.Client({ connectionString: at });
    await client.connect();
    try {
      return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  }
  const events = (): Promise<unknown[][]> =>
    ask(
      url,
      `SELECT log_id, ${COLUMNS.map(({ name, type }) =>
        type === 'bytes'
          ? `encode("${name}", 'hex')`
          : type === 'timestamp'
            ? `(extract(epoch FROM "${name}") * 1000)::bigint`
            : `"${name}"`,
      ).join(', ')} FROM gatelog.event ORDER BY log_id, seq`,
    );
  const expected = (logId: string, rows: readonly EventRow[]): unknown[][] =>
    rows.map((row) => [
      logId,
      ...valuesOf(openRow(row)).map((value, index) => {
        if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
        return typeof value === 'number' && COLUMNS[index]?.type !== 'int32' ? String(value) : value;
      }),
    ]);
  const importAll = (folder: string, ...more: string[]) => {
    const key = join(folder, 'gate-key.pub.json');
    return gatelog(['import', join(folder, 'stick'), '--into', url, '--key', key, ...more]);
  };

  it('takes every event once, as the gate wrote it, into partitions by site and month', async () => {
    const folder = testFolder();
    await makeBatch(folder, ROWS.slice(0, 10));
    await makeBatch(folder, ROWS.slice(10), { chainBefore: ROWS[9]?.chain ?? CHAIN_START });
    await makeBatch(folder, ROWS.slice(0, 8), { identity: SECOND });
    const first = await importAll(folder);
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toBe('3 batches imported; 32 events taken.\n');
    const all = [...expected(SAMPLE_GATE.logId, ROWS), ...expected(SECOND.logId, ROWS.slice(0, 8))];
    expect(await events()).toEqual(all);
    expect((await importAll(folder)).out).toBe('0 batches imported, 3 here already; 0 events taken.\n');
    expect(await events()).toEqual(all);
    expect(
      await ask(
        url,
        'SELECT tableoid::regclass::text, count(*)::int FROM gatelog.event GROUP BY 1 ORDER BY 1',
      ),
    ).toEqual([
      ['gatelog."event_benh-vien-thu_2025_11"', 11],
      ['gatelog."event_benh-vien-thu_2025_12"', 13],
      ['gatelog."event_cho-mau_2025_11"', 8],
    ]);
    expect((await ask(url, 'SELECT act FROM gatelog.audit')).length).toBe(3 * SAMPLE_AUDIT.length);
  });

  it('takes every profile, and a better rendition in place of the one before', async () => {
    for (const profile of ['counts', 'pseudonymous', 'masked', 'full'] as const) {
      const folder = testFolder();
      await makeBatch(folder, ROWS, { plan: planOf(profile) });
      const { code, out } = await importAll(folder, '--unverified');
      expect([profile, code, /1 (batch imported|replaced)/.exec(out)?.[0]]).toEqual([
        profile,
        0,
        profile === 'counts' ? '1 batch imported' : '1 replaced',
      ]);
      const [[counts, rows, salts] = []] = await ask(
        url,
        `SELECT (SELECT coalesce(sum(events), 0)::int FROM gatelog.count_of_hour), count(*)::int, count(salt)::int
        FROM gatelog.event`,
      );
      expect([counts, rows, salts]).toEqual(
        profile === 'counts' ? [24, 0, 0] : [0, 24, profile === 'full' ? 23 : 0],
      );
    }
  });

  it('answers batches, gaps and export as a file would', async () => {
    const folder = testFolder();
    await makeBatch(folder, ROWS.slice(0, 4));
    await makeBatch(folder, ROWS.slice(10), { chainBefore: ROWS[9]?.chain ?? CHAIN_START });
    await importAll(folder);
    const file = join(folder, 'office.duckdb');
    await gatelog([
      'import',
      join(folder, 'stick'),
      '--into',
      file,
      '--key',
      join(folder, 'gate-key.pub.json'),
    ]);
    for (const command of ['batches', 'gaps']) {
      const [server, local] = await Promise.all(
        [url, file].map((from) => gatelog([command, '--from', from])),
      );
      const timeless = (out = ''): string => out.replace(/imported [\d: -]+UTC/g, '');
      expect([server?.code, server?.err, timeless(server?.out)]).toEqual([
        local?.code,
        '',
        timeless(local?.out),
      ]);
    }
    const written = await gatelog([
      'export',
      '--from',
      url,
      '--to',
      join(folder, 'out'),
      '--profile',
      'full',
    ]);
    expect([written.code, written.out]).toEqual([
      0,
      `2 batches written, 18 rows, full, to ${join(folder, 'out')}; the files are not encrypted.\n`,
    ]);
  });

  it('keeps nothing of a batch where it fails in the middle, and says so without its address', async () => {
    const folder = testFolder();
    await makeBatch(folder, ROWS.slice(0, 10));
    await importAll(folder);
    await ask(url, 'ALTER TABLE gatelog.event ADD CONSTRAINT in_the_way CHECK (seq <> 20)');
    const before = await events();
    await makeBatch(folder, ROWS.slice(10), { chainBefore: ROWS[9]?.chain ?? CHAIN_START });
    const failed = await importAll(folder);
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('the database cannot be written');
    expect(await events()).toEqual(before);
    expect(await ask(url, 'SELECT first_seq::int FROM gatelog.batch')).toEqual([[1]]);
    const gone = await gatelog(['gaps', '--from', 'postgres://office:secret@127.0.0.1:1/none']);
    expect([gone.code, gone.err]).toEqual([
      2,
      'the PostgreSQL server cannot be reached; see whether it is on, and look over address, name and password\n',
    ]);
    expect((await gatelog(['gaps', '--from', server.url])).err).toContain('nothing was ever imported');
  });

  it('that goes away in the middle of a batch is told in words, and has nothing of it afterwards', async () => {
    const folder = testFolder();
    await makeBatch(folder, ROWS.slice(0, 10));
    await importAll(folder);
    await makeBatch(folder, ROWS.slice(10), { chainBefore: ROWS[9]?.chain ?? CHAIN_START });
    const holder = new pg.Client({ connectionString: url });
    holder.on('error', () => undefined);
    await holder.connect();
    await holder.query('BEGIN');
    // Rows that flow into COPY wait here, so that the server goes away between two of them.
    await holder.query('LOCK TABLE gatelog."event_benh-vien-thu_2025_11" IN ACCESS EXCLUSIVE MODE');
    const failing = importAll(folder, '--lang', 'vi');
    const copying =
      "SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'COPY%'";
    await vi.waitFor(async () => expect(await ask(url, copying)).toEqual([[1]]), {
      timeout: 60_000,
      interval: 100,
    });
    server.crash();
    const failed = await failing;
    expect([failed.code, failed.err]).toEqual([
      1,
      'không ghi được cơ sở dữ liệu; xem ổ đĩa có đầy hoặc máy chủ có mất không rồi chạy lại: không lô nào bị nhập hai lần\n',
    ]);
    server.start();
    expect(await events()).toEqual(expected(SAMPLE_GATE.logId, ROWS.slice(0, 10)));
    expect((await importAll(folder)).code).toBe(0);
    expect(await events()).toEqual(expected(SAMPLE_GATE.logId, ROWS));
  });

  it('that crashed keeps what was taken, and lets one import in at a time', async () => {
    const folder = testFolder();
    await makeBatch(folder, ROWS);
    await importAll(folder);
    server.crash();
    expect((await importAll(folder)).err).toContain('the PostgreSQL server cannot be reached');
    server.start();
    expect(await events()).toEqual(expected(SAMPLE_GATE.logId, ROWS));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('SELECT pg_advisory_lock(7402116)');
    const busy = await importAll(folder);
    await client.end();
    expect([busy.code, busy.err]).toEqual([
      2,
      'another import into this database is running; wait until it is done, then run this again\n',
    ]);
  });
});
