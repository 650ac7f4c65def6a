import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isGatelogError } from '../../../core/errors.ts';
import { timestampMs } from '../../../core/units.ts';
import { checkEnd, endOf } from '../../../main/log/check-end.ts';
import { openLog } from '../../../main/log/index.ts';
import { type Db, openDatabase } from '../../../main/log/open.ts';
import { testFolder } from '../../support/folder.ts';
import { passage } from '../../support/gate-log.ts';

const KEY = Buffer.alloc(32, 7);

/** The database of a log of so many events. */
function logOf(events: number): Db {
  const path = join(testFolder(), 'gate.db');
  const log = openLog({
    path,
    key: KEY,
    gateId: 'cong-chinh',
    newLogId: () => 'ab'.repeat(16),
    nowMs: () => timestampMs(Date.UTC(2026, 10, 24)),
  });
  for (let n = 1; n <= events; n += 1) log.append([passage(n)]);
  log.close();
  const db = openDatabase({ path, key: KEY });
  onTestFinished(() => void db.close());
  return db;
}

/** What is found wrong, as the seq that it is found at. */
function faultAt(db: Db, most?: number): unknown {
  try {
    checkEnd(db, most);
    return null;
  } catch (error) {
    return isGatelogError(error, 'log/corrupt') ? error.context['seq'] : error;
  }
}

/** Changes what the log's own rules keep from being changed, as a disk does. */
function spoil(db: Db, sql: string): void {
  db.exec('DROP TRIGGER event_never_changed; DROP TRIGGER event_never_deleted; PRAGMA foreign_keys = OFF');
  db.exec(sql);
}

describe('the end of a log', () => {
  it('is whole in a log as it was written, in an empty one and where retention deleted what is personal', () => {
    const empty = logOf(0);
    expect([endOf(empty), faultAt(empty)]).toEqual([{ events: 0, lastAtMs: null }, null]);
    const db = logOf(12);
    expect([endOf(db).events, faultAt(db), faultAt(db, 5)]).toEqual([12, null, null]);
    db.exec('DELETE FROM event_personal WHERE seq = 11');
    expect(faultAt(db)).toBeNull();
  });

  it('is found torn at the event that was changed, lost or given other words', () => {
    const changed = logOf(12);
    spoil(changed, "UPDATE event SET reason = 'other' WHERE seq = 9");
    expect([faultAt(changed), faultAt(changed, 3)]).toEqual([9, null]);
    const lost = logOf(12);
    spoil(lost, 'DELETE FROM event WHERE seq = 10');
    expect(faultAt(lost)).toBe(10);
    const reworded = logOf(12);
    spoil(reworded, "UPDATE event_personal SET payload = x'a0' WHERE seq = 12");
    expect(faultAt(reworded)).toBe(12);
  });
});
