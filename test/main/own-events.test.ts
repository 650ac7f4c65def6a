import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GatelogError } from '../../core/errors.ts';
import { timestampMs } from '../../core/units.ts';
import type { Stamp } from '../../main/events.ts';
import { openLog } from '../../main/log/index.ts';
import type { Log } from '../../main/log/log.ts';
import { createOwnEvents } from '../../main/own-events.ts';
import { testFolder } from '../support/folder.ts';

const stamp: Stamp = {
  atMs: timestampMs(Date.UTC(2026, 10, 24, 1)),
  offsetMin: 420,
  bootId: 'boot',
  uptimeMs: 1_000,
  clock: 'ok',
};

/** A real log whose append can be made to fail, as a full disk does. */
function gate() {
  const log = openLog({
    path: join(testFolder(), 'gate.db'),
    key: randomBytes(32),
    gateId: 'main',
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs: () => stamp.atMs,
  });
  onTestFinished(() => log.close());
  const disk = { full: false };
  const failing: Pick<Log, 'append'> = {
    append: (events) => {
      if (disk.full) throw new GatelogError('log/disk-full', 'the disk is full');
      return log.append(events);
    },
  };
  const failures: string[] = [];
  const own = createOwnEvents({
    log: { ...log, ...failing },
    stamp: () => stamp,
    guard: () => null,
    failed: ({ code }) => failures.push(code),
  });
  const written = () => [...log.rows(1, 99)].map(({ kind, reason, lane }) => [kind, reason, lane]);
  return { own, disk, failures, written };
}

describe('the kiosk’s own events', () => {
  it('are written at once, or with the next look after the log, in order', () => {
    const { own, written } = gate();
    own.write('opened', 'opened');
    own.later('clock', 'doubt:jumped');
    expect(written()).toHaveLength(1);
    own.later('clock', 'confirmed:0');
    own.catchUp();
    own.catchUp();
    expect(written()).toEqual([
      ['opened', 'opened', ''],
      ['clock', 'doubt:jumped', ''],
      ['clock', 'confirmed:0', ''],
    ]);
  });

  it('that wait are kept while the disk is full, and a failure is told, never thrown', () => {
    const { own, disk, failures, written } = gate();
    disk.full = true;
    own.write('alive', 'alive');
    own.later('clock', 'doubt:jumped');
    own.write('clock', 'confirmed:0');
    own.catchUp();
    expect([failures, written()]).toEqual([['log/disk-full', 'log/disk-full', 'log/disk-full'], []]);
    disk.full = false;
    own.catchUp();
    expect(written()).toEqual([
      ['clock', 'doubt:jumped', ''],
      ['clock', 'confirmed:0', ''],
    ]);
  });
});
