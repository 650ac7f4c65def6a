import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../main/log/migrations/index.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { testFolder } from '../../support/folder.ts';
import { openGateLog, passage } from '../../support/gate-log.ts';

describe('the migrations of the log', () => {
  it('are numbered in tens and only ever go up', () => {
    const versions = migrations.map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => (index + 1) * 10));
  });

  it('30 gives a log of version 20 its probe, and every row stays as it was', () => {
    const folder = testFolder();
    const log = openGateLog(folder);
    log.append([passage(1), passage(2), passage(3)]);
    const before = [...log.rows(1, 3)];
    log.close();
    const key = Buffer.from(readFileSync(join(folder, 'log.key'), 'utf8').trim(), 'hex');
    const old = openDatabase({ path: join(folder, 'gate.db'), key });
    old.exec('DROP TABLE probe; DROP TABLE trust_list');
    old.pragma('user_version = 20');
    old.close();

    const migrated = openGateLog(folder);
    try {
      migrated.probe();
      expect([...migrated.rows(1, 3)]).toEqual(before);
      expect(migrated.append([passage(4)])[0]?.seq).toBe(4);
    } finally {
      migrated.close();
    }
  });

  it('40 gives a log of version 30 its trust lists, and every row stays as it was', () => {
    const folder = testFolder();
    const log = openGateLog(folder);
    log.append([passage(1), passage(2), passage(3)]);
    const before = [...log.rows(1, 3)];
    log.close();
    const key = Buffer.from(readFileSync(join(folder, 'log.key'), 'utf8').trim(), 'hex');
    const old = openDatabase({ path: join(folder, 'gate.db'), key });
    old.exec('DROP TABLE trust_list');
    old.pragma('user_version = 30');
    old.close();

    const migrated = openGateLog(folder);
    try {
      expect(migrated.trustLists.pairs()).toEqual([]);
      expect([...migrated.rows(1, 3)]).toEqual(before);
      expect(migrated.append([passage(4)])[0]?.seq).toBe(4);
    } finally {
      migrated.close();
    }
  });
});
