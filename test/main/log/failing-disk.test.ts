import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type GatelogError, toGatelogError } from '../../../core/errors.ts';
import type { Log } from '../../../main/log/log.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { openGateLog, passage } from '../../support/gate-log.ts';
import { growTmpfs, mountAgain, mountPromised, mountTmpfs } from '../../support/mount.ts';
import { problemOf } from '../../support/power/power-cut.ts';
import { randomFrom } from '../../support/power/replay.ts';

/** More personal text than any scanner hands over in one read (8 KiB). */
const LONG_NOTE = 'x'.repeat(9000);

/** Bytes left on the disk that this folder is on. */
function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Lays so much ballast into a folder that `bytes` are left; less where the log itself has taken more. */
function leaveRoom(folder: string, bytes: number): void {
  const ballast = join(folder, 'ballast');
  rmSync(ballast, { force: true });
  writeFileSync(ballast, Buffer.alloc(Math.max(0, roomIn(folder) - bytes)));
}

/** What `work` threw, or null. */
function failure(work: () => unknown): GatelogError | null {
  try {
    work();
    return null;
  } catch (error) {
    return toGatelogError(error);
  }
}

/** Appends long passages until one fails; the seqs whose verdict could be shown, and the failure. */
function fill(log: Log): { shown: number[]; failed: GatelogError | null } {
  const shown: number[] = [];
  for (let n = 1; n <= 5000; n += 1) {
    const failed = failure(() => shown.push(log.append([passage(n, LONG_NOTE)])[0]?.seq ?? 0));
    if (failed !== null) return { shown, failed };
  }
  return { shown, failed: null };
}

describe('a disk that is full', () => {
  const it = itNeeding('mount');

  it('fails the append by name and whole, and the same open log goes on once there is room', () => {
    const folder = testFolder();
    const disk = join(folder, 'disk');
    mountTmpfs(disk, 4096);
    const log = openGateLog(disk);
    try {
      const { shown, failed } = fill(log);
      expect(shown.length).toBeGreaterThan(10);
      expect(failed?.code).toBe('log/disk-full');
      const newest = shown.at(-1) ?? 0;
      // Full is full: whoever asks again is told the same, and reading goes on.
      for (let again = 0; again < 3; again += 1) {
        expect(failure(log.probe)?.code).toBe('log/disk-full');
        expect(failure(() => log.append([passage(1, LONG_NOTE)]))?.code).toBe('log/disk-full');
        expect(failure(() => log.checkpoint('empty'))?.code).toBe('log/disk-full');
      }
      expect(log.last()?.seq).toBe(newest);

      growTmpfs(disk, 8192);
      expect(failure(log.probe)).toBeNull();
      const [next] = log.append([passage(2, LONG_NOTE)]);
      expect(next?.seq).toBe(newest + 1);
    } finally {
      log.close();
    }
    const left = openGateLog(disk);
    const rows = left.last()?.seq ?? 0;
    left.close();
    expect(problemOf(disk, rows)).toBeNull();
  });

  it('keeps its word whatever room is left: after a probe that succeeds there is room for a read', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = randomFrom(seed);
    const folder = testFolder();
    const disk = join(folder, 'disk');
    mountTmpfs(disk, 12_288);
    const log = openGateLog(disk);
    let shown = 0;
    const outcomes = { ready: 0, full: 0 };
    try {
      for (let round = 1; round <= 60; round += 1) {
        // Every second time about as much as a probe writes itself: there its own room is the last.
        const room = round % 2 === 0 ? 240 + random() * 80 : random() * 700;
        leaveRoom(disk, Math.floor(room * 1024));
        if (failure(log.probe) === null) {
          outcomes.ready += 1;
          const written = log.append([passage(round, LONG_NOTE)]);
          expect(written[0]?.seq, `seed ${seed}, round ${round}`).toBe(shown + 1);
          shown += 1;
        } else {
          outcomes.full += 1;
          if (failure(() => log.append([passage(round)])) === null) shown += 1;
        }
        expect(log.last()?.seq ?? 0, `seed ${seed}, round ${round}`).toBe(shown);
      }
    } finally {
      log.close();
    }
    expect(outcomes.ready, `seed ${seed}`).toBeGreaterThan(5);
    expect(outcomes.full, `seed ${seed}`).toBeGreaterThan(5);
    rmSync(join(disk, 'ballast'));
    expect(problemOf(disk, shown)).toBeNull();
  });

  it('is named when a log cannot even be opened or made on it', () => {
    const folder = testFolder();
    const disk = join(folder, 'disk');
    mountTmpfs(disk, 2048);
    openGateLog(disk).close();
    leaveRoom(disk, 0);
    const opening = (): void => {
      const log = openGateLog(disk);
      try {
        log.append([passage(1, LONG_NOTE)]);
      } finally {
        log.close();
      }
    };
    expect(failure(opening)?.code).toBe('log/disk-full');
    rmSync(join(disk, 'gate.db'));
    leaveRoom(disk, 8192);
    expect(failure(opening)?.code).toBe('log/disk-full');
    leaveRoom(disk, 1 << 20);
    expect(failure(opening)).toBeNull();
  });
});

describe('a disk whose syncs fail', () => {
  const it = itNeeding('loop');

  it('fails the append, and what was shown before and after is on it when it is mounted anew', () => {
    const folder = testFolder();
    const [below, image, disk] = [
      join(folder, 'below'),
      join(folder, 'below', 'image'),
      join(folder, 'disk'),
    ];
    mountTmpfs(below, 3072);
    mountPromised(image, disk, 24);
    const log = openGateLog(disk);
    let shown = 0;
    try {
      const filled = fill(log);
      shown = filled.shown.at(-1) ?? 0;
      expect(shown).toBeGreaterThan(10);
      expect(filled.failed?.code).toMatch(/^log\/(append-failed|disk-full)$/);
      expect(failure(log.probe)).not.toBeNull();
      expect(log.last()?.seq).toBe(shown);

      growTmpfs(below, 16_384);
      expect(failure(log.probe)).toBeNull();
      for (let n = 1; n <= 20; n += 1) {
        expect(log.append([passage(n, LONG_NOTE)])[0]?.seq).toBe(shown + n);
      }
      shown += 20;
    } finally {
      log.close();
    }
    mountAgain(image, disk);
    expect(problemOf(disk, shown)).toBeNull();
  });
});
