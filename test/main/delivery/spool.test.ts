import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { sealRange } from '../../../main/delivery/seal.ts';
import { openSpoolKey, readSpoolFile, writeSpoolFile } from '../../../main/delivery/spool.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { mountTmpfs } from '../../support/mount.ts';
import { sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

async function read(path: string, key: string | null): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const bytes of readSpoolFile(path, key)) parts.push(bytes);
  return Buffer.concat(parts);
}
const random = Buffer.from(Array.from({ length: 3_000_001 }, (_, i) => (i * 7919) & 255));

describe('the spool', () => {
  it('gives back what was written, plain or encrypted, of any size', async () => {
    const folder = testFolder();
    const key = await generateIdentity();
    for (const [name, bytes] of [
      ['empty', Buffer.alloc(0)],
      ['one', Buffer.of(1)],
      ['chunk', random.subarray(0, 65_536)],
      ['large', random],
    ] as const) {
      for (const spoolKey of [null, key]) {
        const path = join(folder, `${name}-${spoolKey === null}`);
        const written = await writeSpoolFile(path, spoolKey, async (sink) => {
          for (let at = 0; at < bytes.length; at += 100_000)
            await sink.write(bytes.subarray(at, at + 100_000));
        });
        expect(written.sizeBytes).toBe(bytes.length);
        expect((await read(path, spoolKey)).equals(bytes)).toBe(true);
        expect(statSync(path).mode & 0o777).toBe(0o600);
      }
    }
  });

  it('shows no name and no number of a sealed batch to who takes the disk without its key', async () => {
    const folder = testFolder();
    const key = await generateIdentity();
    const { rendition } = await sealRange(sealInput(folder, sampleRows(50), { spoolKey: key }));
    const spool = join(folder, 'spool', rendition.name);
    for (const { name } of rendition.files) {
      const bytes = readFileSync(join(spool, name));
      expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
      expect(bytes.includes('001099000002')).toBe(false);
    }
    expect((await read(join(spool, 'events.csv'), key)).includes('001099000002')).toBe(true);
  });

  it('does not open with another key, and not when a byte was flipped', async () => {
    const folder = testFolder();
    const [key, other] = [await generateIdentity(), await generateIdentity()];
    const path = join(folder, 'file');
    await writeSpoolFile(path, key, (sink) => sink.write(Buffer.from('hello')));
    await expect(read(path, other)).rejects.toThrow();
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expect(read(path, key)).rejects.toThrow();
  });

  it('makes its key once, for this user only, and refuses a file that is none', async () => {
    const path = join(testFolder(), 'spool.key');
    const key = await openSpoolKey(path);
    expect(await openSpoolKey(path)).toBe(key);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, 'hello');
    await expect(openSpoolKey(path)).rejects.toMatchObject({ code: 'key/invalid' });
  });

  itNeeding('age')('is opened by the age program too', async () => {
    const folder = testFolder();
    const key = await openSpoolKey(join(folder, 'spool.key'));
    await writeSpoolFile(join(folder, 'file'), key, (sink) => sink.write(Buffer.from('xin chào')));
    const ended = spawnSync('age', ['-d', '-i', join(folder, 'spool.key'), join(folder, 'file')]);
    expect(ended.stdout.toString()).toBe('xin chào');
  });

  itNeeding('mount')('says that there is no room when the disk is full, and does not hang', async () => {
    const place = join(testFolder(), 'small');
    mountTmpfs(place, 256);
    for (const key of [null, await generateIdentity()]) {
      const writing = writeSpoolFile(join(place, `file-${key === null}`), key, async (sink) => {
        for (let at = 0; at < random.length; at += 65_536) await sink.write(random.subarray(at, at + 65_536));
      });
      await expect(writing).rejects.toMatchObject({ code: 'spool/no-space' });
    }
    await expect(
      sealRange({ ...sealInput(testFolder(), sampleRows(3000)), spoolFolder: place }),
    ).rejects.toMatchObject({ code: 'spool/no-space' });
  });
});
