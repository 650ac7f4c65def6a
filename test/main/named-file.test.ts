import { spawnSync } from 'node:child_process';
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openersOfSettings } from '../../main/delivery/openers.ts';
import { readNamedFile } from '../../main/named-file.ts';
import { batchesSchema } from '../../main/settings/batches.ts';
import { testFolder } from '../support/folder.ts';

describe('a file that the settings name', () => {
  it('is read to its end, and not a byte over what it may have', () => {
    const path = join(testFolder(), 'keys');
    const bytes = Buffer.alloc(200_000, 7);
    writeFileSync(path, bytes);
    expect(readNamedFile(path, 200_000).equals(bytes)).toBe(true);
    expect(() => readNamedFile(path, 199_999)).toThrow('file/unreadable');
  });

  it('may be a link, and is no folder, device or pipe', () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'real'), 'x');
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(readNamedFile(join(folder, 'link'), 10).toString()).toBe('x');
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    expect(readdirSync(folder)).toContain('pipe');
    for (const odd of [folder, '/dev/zero', join(folder, 'pipe')])
      expect(() => readNamedFile(odd, 10), odd).toThrow('file/unreadable');
  });

  it('with keys of the office is refused in words where it is none of these', () => {
    for (const encryption of [{ recipientsFile: '/dev/zero' }, { passphraseFile: '/dev/zero' }])
      expect(() => openersOfSettings(batchesSchema.parse({ encryption }))).toThrow('openers/unreadable');
  });
});
