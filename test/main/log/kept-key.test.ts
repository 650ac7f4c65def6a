import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createKeptKey } from '../../../main/log/kept-key.ts';
import { testFolder } from '../../support/folder.ts';

/** As a kill in the moment in which a file would be renamed. */
vi.mock('../../../main/set-aside.ts', () => ({
  setAside: () => {
    throw new Error('killed');
  },
}));

it('a new key is not made before what an old code opens is out of the way: a kill leaves no code for another key', () => {
  const folder = testFolder();
  const keyFile = join(folder, 'log.key');
  const own = createKeptKey({ keyFile, logFile: join(folder, 'gate.db') });
  writeFileSync(keyFile, `${'ab'.repeat(32)}\n`);
  own.wrap('CODE');
  // The old log is given up.
  rmSync(keyFile);
  expect(() => own.read()).toThrow('key/missing');
  expect([own.hasCode(), existsSync(keyFile)]).toEqual([true, false]);
});
