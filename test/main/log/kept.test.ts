import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { timestampMs } from '../../../core/units.ts';
import type { OpenLogOptions } from '../../../main/log/index.ts';
import { openKeptLog } from '../../../main/log/kept.ts';
import { LOG_ID_FILE } from '../../../main/log/key.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { testFolder } from '../../support/folder.ts';
import { passage } from '../../support/gate-log.ts';

function place(): { options: OpenLogOptions; idFile: string } {
  const folder = testFolder();
  return {
    idFile: join(folder, LOG_ID_FILE),
    options: {
      path: join(folder, 'gate.db'),
      key: randomBytes(32),
      gateId: 'main',
      newLogId: () => randomBytes(16).toString('hex'),
      nowMs: () => timestampMs(1),
    },
  };
}
function opened(options: OpenLogOptions): string {
  const log = openKeptLog(options);
  const { logId } = log.identity;
  log.close();
  return logId;
}

describe('the log of a data folder', () => {
  it('is made once and is the same from then on', () => {
    const { options, idFile } = place();
    const logId = opened(options);
    expect(readFileSync(idFile, 'utf8')).toBe(`${logId}\n`);
    expect(opened(options)).toBe(logId);
  });

  it.each([
    ['taken away', (path: string) => rmSync(path)],
    ['emptied', (path: string) => truncateSync(path, 0)],
  ])('is missed where its database was %s, and no new one is made', (_how, spoil) => {
    const { options } = place();
    const logId = opened(options);
    spoil(options.path);
    expect(() => openKeptLog(options)).toThrow(`log/gone: the log ${logId} was here and is gone`);
    expect(() => openKeptLog(options)).toThrow('log/gone');
  });

  it.each([
    ['taken away', (path: string) => rmSync(path)],
    ['emptied', (path: string) => truncateSync(path, 0)],
  ])(
    'is missed where its database was %s after a sudden end, and what was written last stays',
    (_how, spoil) => {
      const { options } = place();
      const log = openKeptLog(options);
      log.append([passage(1)]);
      const wal = readFileSync(`${options.path}-wal`);
      const database = readFileSync(options.path);
      log.close();
      writeFileSync(options.path, database);
      writeFileSync(`${options.path}-wal`, wal);
      spoil(options.path);
      expect(() => openKeptLog(options)).toThrow('log/gone');
      expect(() => openDatabase(options)).toThrow('log/gone');
      expect(readFileSync(`${options.path}-wal`)).toEqual(wal);
      // The database is found again: nothing is lost.
      writeFileSync(options.path, database);
      const again = openKeptLog(options);
      expect([again.identity.logId, again.last()?.seq]).toEqual([log.identity.logId, 1]);
      again.close();
    },
  );

  it('is not opened where its end is torn, also at the second start, when nothing waits in the WAL any more', () => {
    const { options } = place();
    const log = openKeptLog(options);
    log.append([passage(1), passage(2), passage(3)]);
    log.close();
    const db = openDatabase(options);
    db.exec("DROP TRIGGER event_never_changed; UPDATE event SET reason = 'other' WHERE seq = 2");
    db.close();
    expect(() => openKeptLog(options)).toThrow('log/corrupt: event 2 does not fit');
    expect(() => openKeptLog(options)).toThrow('log/corrupt');
  });

  it('is made where a first start died before there was one', () => {
    const { options, idFile } = place();
    writeFileSync(options.path, '');
    const logId = opened(options);
    expect(readFileSync(idFile, 'utf8')).toBe(`${logId}\n`);
  });

  it('counts from now on where somebody put another one in its place', () => {
    const { options, idFile } = place();
    const other = place();
    opened(options);
    opened(other.options);
    rmSync(options.path);
    const path = other.options.path;
    writeFileSync(options.path, readFileSync(path));
    const logId = opened({ ...options, key: other.options.key });
    expect(readFileSync(idFile, 'utf8')).toBe(`${logId}\n`);
    expect(logId).toBe(readFileSync(other.idFile, 'utf8').trim());
  });
});
