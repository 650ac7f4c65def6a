import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logKey } from '../../../main/log/key.ts';
import { testFolder } from '../../support/folder.ts';

describe('the key of a log', () => {
  it.each(['gate.db', 'gate.db-wal'])(
    'is missed, and no new one made, where %s is there without it',
    (left) => {
      const folder = testFolder();
      const keyFile = join(folder, 'log.key');
      writeFileSync(join(folder, left), 'what is left of a log');
      expect(() => logKey(keyFile, join(folder, 'gate.db'))).toThrow('key/missing');
      expect(existsSync(keyFile)).toBe(false);
    },
  );
});
