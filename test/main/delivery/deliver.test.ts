import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renditionFiles } from '../../../core/batch/names.ts';
import { type DeliverInput, deliver, reread } from '../../../main/delivery/deliver.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { openSpoolKey } from '../../../main/delivery/spool.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { mountTmpfs, remount } from '../../support/mount.ts';
import { pathOf, sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

async function job(targetFolder?: string, events = 20): Promise<DeliverInput> {
  const folder = testFolder();
  const spoolKey = await openSpoolKey(join(folder, 'spool.key'));
  const { rendition } = await sealRange(sealInput(folder, sampleRows(events), { spoolKey }));
  const target = targetFolder ?? join(folder, 'stick');
  mkdirSync(target, { recursive: true });
  return {
    spoolFolder: join(folder, 'spool', rendition.name),
    spoolKey,
    targetFolder: target,
    batchPath: pathOf(rendition),
    files: [...rendition.files],
  };
}
const placeOf = (input: DeliverInput): string => join(input.targetFolder, ...input.batchPath);

/** Delivers in a process of its own; its syncs and renames, in order. */
function syncsOf(input: DeliverInput): string[] {
  const script = join(testFolder(), 'deliver.ts');
  const module = join(import.meta.dirname, '..', '..', '..', 'main', 'delivery', 'deliver.ts');
  writeFileSync(
    script,
    `import { deliver } from ${JSON.stringify(module)};\nawait deliver(${JSON.stringify(input)});\n`,
  );
  const trace = join(testFolder(), 'trace');
  const ended = spawnSync(
    'strace',
    ['-f', '-y', '-e', 'trace=fsync,rename,renameat,renameat2', '-o', trace, process.execPath, script],
    { encoding: 'utf8' },
  );
  expect(ended.stderr).toBe('');
  const batch = input.batchPath.at(-1) ?? '';
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (/rename/.test(line) && line.includes(batch)) return ['rename'];
      const path = /fsync\(\d+<([^>]*)>/.exec(line)?.[1];
      if (path === undefined) return [];
      if (path.endsWith('.partial') || path.endsWith(batch)) return ['sync batch'];
      return [path.endsWith('cong-chinh') ? 'sync gate' : `sync ${path.split('/').at(-1)}`];
    });
}

describe('delivering a batch', () => {
  it('writes every file, then renames the whole, then reads it back', async () => {
    const input = await job();
    const seen: string[] = [];
    const gate = join(input.targetFolder, ...input.batchPath.slice(0, -1));
    const delivered = await deliver({
      ...input,
      onProgress: (phase, done, total) => {
        const [name = ''] = readdirSync(gate);
        const here = `${phase} ${name.endsWith('.partial') ? 'partial' : 'whole'}`;
        if (seen.at(-1) !== here) seen.push(here);
        if (phase === 'verifying' && done === total) seen.push('all read back');
      },
    });
    expect(seen).toEqual(['writing partial', 'verifying whole', 'all read back']);
    const sizeBytes = input.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    expect(delivered).toEqual({ folder: placeOf(input), sizeBytes, checked: 'cache', already: false });
    expect(readdirSync(placeOf(input)).sort()).toEqual([...renditionFiles('full', false)].sort());
  });

  itNeeding('strace')('syncs each file before the rename and the folder after it', async () => {
    const calls = syncsOf(await job());
    const from = calls.indexOf('sync events.parquet');
    expect(calls.slice(from)).toEqual([
      ...renditionFiles('full', false).map((name) => `sync ${name}`),
      'sync batch',
      'rename',
      'sync gate',
    ]);
  });

  itNeeding('strace')(
    'syncs what lies there already too, before it is confirmed and the spool dropped',
    async () => {
      const input = await job();
      await deliver(input);
      expect(syncsOf(input)).toEqual([
        ...renditionFiles('full', false).map((name) => `sync ${name}`),
        'sync batch',
        'sync gate',
        'sync benh-vien-thu',
        'sync GATELOG',
        'sync stick',
      ]);
    },
  );

  it('throws away what an earlier try left half-written', async () => {
    const input = await job();
    mkdirSync(`${placeOf(input)}.partial`, { recursive: true });
    writeFileSync(join(`${placeOf(input)}.partial`, 'events.csv'), 'half');
    await deliver(input);
    expect(readdirSync(join(input.targetFolder, ...input.batchPath.slice(0, -1)))).toEqual([
      input.batchPath.at(-1),
    ]);
  });

  it('throws away half-written copies of the same batch for somebody else too, and of no other batch', async () => {
    const input = await job();
    const gate = join(placeOf(input), '..');
    const name = input.batchPath.at(-1) ?? '';
    const other = name.replace('0000000020', '0000000021');
    for (const partial of [`${name}.full.age-00112233`, `${name}.masked`, other, 'holiday'])
      mkdirSync(join(gate, `${partial}.partial`), { recursive: true });
    await deliver(input);
    expect(readdirSync(gate).sort()).toEqual([name, `${other}.partial`, 'holiday.partial'].sort());
  });

  it('takes the same batch that lies there already for delivered', async () => {
    const input = await job();
    await deliver(input);
    expect(await deliver(input)).toMatchObject({ already: true });
    // Somebody looked at it on his own PC.
    for (const litter of ['.DS_Store', '._events.csv', 'Thumbs.db'])
      writeFileSync(join(placeOf(input), litter), '');
    expect(await deliver(input)).toMatchObject({ already: true });
  });

  it('never touches another batch of the same name', async () => {
    const other = await job(undefined, 21);
    await deliver(other);
    for (const spoil of [
      (folder: string) => cpSync(join(placeOf(other), 'manifest.json'), join(folder, 'manifest.json')),
      (folder: string) => writeFileSync(join(folder, 'extra'), ''),
      (folder: string) => {
        rmSync(join(folder, 'events.csv'));
        symlinkSync('/etc/hostname', join(folder, 'events.csv'));
      },
    ]) {
      const input = await job();
      await deliver(input);
      spoil(placeOf(input));
      const before = readdirSync(placeOf(input));
      await expect(deliver(input)).rejects.toMatchObject({ code: 'delivery/exists-differs' });
      expect(readdirSync(placeOf(input))).toEqual(before);
    }
  });

  it('mends a copy of this very batch that lost something, and writes only that again', async () => {
    for (const harm of [
      (folder: string) => writeFileSync(join(folder, 'events.csv'), 'other'),
      (folder: string) => writeFileSync(join(folder, 'manifest.json'), Buffer.alloc(900)),
      (folder: string) => rmSync(join(folder, 'manifest.jws')),
    ]) {
      const input = await job();
      await deliver(input);
      const kept = statSync(join(placeOf(input), 'events.parquet'));
      harm(placeOf(input));
      expect(await deliver(input)).toMatchObject({ already: false });
      expect(statSync(join(placeOf(input), 'events.parquet')).ino).toBe(kept.ino);
      expect(await reread(input, false)).toMatchObject({ checked: 'medium' });
      expect(readdirSync(join(placeOf(input), '..'))).toEqual([input.batchPath.at(-1)]);
    }
  });

  it('keeps what is sound of a copy that it cannot mend: it may be the only one', async () => {
    const lost = (input: DeliverInput): DeliverInput => {
      renameSync(input.spoolFolder, `${input.spoolFolder}.lost`);
      return input;
    };
    const cancelled = (input: DeliverInput): DeliverInput => {
      const controller = new AbortController();
      const onProgress = (phase: string): void => {
        if (phase === 'writing') controller.abort();
      };
      return { ...input, signal: controller.signal, onProgress };
    };
    for (const [code, spoil] of [
      ['batch/invalid', lost],
      ['delivery/cancelled', cancelled],
      ['delivery/file-too-large', (input: DeliverInput) => ({ ...input, fileLimitBytes: 5000 })],
    ] as const) {
      const input = await job();
      await deliver(input);
      const kept = statSync(join(placeOf(input), 'events.parquet'));
      writeFileSync(join(placeOf(input), 'events.csv'), 'other');
      await expect(deliver(spoil(input))).rejects.toMatchObject({ code });
      const partial = `${placeOf(input)}.partial`;
      expect([code, statSync(join(partial, 'events.parquet')).ino]).toEqual([code, kept.ino]);
      // Nothing of it bears the batch's name, and the next try mends it.
      expect(readdirSync(join(partial, '..'))).toEqual([`${input.batchPath.at(-1)}.partial`]);
      if (code === 'batch/invalid') renameSync(`${input.spoolFolder}.lost`, input.spoolFolder);
      await deliver(input);
      expect(statSync(join(placeOf(input), 'events.parquet')).ino).toBe(kept.ino);
      expect(await reread(input, false)).toMatchObject({ checked: 'medium' });
    }
  });

  it('goes on where a failed try ended: what reads back right is not written again', async () => {
    const input = await job();
    const partial = `${placeOf(input)}.partial`;
    await deliver(input);
    renameSync(placeOf(input), partial);
    // A file that is whole, one that is short, one that is long enough and wrong, and what does not belong there.
    const kept = statSync(join(partial, 'events.csv')).ino;
    truncateSync(join(partial, 'events.xlsx'), 100);
    const parquet = readFileSync(join(partial, 'events.parquet'));
    parquet[10] = (parquet[10] ?? 0) ^ 1;
    writeFileSync(join(partial, 'events.parquet'), parquet);
    rmSync(join(partial, 'audit.ndjson'));
    const elsewhere = join(testFolder(), 'elsewhere');
    writeFileSync(elsewhere, 'untouched');
    symlinkSync(elsewhere, join(partial, 'audit.ndjson'));
    mkdirSync(join(partial, 'SHA256SUMS2', 'deep'), { recursive: true });
    await deliver(input);
    expect(statSync(join(placeOf(input), 'events.csv')).ino).toBe(kept);
    expect(readdirSync(placeOf(input)).sort()).toEqual([...renditionFiles('full', false)].sort());
    expect(await reread(input, false)).toMatchObject({ checked: 'medium' });
    expect(readFileSync(elsewhere, 'utf8')).toBe('untouched');
  });

  it('does not take a link for what an earlier try left', async () => {
    const input = await job();
    const elsewhere = testFolder();
    writeFileSync(join(elsewhere, 'precious'), '');
    mkdirSync(join(placeOf(input), '..'), { recursive: true });
    symlinkSync(elsewhere, `${placeOf(input)}.partial`);
    await deliver(input);
    expect(readdirSync(elsewhere)).toEqual(['precious']);
  });

  it('does not follow links that a stick brings along', async () => {
    const input = await job();
    const elsewhere = testFolder();
    symlinkSync(elsewhere, join(input.targetFolder, 'GATELOG'));
    await expect(deliver(input)).rejects.toMatchObject({ code: 'delivery/write-failed' });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('does not take a copy behind a link for one on the stick', async () => {
    const input = await job();
    await deliver(input);
    const [root, site] = [
      join(input.targetFolder, 'GATELOG'),
      join(input.targetFolder, 'GATELOG', 'benh-vien-thu'),
    ];
    for (const place of [site, root]) {
      const elsewhere = join(testFolder(), 'moved');
      renameSync(place, elsewhere);
      symlinkSync(elsewhere, place);
      const refused = { code: 'delivery/write-failed' };
      await expect(deliver(input)).rejects.toMatchObject(refused);
      await expect(reread(input, true)).rejects.toMatchObject(refused);
    }
  });

  it('says that the target is gone where there is none, or a file', async () => {
    const input = await job();
    const file = join(testFolder(), 'file');
    writeFileSync(file, '');
    for (const targetFolder of [join(file, '..', 'absent'), file]) {
      await expect(deliver({ ...input, targetFolder })).rejects.toMatchObject({ code: 'delivery/gone' });
    }
  });

  it('says that the spool is damaged where it is, and leaves no batch behind', async () => {
    const input = await job();
    const csv = join(input.spoolFolder, 'events.csv');
    const bytes = readFileSync(csv);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(csv, bytes);
    await expect(deliver(input)).rejects.toMatchObject({ code: 'batch/invalid' });
    expect(readdirSync(input.targetFolder)).toEqual([]);
  });

  it('leaves nothing behind where somebody cancels, whenever that is', async () => {
    for (const at of ['writing', 'verifying'] as const) {
      const input = await job();
      const controller = new AbortController();
      const cancelled = deliver({
        ...input,
        signal: controller.signal,
        onProgress: (phase) => phase === at && controller.abort(),
      });
      await expect(cancelled).rejects.toMatchObject({ code: 'delivery/cancelled' });
      expect(readdirSync(input.targetFolder)).toEqual([]);
    }
    const read = await job();
    await deliver(read);
    await expect(reread({ ...read, signal: AbortSignal.abort() }, false)).rejects.toMatchObject({
      code: 'delivery/cancelled',
    });
    expect(readdirSync(join(placeOf(read), '..'))).toEqual([]);
  });

  it('leaves what lay there before where somebody cancels', async () => {
    const input = await job();
    await deliver(input);
    const again = { ...input, signal: AbortSignal.abort() };
    await expect(deliver(again)).rejects.toMatchObject({ code: 'delivery/cancelled' });
    await expect(reread(again, true)).rejects.toMatchObject({ code: 'delivery/cancelled' });
    expect(await deliver(input)).toMatchObject({ already: true });
  });

  it('takes the name from what does not come back from the medium, and mends it the next time', async () => {
    const input = await job();
    await deliver(input);
    truncateSync(join(placeOf(input), 'events.csv'), 10);
    await expect(reread(input, true)).rejects.toMatchObject({
      code: 'delivery/read-back-differs',
      context: { file: 'events.csv' },
    });
    const gate = join(placeOf(input), '..');
    expect(readdirSync(gate)).toEqual([`${input.batchPath.at(-1)}.partial`]);
    await deliver(input);
    expect(await reread(input, false)).toMatchObject({ checked: 'medium' });
    expect(readdirSync(gate)).toEqual([input.batchPath.at(-1)]);
  });

  it('takes the name from it also where an older beginning lies beside it', async () => {
    const input = await job();
    await deliver(input);
    truncateSync(join(placeOf(input), 'events.csv'), 10);
    mkdirSync(`${placeOf(input)}.partial`);
    writeFileSync(join(`${placeOf(input)}.partial`, 'events.csv'), 'older');
    await expect(reread(input, true)).rejects.toMatchObject({ code: 'delivery/read-back-differs' });
    expect(readdirSync(join(placeOf(input), '..'))).toEqual([`${input.batchPath.at(-1)}.partial`]);
  });

  it('says so where a file is too large for the file system, and leaves nothing', async () => {
    const input = await job();
    await expect(deliver({ ...input, fileLimitBytes: 5000 })).rejects.toMatchObject({
      code: 'delivery/file-too-large',
      context: { limitBytes: 5000 },
    });
    expect(readdirSync(input.targetFolder)).toEqual([]);
  });

  itNeeding('mount')('says that there is no room before it writes', async () => {
    const place = join(testFolder(), 'small');
    mountTmpfs(place, 1100);
    const input = await job(place, 2000);
    await expect(deliver(input)).rejects.toMatchObject({ code: 'delivery/no-space' });
    expect(readdirSync(place)).toEqual([]);
  });

  itNeeding('mount')('says that the target cannot be written where it is read-only', async () => {
    const place = join(testFolder(), 'locked');
    mountTmpfs(place, 8192);
    remount(place, 'ro');
    await expect(deliver(await job(place))).rejects.toMatchObject({ code: 'delivery/read-only' });
  });
});
