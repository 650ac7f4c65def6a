import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../core/delivery/progress.ts';
import { type BatchCopies, isSafe, spoolKeepsFor } from '../../../core/delivery/safety.ts';
import { timestampMs } from '../../../core/units.ts';

const at = timestampMs(0);
const THERE: Progress = { state: 'delivered', atMs: at, checked: 'cache' };
const WAITING: Progress = { state: 'waiting', why: 'delivery/gone', failures: 1, nextTryAtMs: at };
const WRITING: Progress = { state: 'writing', sinceMs: at, failures: 0 };
const batch = (progress: Record<string, Progress> = {}, anywhere = false): BatchCopies => ({
  firstSeq: 100,
  anywhere: anywhere || Object.values(progress).includes(THERE),
  at: new Map(Object.entries(progress)),
});
const must = (id: string, fromSeq = 1) => ({ id, required: true, fromSeq, inLineUpTo: 0 });
const may = (id: string, inLineUpTo = 0) => ({ id, required: false, fromSeq: 1, inLineUpTo });
const kept = (one: BatchCopies, ...targets: ReturnType<typeof must>[]) =>
  spoolKeepsFor(one, targets).map(({ id }) => id);

describe('a batch', () => {
  it('is safe once every required target that it is meant for has it', () => {
    const targets = [must('a'), must('b'), may('c')];
    expect(isSafe(batch({ a: THERE }, true), targets)).toBe(false);
    expect(isSafe(batch({ a: THERE, b: THERE }), targets)).toBe(true);
    expect(isSafe(batch({ a: THERE }), [must('a'), must('b', 101)])).toBe(true);
  });

  it('is safe by one copy anywhere where no target is required', () => {
    expect([isSafe(batch(), []), isSafe(batch({}, true), [may('c')])]).toEqual([false, true]);
  });

  it('stays in the spool for a required target that is off, not for another one', () => {
    expect(kept(batch({ a: WAITING, c: WAITING }), must('a'), may('c', 500))).toEqual(['a']);
    expect(kept(batch(), must('a'), must('b', 101))).toEqual(['a']);
    expect(kept(batch({ a: THERE }), must('a'))).toEqual([]);
  });

  it('stays in the spool while any target that has it in line takes it', () => {
    expect(kept(batch({ c: WRITING }), may('c', 100), may('d', 100), may('e', 99))).toEqual(['c', 'd']);
  });
});
