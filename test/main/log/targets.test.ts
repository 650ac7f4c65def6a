import { expect, it, onTestFinished } from 'vitest';
import { PENDING, type Progress } from '../../../core/delivery/progress.ts';
import { timestampMs } from '../../../core/units.ts';
import { testFolder } from '../../support/folder.ts';
import { GATE_START, openGateLog, passage } from '../../support/gate-log.ts';
import { recordSealed } from '../../support/recorded-batch.ts';

const at = timestampMs(GATE_START);
const WAITING: Progress = { state: 'waiting', why: 'delivery/gone', failures: 2, nextTryAtMs: at };

function open(folder = testFolder()) {
  const log = openGateLog(folder);
  onTestFinished(() => log.close());
  return { folder, log };
}

it('a target has what it was given, in line and order, also after a restart', () => {
  const { folder, log } = open();
  log.append([passage(1), passage(2), passage(3)]);
  const ids = [1, 2, 3].map((seq) => recordSealed(log, seq).id);
  log.targets.join('a', 2, at);
  log.targets.join('a', 1, at + 5);
  expect(log.targets.record('a')).toEqual({ id: 'a', fromSeq: 2, inLineUpTo: 0, keptAtMs: at });
  expect([log.targets.line('a'), log.targets.stillToCome('a')]).toEqual([[], { batches: 2, events: 2 }]);
  log.targets.putInLine('a', 3);
  log.targets.putInLine('a', 2);
  log.targets.setProgress('a', 2, WAITING, ids[1] ?? 0);
  log.close();
  const again = openGateLog(folder);
  onTestFinished(() => again.close());
  expect(again.targets.line('a')).toEqual([
    { firstSeq: 2, lastSeq: 2, progress: WAITING, renditionId: ids[1] },
    { firstSeq: 3, lastSeq: 3, progress: PENDING, renditionId: null },
  ]);
  again.targets.recordDelivery('a', 2, ids[1] ?? 0, { target: '/share', checked: 'cache', atMs: at + 9 });
  expect(again.targets.line('a').map(({ firstSeq }) => firstSeq)).toEqual([3]);
  expect(again.targets.lastDelivery('a')).toEqual({ atMs: at + 9, checked: 'cache' });
  expect(again.targets.copies(2, 'full')).toMatchObject({
    anywhere: true,
    renditionOf: new Map([['a', ids[1]]]),
  });
  expect(again.targets.copies(3, 'full')).toMatchObject({ anywhere: false, at: new Map() });
  // What a target has is no warning to the guard; what nobody has is.
  expect(again.batches.state('full')).toEqual({ lastAtMs: at + 9, owedEvents: 2, owedSinceMs: at + 1000 });
  again.targets.startOver('a', 1);
  expect(again.targets.line('a').map(({ firstSeq }) => firstSeq)).toEqual([1, 2, 3]);
});

it('a plan to start over is kept, over a restart too, until it is done or given up', () => {
  const { folder, log } = open();
  log.append([passage(1)]);
  const { id } = recordSealed(log, 1);
  log.targets.join('a', 1, at);
  log.targets.putInLine('a', 1);
  log.targets.recordDelivery('a', 1, id, { target: '/share', checked: 'cache', atMs: at });
  log.targets.planStartOver('a', '{"folder":"/one"}');
  log.targets.planStartOver('a', '{"folder":"/two"}');
  log.close();
  const again = openGateLog(folder);
  onTestFinished(() => again.close());
  expect([again.targets.plannedStartOver('a'), again.targets.line('a')]).toEqual(['{"folder":"/two"}', []]);
  again.targets.startOver('a', 1);
  expect([again.targets.plannedStartOver('a'), again.targets.line('a').length]).toEqual([null, 1]);
  again.targets.planStartOver('a', '{}');
  again.targets.planStartOver('a', null);
  expect(again.targets.plannedStartOver('a')).toBe(null);
});

it('a batch is unsafe until every required target that it is meant for has it', () => {
  const { log } = open();
  log.append([passage(1), passage(2)]);
  const first = recordSealed(log, 1);
  const second = recordSealed(log, 2);
  log.targets.join('a', 1, at);
  log.targets.join('b', 2, at);
  log.targets.recordDelivery('a', 1, first.id, { target: '/a', checked: 'cache', atMs: at });
  expect([['a', 'b'], ['a'], ['b'], []].map((ids) => log.targets.unsafe(ids, 'full').batches)).toEqual([
    1, 1, 1, 1,
  ]);
  log.targets.recordDelivery('a', 2, second.id, { target: '/a', checked: 'cache', atMs: at });
  expect([['a', 'b'], ['a'], ['b'], []].map((ids) => log.targets.unsafe(ids, 'full').batches)).toEqual([
    1, 0, 1, 0,
  ]);
  // Meant for no required target and nowhere else: as good as lost with this PC.
  log.append([passage(3)]);
  recordSealed(log, 3);
  log.targets.join('c', 4, at);
  expect([['c'], []].map((ids) => log.targets.unsafe(ids, 'full').batches)).toEqual([1, 1]);
  expect(log.targets.sealed()).toEqual({ sealed: 3, sealedEvents: 3, lastSealedAtMs: GATE_START });
});

it('a copy that shows less than is asked for makes no batch safe', () => {
  const { log } = open();
  log.append([passage(1)]);
  const counts = recordSealed(log, 1, { profile: 'counts' });
  log.targets.join('a', 1, at);
  log.targets.recordDelivery('a', 1, counts.id, { target: '/a', checked: 'cache', atMs: at });
  const profiles = ['full', 'masked', 'counts'] as const;
  expect(profiles.map((profile) => log.targets.copies(1, profile)?.anywhere)).toEqual([false, false, true]);
  expect(profiles.map((profile) => log.targets.unsafe([], profile).batches)).toEqual([1, 1, 0]);
  // What a required target asked for is enough.
  expect(log.targets.unsafe(['a'], 'full').batches).toBe(0);
});

it('its history is told newest first, and never grows without end', () => {
  const { log } = open();
  log.targets.join('a', 1, at);
  for (let n = 0; n < 520; n += 1) log.targets.note('a', { atMs: at + n, what: 'asked' });
  log.targets.note('a', { atMs: at, what: 'failed', firstSeq: 1, lastSeq: 9, why: 'delivery/gone' });
  const newest = log.targets.history('a', 2, null);
  expect(newest).toEqual([
    { line: 521, atMs: at, what: 'failed', firstSeq: 1, lastSeq: 9, why: 'delivery/gone' },
    { line: 520, atMs: at + 519, what: 'asked', firstSeq: null, lastSeq: null, why: null },
  ]);
  expect(log.targets.history('a', 1, 520)[0]?.line).toBe(519);
  expect(log.targets.history('a', 1000, null)).toHaveLength(500);
});

it('one that was removed keeps what it got and its history, and is there again once it is brought back', () => {
  const { folder, log } = open();
  log.append([passage(1), passage(2)]);
  const first = recordSealed(log, 1);
  recordSealed(log, 2);
  log.targets.join('a', 1, at);
  log.targets.putInLine('a', 2);
  log.targets.recordDelivery('a', 1, first.id, { target: '/a', checked: 'cache', atMs: at });
  log.targets.bringBack('a', at);
  expect(log.targets.removed()).toEqual([]);
  log.targets.remove('a', '{"folder":"/a"}', at + 1);
  log.targets.remove('nobody', '{}', at + 1);
  log.close();
  const again = openGateLog(folder);
  onTestFinished(() => again.close());
  const { targets } = again;
  expect(targets.removed()).toEqual([{ id: 'a', settings: '{"folder":"/a"}', removedAtMs: at + 1 }]);
  expect(targets.copies(1, 'full')).toMatchObject({ anywhere: true });
  targets.bringBack('a', at + 2);
  expect(targets.removed()).toEqual([]);
  expect(targets.line('a').map(({ firstSeq }) => firstSeq)).toEqual([2]);
  expect(targets.history('a', 9, null).map(({ what, atMs }) => [what, atMs])).toEqual([
    ['brought-back', at + 2],
    ['removed', at + 1],
  ]);
});

it('what a removed target asked for quietens no warning', () => {
  const { log } = open();
  log.append([passage(1)]);
  const counts = recordSealed(log, 1, { profile: 'counts' });
  log.targets.join('a', 1, at);
  log.targets.recordDelivery('a', 1, counts.id, { target: '/a', checked: 'cache', atMs: at });
  expect(log.batches.state('full').owedEvents).toBe(0);
  log.targets.remove('a', '{"folder":"/a"}', at);
  expect(log.batches.state('full').owedEvents).toBe(1);
  log.targets.bringBack('a', at);
  expect(log.batches.state('full').owedEvents).toBe(0);
});

it('a batch lies only at removed targets where no copy elsewhere shows enough', () => {
  const { log } = open();
  log.append([passage(1), passage(2), passage(3)]);
  const ids = [1, 2, 3].map((seq) => recordSealed(log, seq).id);
  const to = (target: string, ...seqs: readonly number[]): void => {
    for (const seq of seqs)
      log.batches.recordDelivery(ids[seq - 1] ?? 0, { target, checked: 'cache', atMs: at });
  };
  log.targets.join('a', 1, at);
  log.targets.join('b', 1, at);
  to('/a', 1, 2, 3);
  to('/b', 2);
  to('usb:STICK', 3);
  log.targets.remove('a', '{"folder":"/a"}', at);
  const left = (folder: string, inUse: readonly string[] = [], profile: 'full' | 'masked' = 'full') =>
    log.targets.leftIn(folder, inUse, profile);
  expect(left('/a')).toEqual({ batches: 3, onlyThere: 1 });
  log.targets.remove('b', '{"folder":"/b"}', at);
  expect([left('/a'), left('/b')]).toEqual([
    { batches: 3, onlyThere: 2 },
    { batches: 1, onlyThere: 1 },
  ]);
  // A target of today has the same folder: it is looked after.
  expect([left('/a', ['/a']), left('/b', ['/a'])]).toEqual([
    { batches: 3, onlyThere: 0 },
    { batches: 1, onlyThere: 0 },
  ]);
  expect(left('/nowhere')).toEqual({ batches: 0, onlyThere: 0 });
  log.append([passage(4)]);
  const counts = recordSealed(log, 4, { profile: 'counts' });
  for (const target of ['/a', '/b'])
    log.batches.recordDelivery(counts.id, { target, checked: 'cache', atMs: at });
  // It shows too little wherever it lies: that batch is unsafe, and counted there.
  expect(left('/a')).toEqual({ batches: 4, onlyThere: 2 });
  expect(log.targets.unsafe([], 'full').batches).toBe(1);
});

it('the times of sealing are remembered', () => {
  const { log } = open();
  expect(log.targets.sealTimesKept()).toBeNull();
  log.targets.keepSealTimes(at);
  expect(log.targets.sealTimesKept()).toBe(at);
});
