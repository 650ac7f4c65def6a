import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventLayout } from '../../core/batch/layout.ts';
import { parseManifest } from '../../core/batch/manifest.ts';
import { PROFILES, profiled } from '../../core/batch/profile.ts';
import { openRow } from '../../core/batch/table.ts';
import { parquetRenderer } from '../../main/delivery/render/parquet.ts';
import { writeSpoolFile } from '../../main/delivery/spool.ts';
import { readEnrolledKeys } from '../../office/enrolled-keys.ts';
import { isWrong } from '../../office/log-report.ts';
import { verifyFolder } from '../../office/verify.ts';
import { testFolder } from '../support/folder.ts';
import { makeBatch, planOf, reseal, sampleSigner } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

const wrongs = async (folder: string): Promise<string[]> => {
  const report = await verifyFolder(folder);
  const all = [...report.batches.flatMap((batch) => batch.problems), ...report.problems];
  return [
    ...all.map(({ code, file, seq }) => [code, file, seq].filter((part) => part !== null).join(' ')),
    ...report.logs.flatMap(({ findings }) => findings.filter(isWrong).map(({ code }) => code)),
  ];
};

describe('every profile', () => {
  it('is verified for what it can prove, and the report says what that is', async () => {
    const folder = testFolder();
    for (const profile of PROFILES) await makeBatch(folder, sampleRows(30), { plan: planOf(profile) });
    const keys = readEnrolledKeys([join(folder, 'gate-key.pub.json')]);
    const report = await verifyFolder(join(folder, 'stick'), keys);
    const found = report.batches.map(({ manifest, record, inside, notices }) => [
      manifest?.profile,
      inside,
      record?.events,
      record?.chainChecked,
      record?.commitmentsChecked,
      notices.map(({ code }) => code),
    ]);
    // Four renditions of one range are one batch: no overlap, no fork.
    expect([report.ok, report.problems]).toEqual([true, []]);
    expect(report.logs).toMatchObject([
      { batches: 1, events: 30, findings: [{ code: 'other-rendition', firstSeq: 1, lastSeq: 30 }] },
    ]);
    expect(new Map(found.map((one) => [one[0], one.slice(1)]))).toEqual(
      new Map([
        ['full', ['plain', 30, 30, 30, []]],
        ['masked', ['plain', 30, 30, 0, ['proves-masked']]],
        ['pseudonymous', ['plain', 30, 30, 0, ['proves-pseudonymous']]],
        ['counts', ['plain', 30, 0, 0, ['proves-counts']]],
      ]),
    );
  });

  it('comes with headings in either language, and is compared with those', async () => {
    for (const [profile, sheet] of [
      ['masked', 'events.xlsx'],
      ['counts', 'counts.xlsx'],
    ] as const) {
      const folder = testFolder();
      const batch = await makeBatch(folder, sampleRows(9), { plan: planOf(profile, { headings: 'en' }) });
      expect(await wrongs(batch)).toEqual([]);
      await reseal(batch, sampleSigner(folder), (manifest) => ({ ...manifest, headings: 'vi' }));
      expect((await wrongs(batch))[0]).toBe(`sheet-differs ${sheet}`);
    }
  });

  it('carries what administrators did in full only, and tells how many acts there were in each', async () => {
    for (const profile of PROFILES) {
      const batch = await makeBatch(testFolder(), sampleRows(3), { plan: planOf(profile) });
      const manifest = parseManifest(await readFile(join(batch, 'manifest.json')));
      const names = manifest.files.map(({ name }) => name);
      expect([profile, manifest.audit_lines, names.includes('audit.ndjson')]).toEqual([
        profile,
        2,
        profile === 'full',
      ]);
    }
  });
});

describe('a rendition of another profile that the gate’s own key signed', () => {
  it('is found wrong where a column shows more than the profile allows', async () => {
    for (const [profile, personal] of [
      ['masked', { document: '001099000002' }],
      ['masked', { name: 'Nguyễn Văn Thử' }],
      ['pseudonymous', { phone: '0901234567' }],
    ] as const) {
      const folder = testFolder();
      const plan = planOf(profile);
      const batch = await makeBatch(folder, sampleRows(4), { plan });
      const path = join(batch, 'events.parquet');
      await rm(path);
      const show = profiled(profile, plan.pseudonyms);
      await writeSpoolFile(path, null, async (sink) => {
        const renderer = parquetRenderer(sink, eventLayout(profile, 'vi'));
        const rows = sampleRows(4).map(openRow).map(show);
        await renderer.page(
          rows.map((one) =>
            one.row.seq === 2 && one.personal !== null
              ? { ...one, personal: { ...one.personal, ...personal } }
              : one,
          ),
        );
        await renderer.end();
      });
      await reseal(batch, sampleSigner(folder));
      expect(await wrongs(batch)).toContain('shows-too-much events.parquet 2');
    }
  });

  it('is found wrong where an event was changed, by the chain', async () => {
    const rows = sampleRows(8).map((row) => (row.seq === 5 ? { ...row, lane: '2' } : row));
    for (const profile of ['masked', 'pseudonymous'] as const) {
      const batch = await makeBatch(testFolder(), rows, { plan: planOf(profile) });
      expect(await wrongs(batch)).toEqual(['chain-broken events.parquet 5']);
    }
  });

  it('is found wrong where counts do not add up to what the manifest says', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(8), { plan: planOf('counts') });
    await reseal(batch, sampleSigner(folder), (manifest) => ({ ...manifest, counts: { in: 8 } }));
    expect(new Set(await wrongs(batch))).toEqual(new Set(['counts-differ counts.parquet']));
  });

  it('is found where two renditions of one range tell two histories', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(8));
    await makeBatch(
      folder,
      sampleRows(8, () => ({ event: { reason: 'other' } })),
      { plan: planOf('masked') },
    );
    expect(await wrongs(join(folder, 'stick'))).toEqual(['fork']);
  });
});

describe('a batch of schema 1', () => {
  it('is verified as it always was', async () => {
    const folder = testFolder();
    const plan = planOf('full', { schemaVersion: 1 });
    const batch = await makeBatch(folder, sampleRows(12), { plan });
    const said = JSON.parse(await readFile(join(batch, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    expect([said['schema_version'], said['encryption'], said['headings']]).toEqual([1, undefined, undefined]);
    const report = await verifyFolder(join(folder, 'stick'));
    expect(report).toMatchObject({
      ok: true,
      batches: [{ inside: 'plain', record: { events: 12, commitmentsChecked: 12 } }],
    });
  });

  it('and one of schema 2 follow each other in one log', async () => {
    const folder = testFolder();
    const rows = sampleRows(20);
    await makeBatch(folder, rows.slice(0, 10), { plan: planOf('full', { schemaVersion: 1 }) });
    const after = { chainBefore: rows[9]?.chain ?? new Uint8Array() };
    await makeBatch(folder, rows.slice(10), after);
    expect(await verifyFolder(join(folder, 'stick'))).toMatchObject({
      ok: true,
      problems: [],
      logs: [{ batches: 2, findings: [] }],
    });
  });
});
