import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renamePatiently, renamePatientlySync } from '../../main/rename.ts';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';
import { startWindows, windowsPath } from '../support/windows.ts';

const itOnWindows = itNeeding('windows');

describe('renaming', () => {
  it('moves what is there and says at once what is not', async () => {
    const folder = testFolder();
    const [from, to, last] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(from, 'x');
    await renamePatiently(from, to);
    renamePatientlySync(to, last);
    expect([from, to, last].map((path) => existsSync(path))).toEqual([false, false, true]);
    await expect(renamePatiently(from, to)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(() => renamePatientlySync(from, to)).toThrow('ENOENT');
  });

  itOnWindows(
    'waits on Windows until a virus scanner lets go of the file, and says so where it never does',
    async () => {
      const pc = startWindows();
      const answer = pc.run('test/support/windows/rename-held.ts', windowsPath(testFolder()));
      expect(JSON.parse(answer)).toEqual({
        soon: true,
        refused: expect.stringMatching(/^(EPERM|EACCES|EBUSY)$/),
        never: true,
      });
    },
    240_000,
  );
});
