import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../../core/batch/chain.ts';
import { parseManifest } from '../../../core/batch/manifest.ts';
import { plainFiles, renditionFiles } from '../../../core/batch/names.ts';
import { PROFILES } from '../../../core/batch/profile.ts';
import { HEADINGS } from '../../../core/batch/sheet.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { testFolder } from '../../support/folder.ts';
import { SAMPLE_AUDIT, sampleSigner, sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

describe('sealing a range', () => {
  it('gives the same bytes for the same rows in every time zone and locale, in every profile, and at any time', () => {
    const key = testFolder();
    sampleSigner(key);
    const places = [
      { TZ: 'UTC', LANG: 'C' },
      { TZ: 'Asia/Ho_Chi_Minh', LANG: 'vi_VN.UTF-8', LC_ALL: 'vi_VN.UTF-8' },
      { TZ: 'America/St_Johns', LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' },
    ].map((env) => ({ env, folder: testFolder() }));
    const sealed = places.map(({ env, folder }) => {
      const script = join(import.meta.dirname, '..', '..', 'support', 'seal-once.ts');
      spawnSync('cp', [join(key, 'gate-key.pem'), folder]);
      const ended = spawnSync(process.execPath, [script, folder], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...env },
        maxBuffer: 1 << 28,
      });
      expect(ended.stderr).toBe('');
      return ended.stdout;
    });
    expect(new Set(sealed).size).toBe(1);
    const files = JSON.parse(sealed[0] ?? '') as Record<string, string>;
    const named = PROFILES.flatMap((profile) =>
      HEADINGS.flatMap((headings) => plainFiles(profile).map((name) => `${profile} ${headings} ${name}`)),
    );
    expect(Object.keys(files)).toEqual(named);
    // Of the language of its headings only the people's file knows, and the manifest that names it.
    const differ = named.filter((name) => files[name] !== files[name.replace(' vi ', ' en ')]);
    expect(differ.filter((name) => !/(xlsx|manifest\.|SUMS)/.test(name))).toEqual([]);
  });

  it('says in the manifest what went by', async () => {
    const folder = testFolder();
    const rows = sampleRows(16, (seq) => ({ forgotten: seq === 3 }));
    const before = rows[3]?.chain ?? CHAIN_START;
    const { sealed, rendition } = await sealRange(sealInput(folder, rows.slice(4), { chainBefore: before }));
    const manifest = parseManifest(await readFile(join(folder, 'spool', rendition.name, 'manifest.json')));
    expect(manifest).toMatchObject({
      first_seq: 5,
      last_seq: 16,
      events: 12,
      events_without_payload: 0,
      audit_lines: SAMPLE_AUDIT.length,
      first_at_ms: rows[4]?.atMs,
      last_at_ms: rows[15]?.atMs,
      chain_before: Buffer.from(before).toString('hex'),
      chain_after: Buffer.from(rows[15]?.chain ?? []).toString('hex'),
    });
    expect(sealed).toMatchObject({ firstSeq: 5, lastSeq: 16, events: 12, counts: manifest.counts });
    expect(rendition.files.map(({ name }) => name)).toEqual([...renditionFiles('full', false)]);
  });

  it('clears away what a crash left, half or whole, and leaves nothing half-done itself', async () => {
    const folder = testFolder();
    const input = sealInput(folder, sampleRows(3));
    const { name } = (await sealRange(input)).rendition;
    await mkdir(join(folder, 'spool', `${name}.partial`));
    await writeFile(join(folder, 'spool', `${name}.partial`, 'events.csv'), 'half');
    await writeFile(join(folder, 'spool', name, 'events.csv'), 'of an earlier try');
    const { rendition } = await sealRange(input);
    expect(await readdir(join(folder, 'spool'))).toEqual([name]);
    const csv = await readFile(join(folder, 'spool', name, 'events.csv'));
    expect(csv.length).toBe(rendition.files.find((file) => file.name === 'events.csv')?.sizeBytes);
  });

  it('refuses a hole, an early end, an empty and a too long range, and leaves no files', async () => {
    const folder = testFolder();
    const rows = sampleRows(1200);
    const holed = rows.filter((row) => row.seq !== 700);
    const tries = [
      sealInput(folder, holed, { lastSeq: 1200 }),
      sealInput(folder, rows, { lastSeq: 1201 }),
      sealInput(folder, rows, { firstSeq: 0 }),
      sealInput(folder, rows, { lastSeq: 200_001 }),
    ];
    for (const input of tries)
      await expect(sealRange(input)).rejects.toMatchObject({ code: 'batch/invalid' });
    await expect(sealRange(sealInput(folder, [], { lastSeq: 0 }))).rejects.toMatchObject({
      code: 'batch/empty',
    });
    expect(await readdir(join(folder, 'spool'))).toEqual([]);
  });

  it('fails whole when reading the log or the audit fails, and leaves no files', async () => {
    const folder = testFolder();
    const rows = sampleRows(600);
    const fails = (what: string) => () => {
      throw new Error(what);
    };
    await expect(sealRange(sealInput(folder, rows, { rows: fails('rows') }))).rejects.toThrow('rows');
    const auditLines = { [Symbol.iterator]: fails('audit') };
    await expect(sealRange(sealInput(folder, rows, { auditLines }))).rejects.toThrow('audit');
    expect(await readdir(join(folder, 'spool'))).toEqual([]);
  });

  it('lets other work through between its pages', async () => {
    const folder = testFolder();
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    try {
      await sealRange(sealInput(folder, sampleRows(4000)));
    } finally {
      clearInterval(timer);
    }
    expect(turns).toBeGreaterThan(3);
  });
});
