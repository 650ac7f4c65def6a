import { existsSync, statSync } from 'node:fs';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { undefuse } from '../../core/batch/cell.ts';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { CountTable } from '../../core/batch/counts.ts';
import { type PROFILES, profiled } from '../../core/batch/profile.ts';
import { pseudonymsOf } from '../../core/batch/pseudonym.ts';
import { openRow } from '../../core/batch/table.ts';
import { timestampMs } from '../../core/units.ts';
import { readEnrolledKeys } from '../../office/enrolled-keys.ts';
import { DISK, type Disk } from '../../office/export/disk.ts';
import { type ExportPlan, exportEvents, growing } from '../../office/export/export.ts';
import { ownedCounts, ownedEvents } from '../../office/export/layouts.ts';
import { importPaths } from '../../office/import.ts';
import { readCsv } from '../../office/read-csv.ts';
import { readTable } from '../../office/read-record.ts';
import { plainSource } from '../../office/source.ts';
import type { DuckDbStore } from '../../office/store/duckdb.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import { openOffice } from '../support/office-store.ts';
import { makeBatch, planOf, SAMPLE_GATE } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';
import { sheetCells } from '../support/sheet-cells.ts';

const SECOND = { ...SAMPLE_GATE, logId: 'ff'.repeat(16), gate: 'cong-2' };
const ROWS = sampleRows(24, (seq) =>
  seq === 5
    ? { personal: { name: '=HYPERLINK("http://x")', note: '\u0007+1\r\n"' } }
    : { forgotten: seq === 9 },
);
const owner = ({ logId, site, gate }: typeof SAMPLE_GATE) => ({ logId, site, gate, verified: true });

/** @param known false: as if nobody had given the gate's key, and the office took its batches all the same */
async function importStick(folder: string, store: DuckDbStore, known = true): Promise<void> {
  await importPaths([join(folder, 'stick')], store, {
    enrolled: readEnrolledKeys(known ? [join(folder, 'gate-key.pub.json')] : []),
    opening: { identities: [], passphrases: [] },
    unverified: !known,
    thorough: false,
    scratch: join(folder, 'scratch'),
    nowMs: () => timestampMs(Date.UTC(2026, 10, 29)),
    onBatch: ({ became }) => expect(became).not.toBe('refused'),
  });
}

/** Two gates with the same rows; the second one’s come as `profile`. */
async function office(profile: (typeof PROFILES)[number] = 'full') {
  const folder = testFolder();
  await makeBatch(folder, ROWS.slice(0, 10));
  await makeBatch(folder, ROWS.slice(10), { chainBefore: ROWS[9]?.chain ?? CHAIN_START });
  await makeBatch(folder, ROWS, { identity: SECOND, plan: planOf(profile) });
  const store = await openOffice(folder);
  await importStick(folder, store);
  const plan = (change: Partial<ExportPlan>): ExportPlan => ({
    profile: 'full',
    headings: 'vi',
    formats: ['parquet', 'csv', 'xlsx'],
    pseudonyms: pseudonymsOf(Buffer.alloc(32, 7)),
    site: null,
    gate: null,
    days: { since: null, until: null },
    folder: join(folder, 'out'),
    ...change,
  });
  return { folder, store, plan };
}

const all = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
};

describe('an export', () => {
  it.each(['full', 'masked', 'pseudonymous'] as const)(
    'of the profile %s holds the events of all gates as their own files would, in every format',
    async (profile) => {
      const { store, plan } = await office();
      const one = plan({ profile });
      expect(await exportEvents(store, one)).toEqual({
        batches: 3,
        rows: 48,
        unverified: { batches: 0, rows: 0 },
        leftOut: [],
      });
      // Systems with modes keep it from everybody else.
      if (process.platform !== 'win32')
        for (const name of await readdir(one.folder))
          expect([name, statSync(join(one.folder, name)).mode & 0o777]).toEqual([name, 0o600]);
      const layout = ownedEvents(profile, 'vi');
      const show = profiled(profile, one.pseudonyms);
      const expected = [SAMPLE_GATE, SECOND].flatMap((gate) =>
        ROWS.map((row) => ({ ...owner(gate), row: show(openRow(row)) })),
      );
      const file = (format: string) => plainSource(join(one.folder, `events.${format}`));
      const parquet = await all(readTable(file('parquet'), layout.columns));
      const plainBytes = (values: readonly unknown[]) =>
        values.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value));
      expect(parquet.map(plainBytes)).toEqual(expected.map((row) => plainBytes(layout.values(row))));
      expect(await all(readCsv(file('csv')))).toEqual([layout.csvHeader, ...expected.map(layout.csvCells)]);
      const headings = layout.sheetColumns.map(({ heading }) => heading);
      expect(await sheetCells(file('xlsx').path, headings.length)).toEqual([
        headings,
        ...expected.map(layout.sheetCells),
      ]);
      expect((await readdir(one.folder)).sort()).toEqual(['events.csv', 'events.parquet', 'events.xlsx']);
      expect(existsSync(growing(one.folder))).toBe(false);
    },
  );

  it('tells how far it is, and takes nothing away that it did not make', async () => {
    const { store, plan } = await office();
    const told: number[][] = [];
    const one = plan({ formats: ['csv'], onRows: (...now) => told.push(now) });
    await mkdir(`${one.folder}.partial`);
    await mkdir(growing(one.folder));
    await exportEvents(store, one);
    expect(told.at(-1)).toEqual([48, 48]);
    expect([existsSync(`${one.folder}.partial`), existsSync(growing(one.folder))]).toEqual([true, false]);
  });

  it('takes the name of its folder with a slash behind it', async () => {
    const { store, plan } = await office();
    const one = plan({ formats: ['csv'] });
    await exportEvents(store, { ...one, folder: `${one.folder}/` });
    expect(await readdir(one.folder)).toEqual(['events.csv']);
  });

  it('defuses cells that a spreadsheet would run', async () => {
    const { store, plan } = await office();
    const one = plan({ formats: ['csv'] });
    await exportEvents(store, one);
    const [header = [], ...rows] = await all(readCsv(plainSource(join(one.folder, 'events.csv'))));
    const cell = rows[4]?.[header.indexOf('name')] ?? '';
    expect([cell, undefuse(cell)]).toEqual([`'=HYPERLINK("http://x")`, '=HYPERLINK("http://x")']);
  });

  it('of counts adds up what came as events and what came as counts', async () => {
    const { store, plan } = await office('counts');
    const one = plan({ profile: 'counts', headings: 'en' });
    const table = new CountTable();
    for (const row of ROWS) table.add(row);
    const expected = [SAMPLE_GATE, SECOND].flatMap((gate) =>
      table.rows().map((row) => ({ ...owner(gate), row })),
    );
    expect(await exportEvents(store, one)).toEqual({
      batches: 3,
      rows: expected.length,
      unverified: { batches: 0, rows: null },
      leftOut: [],
    });
    const layout = ownedCounts('en');
    const cells = await all(readCsv(plainSource(join(one.folder, 'counts.csv'))));
    expect(cells).toEqual([layout.csvHeader, ...expected.map(layout.csvCells)]);
  });

  it('leaves out, and says so, what came in a profile that holds too little or under another secret', async () => {
    for (const [came, profile, leftOut] of [
      ['masked', 'full', 1],
      ['masked', 'masked', 0],
      ['pseudonymous', 'masked', 1],
      ['pseudonymous', 'pseudonymous', 0],
    ] as const) {
      const { store, plan } = await office(came);
      const done = await exportEvents(store, plan({ profile, formats: ['csv'] }));
      expect([came, profile, done.leftOut.length, done.rows]).toEqual([
        came,
        profile,
        leftOut,
        leftOut === 0 ? 48 : 24,
      ]);
    }
    const { store, plan } = await office('pseudonymous');
    const pseudonyms = pseudonymsOf(Buffer.alloc(32, 8));
    const done = await exportEvents(store, plan({ profile: 'pseudonymous', formats: ['csv'], pseudonyms }));
    expect(done.leftOut.map(({ manifest }) => manifest.gate)).toEqual(['cong-2']);
  });

  it('is of one gate where that is asked, and never lands in a folder that is there', async () => {
    const { store, plan } = await office();
    const one = plan({ gate: 'cong-2', formats: ['csv'] });
    expect(await exportEvents(store, one)).toMatchObject({ batches: 1, rows: 24 });
    await expect(exportEvents(store, plan({ folder: join(one.folder, 'none', 'x') }))).rejects.toMatchObject({
      code: 'store/failed',
    });
  });
});

describe('what nobody vouches for', () => {
  it('is counted, by its batches and rows of those days, and said', async () => {
    const { folder, store, plan } = await office('counts');
    const stranger = testFolder();
    const third = { ...SAMPLE_GATE, logId: 'ee'.repeat(16), gate: 'cong-3' };
    await makeBatch(stranger, ROWS.slice(0, 10), { identity: third });
    await makeBatch(stranger, ROWS.slice(10), {
      identity: third,
      chainBefore: ROWS[9]?.chain ?? CHAIN_START,
    });
    const fourth = { ...SAMPLE_GATE, logId: 'dd'.repeat(16), gate: 'cong-4' };
    await makeBatch(stranger, ROWS, { identity: fourth, plan: planOf('counts') });
    await importStick(stranger, store, false);
    const of = async (profile: 'masked' | 'counts', until: string | null) =>
      (
        await exportEvents(
          store,
          plan({
            profile,
            formats: ['csv'],
            days: { since: null, until },
            folder: join(folder, `${profile} ${until}`),
          }),
        )
      ).unverified;
    expect(await of('masked', null)).toEqual({ batches: 2, rows: 24 });
    expect(await of('counts', null)).toEqual({ batches: 3, rows: null });
    expect(await of('counts', '2025-11-23')).toEqual({ batches: 0, rows: null });
    await store.close();
    const from = ['export', '--from', join(folder, 'office.duckdb'), '--format', 'csv , xlsx', '--to'];
    const done = await gatelog([...from, join(folder, 'a'), '--gate', 'cong-3']);
    expect([done.code, done.out]).toEqual([
      0,
      `2 batches written, 24 rows, masked, to ${join(folder, 'a')}; the files are not encrypted. Among them: 24 rows of 2 batches that are not verified; gatelog batches says which and why.\n`,
    ]);
    expect((await readdir(join(folder, 'a'))).sort()).toEqual(['events.csv', 'events.xlsx']);
    const marks = async (name: string, column: string) => {
      const [header = [], ...rows] = await all(readCsv(plainSource(join(folder, name))));
      const cells = (row: readonly string[]) =>
        ['gate', 'verified', column].map((one) => row[header.indexOf(one)]);
      return rows.map(cells);
    };
    expect(await marks('a/events.csv', 'seq')).toEqual(ROWS.map(({ seq }) => ['cong-3', 'no', String(seq)]));
    const sheet = await sheetCells(join(folder, 'a', 'events.xlsx'), 4);
    expect(sheet.slice(0, 2)).toEqual([
      ['Log', 'Site', 'Gate name', 'Batch'],
      [third.logId, third.site, 'cong-3', 'not verified'],
    ]);
    const counts = await gatelog([...from, join(folder, 'b'), '--profile', 'counts', '--lang', 'vi']);
    expect(counts.out).toContain('Trong đó có 3 lô chưa kiểm: gatelog batches cho biết lô nào và vì sao.');
    const ofGates = new Set(
      (await marks('b/counts.csv', 'gate')).map(([gate, verified]) => `${gate} ${verified}`),
    );
    expect([...ofGates].sort()).toEqual(['cong-2 yes', 'cong-3 no', 'cong-4 no', 'cong-chinh yes']);
    const json = await gatelog([...from, join(folder, 'c'), '--gate', 'cong-3', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, rows: 24, unverified: { batches: 2, rows: 24 } });
    const left = await gatelog([...from, join(folder, 'd'), '--json']);
    expect([left.code, JSON.parse(left.out)]).toMatchObject([
      1,
      { ok: false, leftOut: [expect.stringContaining('cong-4'), expect.stringContaining('cong-2')] },
    ]);
  });
});

describe('an export that was told to be there', () => {
  const recorder = (folder: string) => {
    const told: string[] = [];
    const name = (path: string): string => relative(folder, path).replaceAll('\\', '/');
    const disk: Disk = {
      syncFile: async (path) => {
        told.push(`file ${name(path)}`);
        await DISK.syncFile(path);
      },
      syncFolder: async (path) => {
        told.push(`folder ${name(path)}`);
        await DISK.syncFolder(path);
      },
      rename: async (from, to) => {
        told.push(`rename ${name(to)}`);
        await DISK.rename(from, to);
      },
    };
    return { told, disk };
  };

  it('is on its medium: files and their names before it gets its name, then that', async () => {
    const { folder, store, plan } = await office();
    const { told, disk } = recorder(folder);
    await exportEvents(store, plan({}), disk);
    expect(told).toEqual([
      'file out.gatelog-partial/events.parquet',
      'file out.gatelog-partial/events.csv',
      'file out.gatelog-partial/events.xlsx',
      'folder out.gatelog-partial',
      'rename out',
      'folder ',
    ]);
  });

  it('is not there, and nothing of it, where the medium fails at the end', async () => {
    const { folder, store, plan } = await office();
    const broken: Disk = {
      ...DISK,
      syncFile: () => open(join(folder, 'absent', 'file')).then(() => undefined),
    };
    const one = plan({ formats: ['csv'] });
    await expect(exportEvents(store, one, broken)).rejects.toMatchObject({
      code: 'store/failed',
      context: { fault: 'cannot-keep' },
    });
    expect([existsSync(one.folder), existsSync(growing(one.folder))]).toEqual([false, false]);
  });

  it('is not there either where its name cannot be kept: it was said not to be written', async () => {
    const { folder, store, plan } = await office();
    const broken: Disk = {
      ...DISK,
      syncFolder: (path) =>
        path === folder ? open(join(folder, 'absent', 'file')).then(() => undefined) : DISK.syncFolder(path),
    };
    const one = plan({ formats: ['csv'] });
    await expect(exportEvents(store, one, broken)).rejects.toMatchObject({
      code: 'store/failed',
      context: { fault: 'cannot-keep' },
    });
    expect([existsSync(one.folder), existsSync(growing(one.folder))]).toEqual([false, false]);
  });
});

describe('an export of some days', () => {
  const PLAN = {
    profile: 'masked' as const,
    headings: 'vi' as const,
    formats: ['csv'] as const,
    pseudonyms: null,
    site: null,
    gate: null,
  };
  /** The last moment of 1 March in Vietnam, the first of 2 March, and the last of 2 March at a gate on UTC. */
  const [LATE, EARLY, ABROAD] = [
    '2026-03-01T16:59:59.999Z',
    '2026-03-01T17:00:00.000Z',
    '2026-03-02T23:59:59.999Z',
  ];
  const rows = sampleRows(6, (seq) => {
    const [at = '', offsetMin] = seq <= 2 ? [LATE, 420] : seq <= 4 ? [EARLY, 420] : [ABROAD, 0];
    return { event: { atMs: timestampMs(Date.parse(at)), offsetMin } };
  });

  it('holds the events of these days where they happened, first and last day among them', async () => {
    const folder = testFolder();
    await makeBatch(folder, rows);
    await makeBatch(folder, rows, { identity: SECOND, plan: planOf('counts') });
    const store = await openOffice(folder);
    await importStick(folder, store);
    const seqs = async (since: string | null, until: string | null): Promise<unknown> => {
      const one = {
        ...PLAN,
        days: { since, until },
        gate: 'cong-chinh',
        folder: join(folder, `${since} ${until}`),
      };
      const { rows: count } = await exportEvents(store, one);
      if (!existsSync(one.folder)) return count;
      const [, ...cells] = await all(readCsv(plainSource(join(one.folder, 'events.csv'))));
      return [count, cells.map((row) => Number(row[4]))];
    };
    expect(await seqs('2026-03-02', null)).toEqual([4, [3, 4, 5, 6]]);
    expect(await seqs(null, '2026-03-01')).toEqual([2, [1, 2]]);
    // Of days without any event there is no empty file that could be taken for an answer.
    expect(await seqs('2026-03-03', '2026-03-09')).toBe(0);
    expect(existsSync(growing(join(folder, '2026-03-03 2026-03-09')))).toBe(false);
    // Of counts too; and a batch that holds too little is named only where it is of these days.
    const days = { since: '2026-03-01', until: '2026-03-01' };
    const counted = { ...PLAN, profile: 'counts' as const, days, folder: join(folder, 'counts') };
    await exportEvents(store, counted);
    const [, ...cells] = await all(readCsv(plainSource(join(counted.folder, 'counts.csv'))));
    expect(cells.map((row) => [row[2], row[4]])).toEqual([
      ['cong-chinh', '2026-03-01'],
      ['cong-2', '2026-03-01'],
    ]);
    const leftOut = async (day: string): Promise<number> => {
      const one = { ...PLAN, days: { since: day, until: null }, folder: join(folder, day) };
      return (await exportEvents(store, one)).leftOut.length;
    };
    expect([await leftOut('2026-03-01'), await leftOut('2026-04-01')]).toEqual([1, 0]);
    await store.close();
    const args = ['--from', join(folder, 'office.duckdb'), '--to', join(folder, 'out'), '--format', 'csv'];
    const { code, out } = await gatelog(['export', ...args, '--gate', 'cong-chinh', '--since', '2026-03-02']);
    expect([code, out]).toEqual([
      0,
      `4 rows from 2026-03-02 written, masked, to ${join(folder, 'out')}; the files are not encrypted.\n`,
    ]);
    const later = ['export', ...args.with(3, join(folder, 'later')), '--since', '2026-04-01'];
    expect(await gatelog([...later, '--until', '2026-04-30'])).toEqual({
      code: 1,
      out: '',
      err: 'Nothing was written: there is no event from 2026-04-01 to 2026-04-30 to write.\n',
    });
    expect(await gatelog([...later, '--lang', 'vi'])).toEqual({
      code: 1,
      out: '',
      err: 'Không xuất gì: không có dòng nào từ 01/04/2026 để xuất.\n',
    });
    expect(JSON.parse((await gatelog([...later, '--json'])).out)).toEqual({
      ok: false,
      profile: 'masked',
      since: '2026-04-01',
      until: null,
      batches: 1,
      rows: 0,
      unverified: { batches: 0, rows: 0 },
      leftOut: [],
    });
    expect(existsSync(join(folder, 'later'))).toBe(false);
  });
});

describe('hours that are counted', () => {
  it('stand twice where one batch of a gate is vouched for and another is not, and add up to all', async () => {
    const folder = testFolder();
    await makeBatch(folder, ROWS.slice(0, 10));
    const store = await openOffice(folder);
    await importStick(folder, store);
    const rest = testFolder();
    await makeBatch(rest, ROWS.slice(10), { chainBefore: ROWS[9]?.chain ?? CHAIN_START });
    await importStick(rest, store, false);
    const to = join(folder, 'out');
    const days = { since: null, until: null };
    const of = { pseudonyms: null, site: null, gate: null, days, folder: to };
    await exportEvents(store, { ...of, profile: 'counts', headings: 'vi', formats: ['csv'] });
    const [first, second] = [new CountTable(), new CountTable()];
    for (const row of ROWS) (row.seq <= 10 ? first : second).add(row);
    const layout = ownedCounts('vi');
    const expected = [
      ...first.rows().map((row) => ({ ...owner(SAMPLE_GATE), row })),
      ...second.rows().map((row) => ({ ...owner(SAMPLE_GATE), verified: false, row })),
    ];
    const [, ...cells] = await all(readCsv(plainSource(join(to, 'counts.csv'))));
    expect(cells).toEqual(expected.map(layout.csvCells));
  });
});

describe('gatelog batches, gaps and export', () => {
  it('say what the office has, what it misses, and write it down', async () => {
    const folder = testFolder();
    const place = join(folder, 'office.duckdb');
    const rows = sampleRows(3000);
    const part = (first: number, last: number) =>
      makeBatch(folder, rows.slice(first - 1, last), { chainBefore: rows[first - 2]?.chain ?? CHAIN_START });
    await part(1, 4);
    await part(2001, 2010);
    const store = await openOffice(folder);
    await importStick(folder, store);
    await store.close();
    const batches = await gatelog(['batches', '--from', place, '--json']);
    expect([batches.code, batches.err]).toEqual([0, '']);
    expect(
      batches.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { gate: 'cong-chinh', firstSeq: 1, lastSeq: 4, profile: 'full', verified: true, marks: [] },
      { firstSeq: 2001, lastSeq: 2010 },
    ]);
    expect((await gatelog(['batches', '--from', place, '--lang', 'vi'])).out).toContain(
      '2 lô, trong đó 0 lô chưa kiểm.',
    );
    const gaps = await gatelog(['gaps', '--from', place]);
    expect(gaps.code).toBe(1);
    expect(gaps.out).toContain('seq 5 to 2,000 missing\n');
    const json = await gatelog(['gaps', '--from', place, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      logs: [{ findings: [{ code: 'gap', firstSeq: 5, lastSeq: 2000, offsetMin: 420 }] }],
    });
    const to = join(folder, 'out');
    const written = await gatelog(['export', '--from', place, '--to', to, '--format', 'csv,xlsx']);
    expect([written.code, written.out, written.err]).toEqual([
      0,
      `2 batches written, 14 rows, masked, to ${to}; the files are not encrypted.\n`,
      '',
    ]);
    expect((await readdir(to)).sort()).toEqual(['events.csv', 'events.xlsx']);
  });

  it('do not take a wrong path, an empty database or an unknown site for good news', async () => {
    const folder = testFolder();
    const place = join(folder, 'office.duckdb');
    const wrong = await gatelog(['import', join(folder, 'absent'), '--into', place]);
    expect([wrong.code, await readdir(folder)]).toEqual([1, []]);
    await (await openOffice(folder)).close();
    const empty = 'The database holds no batch yet; take some with gatelog import.\n';
    const to = join(folder, 'out');
    for (const args of [['gaps'], ['batches'], ['export', '--to', to]])
      expect(await gatelog([...args, '--from', place])).toEqual({ code: 1, out: '', err: empty });
    // What was there before stays there.
    await gatelog(['import', join(folder, 'absent'), '--into', place]);
    await makeBatch(folder, sampleRows(4));
    const store = await openOffice(folder);
    await importStick(folder, store);
    await store.close();
    const args = ['export', '--from', place, '--to', to];
    expect(await gatelog([...args, '--site', 'benh-vien-khac'])).toEqual({
      code: 1,
      out: '',
      err: 'The database has no batch of that site and gate. It has: benh-vien-thu/cong-chinh.\n',
    });
    expect((await gatelog([...args, '--site', 'benh-vien-thu', '--format', 'CSV'])).code).toBe(0);
  });

  it('say in English or Vietnamese why nothing can be written, and leave nothing', async () => {
    const { folder, store } = await office();
    await store.close();
    const names = await readdir(folder);
    const from = ['export', '--from', join(folder, 'office.duckdb'), '--to'];
    const above = join(folder, 'absent', 'deep');
    for (const [args, err] of [
      [
        [above],
        `${above}: the folder above it is not there or cannot be written; make it, or give another place behind --to\n`,
      ],
      [
        [above, '--lang', 'vi'],
        `${above}: thư mục chứa nó không có hoặc không cho ghi; hãy tạo thư mục ấy, hoặc ghi chỗ khác sau --to\n`,
      ],
      [
        [join(folder, 'out'), '--profile', 'pseudonymous', '--lang', 'vi'],
        'Để tạo mã danh cho lô ở dạng đầy đủ cần khóa mã danh của cơ sở: hãy đưa tệp khóa bằng --pseudonym-key.\n',
      ],
    ] as const)
      expect(await gatelog([...from, ...args])).toEqual({ code: 1, out: '', err });
    expect(await readdir(folder)).toEqual(names);
  });

  it('end with 2 where they do not understand, and make no database', async () => {
    const folder = testFolder();
    const none = join(folder, 'none.duckdb');
    await writeFile(join(folder, 'there'), '');
    for (const [args, words] of [
      [['gaps'], '--from is missing'],
      [['gaps', '--from', none], `${none}: there is no such database`],
      [['batches', '--from', none, '--lang', 'fr'], '--lang is en or vi'],
      [['export', '--from', none], '--to is missing'],
      [['export', '--from', none, '--to', join(folder, 'there')], 'is there already'],
      [['export', '--from', none, '--to', 'x', '--profile', 'secret'], '--profile is one of: full'],
      [['export', '--from', none, '--to', 'x', '--format', 'pdf'], '--format is one or more of: parquet'],
      [
        ['export', '--from', none, '--to', 'x', '--since', '29/11/2026'],
        '--since is a day such as 2026-11-29',
      ],
      [
        ['export', '--from', none, '--to', 'x', '--until', '2026-02-30'],
        '--until: there is no day 2026-02-30',
      ],
      [
        ['export', '--from', none, '--to', 'x', '--since', '2026-03-02', '--until', '2026-03-01'],
        '--since 2026-03-02 is later than --until 2026-03-01',
      ],
      [['export', '--from', none, '--to', 'x', '--pseudonym-key', '/absent'], 'cannot be read'],
    ] as const) {
      const ended = await gatelog(args);
      expect([args, ended.code, ended.out]).toEqual([args, 2, '']);
      expect(ended.err).toContain(words);
    }
    expect(existsSync(none)).toBe(false);
  });
});
