import { describe, expect, it, onTestFinished } from 'vitest';
import type { Log } from '../../../main/log/log.ts';
import { migrations } from '../../../main/log/migrations/index.ts';
import { testFolder } from '../../support/folder.ts';
import { holderOf, openGateLog, passage } from '../../support/gate-log.ts';
import { turnOld } from '../../support/old-log.ts';

/** A log with three events, closed, as a version before wrote it. */
function oldLog(version: number, fill?: Parameters<typeof turnOld>[2]) {
  const folder = testFolder();
  const log = openGateLog(folder);
  log.append([passage(1), passage(2), passage(3)]);
  const rows = [...log.rows(1, 3)];
  log.close();
  turnOld(folder, version, fill);
  return { folder, rows };
}

/** The log in this folder, brought up to date. */
function migrated(folder: string): Log {
  const log = openGateLog(folder);
  onTestFinished(() => log.close());
  return log;
}

describe('the migrations of the log', () => {
  it('are numbered in tens and only ever go up', () => {
    const versions = migrations.map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => (index + 1) * 10));
  });

  it.each([20, 30, 40, 50, 60, 70, 80, 90])(
    'leave every row of a log of version %i as it was, and it goes on',
    (version) => {
      const { folder, rows } = oldLog(version);
      const log = migrated(folder);
      expect([...log.rows(1, 3)]).toEqual(rows);
      expect(log.append([passage(4)])[0]?.seq).toBe(4);
    },
  );

  it('30 gives a log its probe', () => {
    migrated(oldLog(20).folder).probe();
  });

  it('100 gives a log its retention, which has deleted nothing yet', () => {
    const { retention } = migrated(oldLog(90).folder);
    expect(retention.record()).toEqual({
      forgottenUpTo: 0,
      pausedUntilMs: null,
      lastAtMs: null,
      lastEvents: null,
      lastPeople: null,
      running: null,
    });
    expect(retention.hasPersonal(3, 0)).toBe(true);
  });

  it('40 gives a log its trust lists', () => {
    expect(migrated(oldLog(30).folder).trustLists.pairs()).toEqual([]);
  });

  it('50 goes on knowing who came with a document, and with a phone alone', () => {
    const phone = '0901234567';
    const { folder } = oldLog(40, (db) =>
      db.exec(`
        INSERT INTO person_document SELECT 'cccd', '001099000001', person_key FROM event WHERE seq = 1;
        INSERT INTO person_document SELECT 'phone', '${phone}', person_key FROM event WHERE seq = 2`),
    );
    const log = migrated(folder);
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
    const { folder } = oldLog(50, (db) => {
      for (const [name, seq] of names)
        db.prepare("INSERT INTO person_name SELECT ?, '', person_key FROM event WHERE seq = ?").run(
          name,
          seq,
        );
    });
    const log = migrated(folder);
    const seqs = (text: string) =>
      log.people
        .find(text, 10)
        .map(({ card }) => [1, 2, 3].find((seq) => log.event(seq)?.personKey === card.key));
    expect(['thi lan', 'Lan', 'MINH', 'ba ba', 'cuoi'].map(seqs)).toEqual([[1], [1], [2], [3], []]);
  });

  it('70 gives every batch of a log of version 60 its one rendition, and its copies go with it', () => {
    const files = [{ name: 'events.csv', sizeBytes: 7, sha256: '0'.repeat(64) }];
    const sealed = (firstSeq: number, lastSeq: number) => ({
      name: `batch-${firstSeq}`,
      firstSeq,
      lastSeq,
      events: lastSeq - firstSeq + 1,
      counts: { in: lastSeq - firstSeq + 1 },
      chainBefore: '1'.repeat(64),
      chainAfter: '2'.repeat(64),
      identity: { site: 'site', gate: 'gate', appVersion: '0.1.0' },
    });
    const before = { profile: 'full', keyId: 'k'.repeat(32), files };
    const { folder, rows } = oldLog(60, (db) => {
      for (const [firstSeq, lastSeq] of [
        [1, 2],
        [3, 3],
      ] as const) {
        db.prepare(
          'INSERT INTO batch (first_seq, last_seq, name, sealed_at_ms, sealed) VALUES (?, ?, ?, ?, ?)',
        ).run(
          firstSeq,
          lastSeq,
          `batch-${firstSeq}`,
          1000 + firstSeq,
          JSON.stringify({ ...sealed(firstSeq, lastSeq), ...before }),
        );
      }
      for (const atMs of [5000, 6000])
        db.prepare('INSERT INTO delivery (first_seq, target, checked, at_ms) VALUES (?, ?, ?, ?)').run(
          1,
          '/stick',
          'cache',
          atMs,
        );
    });
    const rendition = (name: string) => ({
      name,
      schemaVersion: 1,
      profile: 'full',
      headings: 'vi',
      encryption: null,
      passphraseTag: null,
      pseudonymKeyId: null,
      keyId: 'k'.repeat(32),
      files,
      plainFiles: files,
    });
    const log = migrated(folder);
    expect(log.batches.list()).toEqual([
      {
        sealed: sealed(1, 2),
        sealedAtMs: 1001,
        renditions: [{ id: 1, rendition: rendition('batch-1'), renderedAtMs: 1001, deliveredAtMs: 6000 }],
      },
      {
        sealed: sealed(3, 3),
        sealedAtMs: 1003,
        renditions: [{ id: 2, rendition: rendition('batch-3'), renderedAtMs: 1003, deliveredAtMs: null }],
      },
    ]);
    expect(log.batches.owed('full').map((batch) => batch.sealed.firstSeq)).toEqual([3]);
    expect(log.batches.state('full')).toMatchObject({ lastAtMs: 6000, owedEvents: 1 });
    log.batches.recordDelivery(2, { target: '/share', checked: 'medium', atMs: 7000 });
    expect(log.batches.owed('full')).toEqual([]);
    expect([...log.rows(1, 3)]).toEqual(rows);
  });

  it('80 gives a log its targets, which begin with what nobody has', () => {
    const { folder } = oldLog(70, (db) =>
      db.exec(
        `INSERT INTO batch (first_seq, last_seq, name, sealed_at_ms, sealed) VALUES (1, 3, 'batch-1', 1, '{}')`,
      ),
    );
    const { targets } = migrated(folder);
    targets.join('a', 1, 5);
    targets.putInLine('a', 3);
    expect(targets.line('a')).toEqual([
      { firstSeq: 1, lastSeq: 3, progress: { state: 'pending' }, renditionId: null },
    ]);
  });

  it('120 lets a target that a log has be removed, and keeps what it got', () => {
    const { folder } = oldLog(110, (db) =>
      db.exec(`
        INSERT INTO batch (first_seq, last_seq, name, sealed_at_ms, sealed) VALUES (1, 3, 'batch-1', 1, '{}');
        INSERT INTO target (id, from_seq, in_line_up_to, kept_at_ms, added_at_ms) VALUES ('a', 1, 3, 5, 5);
        INSERT INTO target_batch (target_id, first_seq, state, progress)
          VALUES ('a', 1, 'delivered', '{"state":"delivered","atMs":6,"checked":"cache"}')`),
    );
    const { targets } = migrated(folder);
    expect([targets.removed(), targets.line('a')]).toEqual([[], []]);
    targets.remove('a', '{}', 7);
    expect(targets.removed()).toEqual([{ id: 'a', settings: '{}', removedAtMs: 7 }]);
    expect(targets.lastDelivery('a')).toEqual({ atMs: 6, checked: 'cache' });
  });

  it('130 lets a target of an older log wait for its settings to start over', () => {
    const { folder } = oldLog(120, (db) =>
      db.exec(
        `INSERT INTO target (id, from_seq, in_line_up_to, kept_at_ms, added_at_ms) VALUES ('a', 1, 3, 5, 5)`,
      ),
    );
    const { targets } = migrated(folder);
    expect(targets.plannedStartOver('a')).toBe(null);
    targets.planStartOver('a', '{}');
    expect([targets.plannedStartOver('a'), targets.record('a')?.fromSeq]).toEqual(['{}', 1]);
  });
});
