import {
  copyFile,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import type { EventRow } from '../../core/batch/event.ts';
import { eventLayout } from '../../core/batch/layout.ts';
import { renditionFiles } from '../../core/batch/names.ts';
import { openRow } from '../../core/batch/table.ts';
import { timestampMs } from '../../core/units.ts';
import { csvRenderer } from '../../main/delivery/render/csv.ts';
import { parquetRenderer } from '../../main/delivery/render/parquet.ts';
import { xlsxRenderer } from '../../main/delivery/render/xlsx.ts';
import { writeSpoolFile } from '../../main/delivery/spool.ts';
import { readEnrolledKeys } from '../../office/enrolled-keys.ts';
import { isWrong } from '../../office/log-report.ts';
import { verifyFolder, verifyPaths } from '../../office/verify.ts';
import { testFolder } from '../support/folder.ts';
import { makeBatch, reseal, sampleSigner } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

/** What is wrong, as short words: `code file seq`. */
async function wrongs(folder: string, keyFiles: string[] = []): Promise<string[]> {
  const report = await verifyFolder(folder, readEnrolledKeys(keyFiles));
  const all = [...report.batches.flatMap((batch) => batch.problems), ...report.problems];
  const ofLogs = report.logs.flatMap(({ findings }) => findings.filter(isWrong));
  expect(report.ok).toBe(all.length + ofLogs.length === 0);
  return [
    ...all.map(({ code, file, seq }) => [code, file, seq].filter((part) => part !== null).join(' ')),
    ...ofLogs.map(({ code }) => code),
  ];
}

/** Writes one rendition of other rows over the sealed one. */
async function rerender(
  batch: string,
  file: string,
  rows: readonly EventRow[],
  layout = eventLayout('full', 'vi'),
): Promise<void> {
  const path = join(batch, file);
  await rm(path);
  const make = { 'events.parquet': parquetRenderer, 'events.xlsx': xlsxRenderer, 'events.csv': csvRenderer }[
    file
  ];
  if (make === undefined) throw new Error(`no renderer for ${file}`);
  await writeSpoolFile(path, null, async (sink) => {
    const renderer = await make(sink, layout);
    await renderer.page(rows.map(openRow));
    await renderer.end();
  });
}

describe('a workbook', () => {
  const [words, codes] = [eventLayout('full', 'vi'), eventLayout('full', 'vi', 'codes')];
  const sheetOf = async (rows: readonly EventRow[], layout = words): Promise<string[]> => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(6));
    await rerender(batch, 'events.xlsx', rows, layout);
    await reseal(batch, sampleSigner(folder));
    const report = await verifyFolder(batch);
    return report.batches.flatMap(({ problems }) => problems.map(({ seq, facts }) => `${seq} ${facts}`));
  };

  it('is well in words, and in the codes with which the first ones were sealed', async () => {
    expect([await sheetOf(sampleRows(6)), await sheetOf(sampleRows(6), codes)]).toEqual([[], []]);
  });

  it('is found wrong in either wording where a cell was changed, in its first row too', async () => {
    for (const seq of [1, 4])
      for (const layout of [words, codes]) {
        const reason = sampleRows(6, (one) => (one === seq ? { event: { reason: 'full' } } : {}));
        const name = sampleRows(6, (one) => (one === seq ? { personal: { name: 'Người Khác' } } : {}));
        expect([await sheetOf(reason, layout), await sheetOf(name, layout)]).toEqual([
          [`${seq} Lý do`],
          [`${seq} Họ và tên`],
        ]);
      }
  });

  it('is found wrong where it speaks words in some rows and codes in others', async () => {
    const mixed = (first: typeof words, then: typeof words): typeof words => ({
      ...words,
      sheetCells: (opened) => (opened.row.seq === 4 ? then : first).sheetCells(opened),
    });
    expect([
      await sheetOf(sampleRows(6), mixed(words, codes)),
      await sheetOf(sampleRows(6), mixed(codes, words)),
    ]).toEqual([['4 Lý do'], ['4 Lý do']]);
  });
});

describe('a batch as it was sealed', () => {
  it('is well, with every personal part checked and the gate known by its key', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(40));
    const report = await verifyFolder(
      join(folder, 'stick'),
      readEnrolledKeys([join(folder, 'gate-key.pub.json')]),
    );
    expect(report).toMatchObject({
      ok: true,
      problems: [],
      logs: [{ batches: 1, events: 40, firstSeq: 1, lastSeq: 40, findings: [] }],
      batches: [
        {
          enrolled: true,
          record: { events: 40, chainChecked: 40, commitmentsChecked: 40, commitmentsForgotten: 0 },
          problems: [],
          notices: [],
        },
      ],
    });
  });

  it('tells how many of its events were followed while it is looked at', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(3));
    const told: number[][] = [];
    const onEvents = (...now: number[]) => told.push(now);
    await verifyPaths([join(folder, 'stick')], { nowMs: timestampMs(Date.now()), onEvents });
    expect(told).toEqual([
      [1, 3, 0, 1],
      [2, 3, 0, 1],
      [3, 3, 0, 1],
    ]);
  });

  it('is well without the gate’s key, and says what that does not prove', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(3));
    const report = await verifyFolder(join(folder, 'stick'));
    expect(report.ok).toBe(true);
    expect(
      report.batches.map(({ enrolled, notices }) => [enrolled, notices.map(({ code }) => code)]),
    ).toEqual([[false, ['key-not-enrolled']]]);
  });

  it('is well where retention forgot people, and says how many could not be checked', async () => {
    const folder = testFolder();
    await makeBatch(
      folder,
      sampleRows(9, (seq) => ({ forgotten: seq % 3 === 0 })),
    );
    const report = await verifyFolder(join(folder, 'stick'));
    expect(report.ok).toBe(true);
    expect(report.batches[0]?.record).toEqual({
      events: 9,
      chainChecked: 9,
      commitmentsChecked: 6,
      commitmentsForgotten: 3,
    });
    expect(report.batches[0]?.notices).toContainEqual({ code: 'payload-forgotten', facts: '3' });
  });

  it('is well over several batches that follow each other, and not where one between them is missing', async () => {
    const folder = testFolder();
    const rows = sampleRows(30);
    const part = (first: number, last: number) =>
      makeBatch(folder, rows.slice(first - 1, last), { chainBefore: rows[first - 2]?.chain ?? CHAIN_START });
    await part(1, 10);
    const middle = await part(11, 20);
    await part(21, 30);
    expect(await verifyFolder(join(folder, 'stick'))).toMatchObject({ ok: true, logs: [{ findings: [] }] });
    await rm(middle, { recursive: true });
    const report = await verifyFolder(join(folder, 'stick'));
    const [fromMs, toMs] = [rows[9]?.atMs, rows[20]?.atMs];
    expect([report.ok, report.logs[0]?.findings]).toEqual([
      false,
      [{ code: 'gap', firstSeq: 11, lastSeq: 20, fromMs, toMs, offsetMin: 420 }],
    ]);
  });
});

describe('two copies of a batch', () => {
  it('are well: what came on two sticks is one batch', async () => {
    const folder = testFolder();
    const rows = sampleRows(20);
    const first = await makeBatch(folder, rows.slice(0, 10));
    await makeBatch(folder, rows.slice(10), { chainBefore: rows[9]?.chain ?? CHAIN_START });
    await cp(first, join(folder, 'stick', 'second stick', basename(first)), { recursive: true });
    const report = await verifyFolder(join(folder, 'stick'));
    expect([report.ok, report.batches.length]).toEqual([true, 3]);
    const place = join('GATELOG', 'benh-vien-thu', 'cong-chinh', basename(first));
    expect(report.logs).toMatchObject([
      {
        batches: 2,
        events: 20,
        findings: [
          {
            code: 'same-batch',
            firstSeq: 1,
            lastSeq: 10,
            folders: [place, join('second stick', basename(first))],
          },
        ],
      },
    ]);
  });
});

describe('a flipped byte', () => {
  it('is found in every file of the batch, wherever it lies, and the file is named', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(12));
    expect((await readdir(batch)).sort()).toEqual([...renditionFiles('full', false)].sort());
    for (const file of renditionFiles('full', false)) {
      const bytes = await readFile(join(batch, file));
      const last = bytes.length - 1;
      const places = [
        0,
        1,
        Math.floor(last / 4),
        Math.floor(last / 2),
        Math.floor((last * 3) / 4),
        last - 1,
        last,
      ];
      for (const [index, place] of places.entries()) {
        // The lowest and the highest bit by turns: every file is read anew for each.
        const bit = index % 2 === 0 ? 1 : 0x80;
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ bit;
        await writeFile(join(batch, file), changed);
        const found = await wrongs(batch);
        expect(found.length, `${file} at ${place}`).toBeGreaterThan(0);
        expect(found.join('\n'), `${file} at ${place}`).toContain(file);
      }
      await writeFile(join(batch, file), bytes);
    }
    expect(await wrongs(batch)).toEqual([]);
  });
});

describe('files of a batch', () => {
  it('are named when one is missing', async () => {
    for (const file of renditionFiles('full', false)) {
      const folder = testFolder();
      const batch = await makeBatch(folder, sampleRows(2));
      await rm(join(batch, file));
      expect((await wrongs(join(folder, 'stick'))).join('\n'), file).toMatch(
        new RegExp(`missing-file .*${file.replace('.', '\\.')}`),
      );
    }
  });

  it('are named when one is too many, is a link, is a folder or is cut short', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(4));
    await writeFile(join(batch, 'autorun.inf'), 'x');
    expect(await wrongs(batch)).toEqual(['extra-file autorun.inf']);
    await rm(join(batch, 'autorun.inf'));
    await rename(join(batch, 'events.csv'), join(folder, 'events.csv'));
    await symlink(join(folder, 'events.csv'), join(batch, 'events.csv'));
    expect(await wrongs(batch)).toEqual(['link events.csv', 'missing-file events.csv']);
    await rm(join(batch, 'events.csv'));
    await mkdir(join(batch, 'events.csv'));
    expect(await wrongs(batch)).toEqual(['missing-file events.csv']);
    await rm(join(batch, 'events.csv'), { recursive: true });
    await copyFile(join(folder, 'events.csv'), join(batch, 'events.csv'));
    await truncate(join(batch, 'events.csv'), 100);
    expect(await wrongs(batch)).toEqual(['size-differs events.csv']);
  });

  it('are found at another place or under another name than their own', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(2));
    await rename(
      join(folder, 'stick', 'GATELOG', 'benh-vien-thu'),
      join(folder, 'stick', 'GATELOG', 'cho-mau'),
    );
    expect(await wrongs(join(folder, 'stick'))).toEqual(['place-differs manifest.json']);
    await rename(
      join(folder, 'stick', 'GATELOG', 'cho-mau', 'cong-chinh', basename(batch)),
      join(folder, 'other'),
    );
    expect(await wrongs(join(folder, 'other'))).toEqual(['name-differs manifest.json']);
  });

  it('are found below what another program calls a manifest', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(2));
    await writeFile(join(folder, 'stick', 'manifest.json'), '{"name":"an app"}');
    const report = await verifyFolder(join(folder, 'stick'));
    expect(report.batches.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      expect.arrayContaining(['manifest-invalid']),
      [],
    ]);
  });

  it('that were never finished are told from finished ones', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(2));
    await mkdir(`${batch}.partial`);
    expect(await wrongs(join(folder, 'stick'))).toEqual([]);
    await rm(batch, { recursive: true });
    expect(await wrongs(join(folder, 'stick'))).toEqual([
      `unfinished GATELOG/benh-vien-thu/cong-chinh/${basename(batch)}.partial`,
    ]);
  });
});

describe('a signature', () => {
  it('of another key than the gate’s is found when the office knows the gate', async () => {
    const [folder, other] = [testFolder(), testFolder()];
    const batch = await makeBatch(folder, sampleRows(2));
    const known = join(folder, 'gate-key.pub.json');
    expect(await wrongs(batch, [known])).toEqual([]);
    await reseal(batch, sampleSigner(other));
    expect(await wrongs(batch)).toEqual([]);
    expect(await wrongs(batch, [known])).toEqual(['signature-other-key manifest.jws']);
  });

  it('of another key under the gate’s own key id is found', async () => {
    const [folder, other] = [testFolder(), testFolder()];
    const batch = await makeBatch(folder, sampleRows(2));
    const [gate, thief] = [sampleSigner(folder), sampleSigner(other)];
    await reseal(batch, { ...thief, keyId: gate.keyId, publicKey: gate.publicKey });
    expect(await wrongs(batch)).toEqual(['signature-invalid manifest.jws']);
  });
});

describe('what the gate’s own key signed', () => {
  it('is still found wrong where the chain does not fit the events', async () => {
    const folder = testFolder();
    const rows = sampleRows(8).map((row) => (row.seq === 5 ? { ...row, lane: '2' } : row));
    expect(await wrongs(await makeBatch(folder, rows))).toEqual(['chain-broken events.parquet 5']);
  });

  it('is still found wrong where the chain begins or ends elsewhere', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(4));
    const signer = sampleSigner(folder);
    await reseal(batch, signer, (manifest) => ({ ...manifest, chain_before: 'a'.repeat(64) }));
    expect(await wrongs(batch)).toEqual(['chain-broken events.parquet 1']);
    await reseal(batch, signer, (manifest) => ({
      ...manifest,
      chain_before: '0'.repeat(64),
      chain_after: 'b'.repeat(64),
    }));
    expect(await wrongs(batch)).toEqual(['chain-end-differs events.parquet']);
  });

  it('is still found wrong where salt or payload do not fit the commitment', async () => {
    const salted = sampleRows(6).map((row) => (row.seq === 2 ? { ...row, salt: new Uint8Array(32) } : row));
    expect(await wrongs(await makeBatch(testFolder(), salted))).toEqual([
      'commitment-differs events.parquet 2',
    ]);
    const [other] = sampleRows(1, () => ({ personal: { name: 'Người Khác' } }));
    const swapped = sampleRows(6).map((row) =>
      row.seq === 3 ? { ...row, payload: other?.payload ?? null } : row,
    );
    expect(await wrongs(await makeBatch(testFolder(), swapped))).toEqual([
      'commitment-differs events.parquet 3',
    ]);
  });

  it('is still found wrong where counts or times are others', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(8));
    const signer = sampleSigner(folder);
    await reseal(batch, signer, (manifest) => ({ ...manifest, counts: { in: 8 } }));
    expect(new Set(await wrongs(batch))).toEqual(new Set(['counts-differ events.parquet']));
    const again = await makeBatch(testFolder(), sampleRows(8));
    await reseal(again, signer, (manifest) => ({ ...manifest, last_at_ms: manifest.last_at_ms + 1 }));
    expect(await wrongs(again)).toEqual(['times-differ events.parquet']);
  });

  it('is still found wrong where rows were swapped, dropped or added', async () => {
    const folder = testFolder();
    const rows = sampleRows(6);
    const [a, b, c, d, e, f] = rows;
    if (!a || !b || !c || !d || !e || !f) throw new Error('six rows');
    const batch = await makeBatch(folder, rows);
    const signer = sampleSigner(folder);
    const changed = async (others: readonly EventRow[]): Promise<string[]> => {
      for (const file of ['events.parquet', 'events.csv', 'events.xlsx']) await rerender(batch, file, others);
      await reseal(batch, signer);
      return wrongs(batch);
    };
    const swapped = await changed([a, c, b, d, e, f]);
    expect(swapped).toContain('order events.parquet 3');
    expect(swapped).toContain('chain-broken events.parquet 3');
    expect(await changed([a, b, c, d, e])).toContain('row-count events.parquet');
    expect(await changed([...rows, { ...f, seq: 7 }])).toContain('row-count events.parquet');
    expect(await changed(rows)).toEqual([]);
  });

  it('is still found wrong where CSV or workbook say something else than the record', async () => {
    for (const [file, code] of [
      ['events.csv', 'csv-differs'],
      ['events.xlsx', 'sheet-differs'],
    ] as const) {
      const folder = testFolder();
      const batch = await makeBatch(folder, sampleRows(6));
      const signer = sampleSigner(folder);
      const others = sampleRows(6, (seq) => (seq === 4 ? { personal: { name: 'Người Khác' } } : {}));
      for (const [rows, expected] of [
        [others, [`${code} ${file} 4`]],
        [sampleRows(5), [`${code} ${file} 6`]],
        [sampleRows(7), [`${code} ${file}`]],
      ] as const) {
        await rerender(batch, file, rows);
        await reseal(batch, signer);
        expect(await wrongs(batch)).toEqual(expected);
      }
    }
  });

  it('is still found wrong where the CSV goes on behind the last event, also with what is no CSV', async () => {
    const folder = testFolder();
    // So many that the last of them come with bytes of their own.
    const batch = await makeBatch(folder, sampleRows(6000));
    const csv = join(batch, 'events.csv');
    const bytes = await readFile(csv);
    for (const more of ['1,2\r\n', '"no end']) {
      await writeFile(csv, Buffer.concat([bytes, Buffer.from(more)]));
      await reseal(batch, sampleSigner(folder));
      expect(await wrongs(batch)).toEqual(['csv-differs events.csv']);
    }
  });

  it('is still found wrong where a column says something else than the sealed snapshot', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(6));
    const path = join(batch, 'events.parquet');
    await rm(path);
    await writeSpoolFile(path, null, async (sink) => {
      const renderer = parquetRenderer(sink, eventLayout('full', 'vi'));
      const opened = sampleRows(6).map(openRow);
      await renderer.page(
        opened.map((one) =>
          one.row.seq === 2 && one.personal !== null
            ? { ...one, personal: { ...one.personal, phone: '0911111111' } }
            : one,
        ),
      );
      await renderer.end();
    });
    await reseal(batch, sampleSigner(folder));
    expect(await wrongs(batch)).toEqual(['snapshot-differs events.parquet 2']);
  });

  it('is found where two batches tell two histories or hold the same events', async () => {
    const folder = testFolder();
    const rows = sampleRows(20);
    await makeBatch(folder, rows.slice(0, 10));
    const others = sampleRows(20, () => ({ event: { reason: 'other' } }));
    await makeBatch(folder, others.slice(10), { chainBefore: others[9]?.chain ?? CHAIN_START });
    expect(await wrongs(join(folder, 'stick'))).toEqual(['fork']);
    await makeBatch(folder, rows.slice(0, 12));
    expect(await wrongs(join(folder, 'stick'))).toEqual(['overlap', 'fork', 'fork']);
  });
});
