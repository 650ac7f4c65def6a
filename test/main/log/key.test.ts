import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOG_ID_FILE, logKey } from '../../../main/log/key.ts';
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

  it('is missed with its log, and no new one made, where only the id of that log is left', () => {
    const folder = testFolder();
    const keyFile = join(folder, 'keys', 'log.key');
    writeFileSync(join(folder, LOG_ID_FILE), `${'a'.repeat(32)}\n`);
    for (let start = 0; start < 2; start += 1)
      expect(() => logKey(keyFile, join(folder, 'gate.db'))).toThrow(
        expect.objectContaining({ code: 'log/gone', context: { left: 'nothing', key: false } }),
      );
    expect(existsSync(keyFile)).toBe(false);
    // The old log is given up: somebody took its id away.
    rmSync(join(folder, LOG_ID_FILE));
    expect(logKey(keyFile, join(folder, 'gate.db')).length).toBe(32);
  });
});
