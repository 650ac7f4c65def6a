import { readdirSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { startWindows, windowsPath } from '../../support/windows.ts';

const itOnWindows = itNeeding('windows');

describe('a log on Windows', () => {
  itOnWindows(
    'opens while another connection of the kiosk holds it, as after a sudden end, and takes its WAL away in the end',
    async () => {
      const folder = testFolder();
      const pc = startWindows();
      expect(JSON.parse(pc.run('test/support/windows/open-twice.ts', windowsPath(folder)))).toEqual([
        'first',
        'second',
      ]);
      expect(readdirSync(folder)).toEqual(['gate.db']);
    },
    240_000,
  );
});
