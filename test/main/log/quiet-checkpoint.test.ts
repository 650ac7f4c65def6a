import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import type { Log } from '../../../main/log/log.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { checkpointDue, createQuietCheckpoint } from '../../../main/log/quiet-checkpoint.ts';
import { testFolder } from '../../support/folder.ts';
import { openGateLog, passage } from '../../support/gate-log.ts';

const QUIET_MS = 2000;

describe('the moment to move the WAL', () => {
  it('comes when the gate is quiet and there is something to move, or in any pause when there is much', () => {
    const due = [0, 255, 256, 2047, 2048, 8000].map((pages) => [
      pages,
      [0, 299, 300, 1999, 2000].filter((sinceMs) => checkpointDue(pages, sinceMs, QUIET_MS)),
    ]);
    expect(due).toEqual([
      [0, []],
      [255, []],
      [256, [2000]],
      [2047, [2000]],
      [2048, [300, 1999, 2000]],
      [8000, [300, 1999, 2000]],
    ]);
  });

  it('never comes while somebody is at the gate, and once it has come it does not go by waiting', () => {
    const pages = fc.nat(20_000);
    const time = fc.nat(100_000);
    fc.assert(
      fc.property(pages, time, time, (walPages, sinceMs, laterMs) => {
        expect(checkpointDue(walPages, sinceMs % 300, QUIET_MS)).toBe(false);
        if (checkpointDue(walPages, sinceMs, QUIET_MS)) {
          expect(checkpointDue(walPages, sinceMs + laterMs, QUIET_MS)).toBe(true);
          expect(checkpointDue(walPages + laterMs, sinceMs, QUIET_MS)).toBe(true);
        }
      }),
    );
  });
});

describe('a quiet checkpoint', () => {
  /** A log in a folder with a clock that the test moves; `work` is a rush without a pause, one event each 200 ms. */
  function atGate(work: (gate: ReturnType<typeof makeGate>) => void): void {
    const folder = testFolder();
    const log = openGateLog(folder);
    try {
      work(makeGate(folder, log));
    } finally {
      log.close();
    }
  }
  function makeGate(folder: string, log: Log) {
    const clock = { nowMs: 1000 };
    const problems: string[] = [];
    const quiet = createQuietCheckpoint({
      log,
      nowMs: () => clock.nowMs,
      quietMs: QUIET_MS,
      onProblem: ({ code }) => problems.push(code),
    });
    const sizes = () => ['gate.db', 'gate.db-wal'].map((name) => statSync(join(folder, name)).size);
    const rush = (events: number): void => {
      for (let n = 1; n <= events; n += 1) {
        quiet.touched();
        log.append([passage(n)]);
        clock.nowMs += 200;
        quiet.tick();
      }
    };
    return { folder, log, clock, quiet, problems, sizes, rush };
  }

  it('leaves the WAL alone in a rush, so that no commit pays for it, and begins it anew afterwards', () => {
    atGate(({ log, clock, quiet, problems, sizes, rush }) => {
      const [before] = sizes();
      rush(100);
      expect(log.walPages()).toBeGreaterThan(256);
      // Nothing has been moved: the database is what it was.
      expect(sizes()[0]).toBe(before);
      clock.nowMs += QUIET_MS - 201;
      quiet.tick();
      expect(sizes()[0]).toBe(before);
      clock.nowMs += 1;
      quiet.tick();
      const [after, wal] = sizes();
      expect(after).toBeGreaterThan(before ?? 0);
      expect([log.walPages(), problems]).toEqual([0, []]);
      // What comes next is written over what was moved: the file keeps its size.
      rush(10);
      expect(log.walPages()).toBeGreaterThan(0);
      expect(sizes()[1]).toBe(wal);
      expect([...log.rows(1, 100)]).toHaveLength(100);
    });
  });

  it('waits for nobody who reads, and comes back when he is done', () => {
    atGate(({ folder, log, clock, quiet, problems, rush }) => {
      rush(100);
      const key = Buffer.from(readFileSync(join(folder, 'log.key'), 'utf8').trim(), 'hex');
      const reader = openDatabase({ path: join(folder, 'gate.db'), key, readonly: true });
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM event').get();
      log.append([passage(1)]);
      expect(log.checkpoint()).toBe(false);
      clock.nowMs += QUIET_MS;
      quiet.tick();
      // His view of the log holds back what came after it.
      expect(log.walPages()).toBeGreaterThan(0);
      reader.close();
      expect([log.checkpoint(), log.walPages(), problems]).toEqual([true, 0, []]);
    });
  });

  it('or not, the WAL does not grow without end: past 32 MiB a commit moves it', () => {
    atGate(({ log, sizes }) => {
      const long = Array.from({ length: 25 }, (_, n) => passage(n, 'x'.repeat(9000)));
      for (let n = 0; n < 150; n += 1) log.append(long);
      const walPages = (sizes()[1] ?? 0) / (4096 + 24);
      expect(walPages).toBeGreaterThan(8000);
      expect(walPages).toBeLessThan(8192 + 200);
    });
  });

  it('reports a failure once and tries again later, not at every look', () => {
    let tries = 0;
    const clock = { nowMs: 0 };
    const problems: string[] = [];
    // A disk that refuses can be had for real (failing-disk.test.ts); here only the pace of the tries matters.
    const log = {
      walPages: () => 300,
      checkpoint: () => {
        tries += 1;
        throw new GatelogError('log/disk-full', 'the disk is full');
      },
    };
    const quiet = createQuietCheckpoint({
      log,
      nowMs: () => clock.nowMs,
      onProblem: ({ code }) => problems.push(code),
    });
    for (let second = 0; second < 70; second += 1) {
      clock.nowMs += 1000;
      quiet.tick();
    }
    expect([tries, problems]).toEqual([3, ['log/disk-full', 'log/disk-full', 'log/disk-full']]);
  });
});
