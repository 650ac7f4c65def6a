import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { renditionFiles } from '../../core/batch/names.ts';
import { verifyFolder } from '../../office/verify.ts';
import { verifyReportSchema } from '../../office/verify-report.ts';
import { testFolder } from '../support/folder.ts';
import { CLI } from '../support/gatelog.ts';
import { makeBatch, reseal, sampleSigner } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

describe('verifying what is no batch', () => {
  it('finds none in an empty folder, in a file and where nothing is', async () => {
    const folder = testFolder();
    await writeFile(join(folder, 'file'), 'x');
    await mkdir(join(folder, 'empty'));
    const said = async (name: string) => {
      const report = await verifyFolder(join(folder, name));
      return [report.ok, ...report.problems.map(({ code, file }) => `${code} ${file}`)];
    };
    expect(await said('empty')).toEqual([false, 'no-batch null']);
    expect(await said('file')).toEqual([false, `not-a-folder ${join(folder, 'file')}`]);
    expect(await said('absent')).toEqual([false, `no-folder ${join(folder, 'absent')}`]);
  });

  it('looks past what systems keep on a stick, and past one folder that cannot be read', async () => {
    const folder = testFolder();
    const rows = sampleRows(4);
    await makeBatch(folder, rows.slice(0, 2));
    await makeBatch(folder, rows.slice(2), { chainBefore: rows[1]?.chain ?? CHAIN_START });
    const stick = join(folder, 'stick');
    const gate = join(stick, 'GATELOG', 'benh-vien-thu', 'cong-chinh');
    for (const name of ['System Volume Information', '$RECYCLE.BIN', 'lost+found', '.Trash-1000'])
      await cp(join(stick, 'GATELOG'), join(stick, name, 'GATELOG'), { recursive: true });
    const said = async () => {
      const { ok, batches, problems } = await verifyFolder(stick);
      return [ok, batches.length, ...problems.map(({ code, file, facts }) => `${code} ${file} ${facts}`)];
    };
    expect(await said()).toEqual([true, 2]);
    await mkdir(join(gate, 'a-dark-one'), { mode: 0o000 });
    await chmod(folder, 0o755);
    const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const ended = spawnSync(process.execPath, [CLI, 'verify', stick, '--json'], {
      encoding: 'utf8',
      ...asNobody,
    });
    const report = verifyReportSchema.parse(JSON.parse(ended.stdout));
    expect([ended.status, report.batches.length, report.problems]).toEqual([
      1,
      2,
      [
        {
          code: 'unreadable-file',
          file: 'GATELOG/benh-vien-thu/cong-chinh/a-dark-one',
          seq: null,
          facts: 'EACCES',
        },
      ],
    ]);
  });

  it('says what is wrong with any bytes in any of the files, even signed ones, and never throws', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(5));
    const signer = sampleSigner(folder);
    const whole = new Map<string, Buffer>();
    for (const file of renditionFiles('full', false)) whole.set(file, await readFile(join(batch, file)));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => new TextEncoder().encode(text)),
      fc.json({ maxDepth: 3 }).map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...renditionFiles('full', false)),
        bytes,
        fc.boolean(),
        async (file, content, signed) => {
          for (const [name, good] of whole)
            await writeFile(join(batch, name), name === file ? content : good);
          const record = file.startsWith('events.') || file.startsWith('audit.');
          if (signed && record) await reseal(batch, signer);
          const report = await verifyFolder(batch);
          expect(report.ok).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  }, 900_000);

  it('says what is wrong with a signed record that was damaged anywhere, and never hangs', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(5));
    const signer = sampleSigner(folder);
    const whole = new Map<string, Buffer>();
    for (const file of renditionFiles('full', false)) whole.set(file, await readFile(join(batch, file)));
    const files = ['events.parquet', 'events.xlsx', 'events.csv'] as const;
    const damage = fc.record({
      file: fc.constantFrom(...files),
      place: fc.double({ min: 0, max: 1, noNaN: true }),
      flip: fc.integer({ min: 1, max: 255 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, place, flip, cut }) => {
        for (const [name, good] of whole) await writeFile(join(batch, name), good);
        const bytes = Buffer.from(whole.get(file) ?? []);
        const at = Math.min(bytes.length - 1, Math.floor(place * bytes.length));
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        await writeFile(join(batch, file), cut ? bytes.subarray(0, at) : bytes);
        await reseal(batch, signer);
        // Some bytes mean nothing (a ZIP's flags, a heading's style): then what it says is still what was sealed.
        const report = await verifyFolder(batch);
        expect(report.batches.length).toBe(1);
        if (cut) expect(report.ok).toBe(false);
      }),
      { numRuns: 40 },
    );
  }, 900_000);
});
