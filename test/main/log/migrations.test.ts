import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventRow } from '../../../core/batch/event.ts';
import type { Log } from '../../../main/log/log.ts';
import { migrations } from '../../../main/log/migrations/index.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { testFolder } from '../../support/folder.ts';
import { holderOf, openGateLog, passage } from '../../support/gate-log.ts';

/** What takes each migration back: it leaves a log as the version before had it. */
const BACK: Readonly<Record<number, string>> = {
  30: 'DROP TABLE probe',
  40: 'DROP TABLE trust_list',
  50: `DROP TABLE person_phone; DROP TABLE person_name; DROP TABLE person_node; DROP TABLE person_link;
    DROP TABLE person_decision; DROP TABLE person_pair; DROP INDEX person_document_key;
    ALTER TABLE person_document DROP COLUMN birth`,
  60: 'DROP TABLE person_name_tail',
};

/** A log of an old version with three rows, opened by this one; `before` runs on it while it is old. */
function migrated(version: number, before = ''): { readonly log: Log; readonly rows: readonly EventRow[] } {
  const folder = testFolder();
  const made = openGateLog(folder);
  made.append([passage(1), passage(2), passage(3)]);
  const rows = [...made.rows(1, 3)];
  made.close();
  const key = Buffer.from(readFileSync(join(folder, 'log.key'), 'utf8').trim(), 'hex');
  const old = openDatabase({ path: join(folder, 'gate.db'), key });
  for (const newer of migrations.map((one) => one.version).reverse()) {
    if (newer > version) old.exec(BACK[newer] ?? '');
  }
  old.pragma(`user_version = ${version}`);
  old.exec(before);
  old.close();
  const log = openGateLog(folder);
  onTestFinished(() => log.close());
  return { log, rows };
}

describe('the migrations of the log', () => {
  it('are numbered in tens and only ever go up', () => {
    const versions = migrations.map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => (index + 1) * 10));
  });

  it.each([20, 30, 40, 50])('leave every row of a log of version %i as it was, and it goes on', (version) => {
    const { log, rows } = migrated(version);
    expect([...log.rows(1, 3)]).toEqual(rows);
    expect(log.append([passage(4)])[0]?.seq).toBe(4);
  });

  it('30 gives a log its probe', () => {
    migrated(20).log.probe();
  });

  it('40 gives a log its trust lists', () => {
    expect(migrated(30).log.trustLists.pairs()).toEqual([]);
  });

  it('50 goes on knowing who came with a document, and with a phone alone', () => {
    const phone = '0901234567';
    const { log } = migrated(
      40,
      `INSERT INTO person_document SELECT 'phone', '${phone}', person_key FROM event WHERE seq = 2`,
    );
    const byPhone = { documents: [], phone, name: null, birth: null };
    expect(log.history(holderOf('cccd', '001099000001')).lastPassage?.seq).toBe(1);
    expect(log.history(byPhone).lastPassage?.seq).toBe(2);
    expect(log.people.page('open', null, 10)).toEqual({ pairs: [], next: null });
  });

  it('60 finds people by any word of the names that are kept', () => {
    const names = [
      ['tran thi lan', 1],
      ['minh', 2],
      [`${'ba '.repeat(20)}cuoi`, 3],
    ] as const;
    const { log } = migrated(
      50,
      names
        .map(
          ([name, seq]) =>
            `INSERT INTO person_name SELECT '${name}', '', person_key FROM event WHERE seq = ${seq};`,
        )
        .join(''),
    );
    const seqs = (text: string) =>
      log.people
        .find(text, 10)
        .map(({ card }) => [1, 2, 3].find((seq) => log.event(seq)?.personKey === card.key));
    expect(['thi lan', 'Lan', 'MINH', 'ba ba', 'cuoi'].map(seqs)).toEqual([[1], [1], [2], [3], []]);
  });
});
