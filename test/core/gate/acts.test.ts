import { describe, expect, it } from 'vitest';
import type { EventKind } from '../../../core/batch/event.ts';
import { EVENT_KINDS } from '../../../core/batch/event.ts';
import type { ControlCommand } from '../../../core/credential/credential.ts';
import { answerAsk } from '../../../core/gate/answer.ts';
import { type ControlInput, obeyControl } from '../../../core/gate/control.ts';
import { mayUndo, UNDO_MS } from '../../../core/gate/undo.ts';
import { control, now } from './reads.ts';

describe('answering an ask', () => {
  const open = {
    ask: { kind: 'asked' as const },
    answered: false,
    voided: false,
    answer: 'admit' as const,
    direction: 'in' as const,
  };

  it.each([
    ['in', null, { event: 'in', verdict: 'welcome', reason: 'guard-admitted', inferVisitOfSeq: null }],
    ['out', null, { event: 'out', verdict: 'goodbye', reason: 'guard-admitted', inferVisitOfSeq: null }],
    ['in', 'in', { event: 'in', verdict: 'welcome', reason: 'guard-admitted', inferVisitOfSeq: 5 }],
    ['out', 'in', { event: 'out', verdict: 'goodbye', reason: 'guard-admitted', inferVisitOfSeq: null }],
    ['in', 'out', { event: 'in', verdict: 'welcome', reason: 'guard-admitted', inferVisitOfSeq: null }],
  ] as const)('admits as the passage that was asked: %s after %s', (direction, last, expected) => {
    const lastPassage = last && { seq: 5, kind: last, atMs: now };
    expect(answerAsk({ ...open, direction, lastPassage })).toEqual(expected);
  });

  it('refuses whatever was asked', () => {
    expect(answerAsk({ ...open, answer: 'refuse' })).toEqual({
      event: 'refused',
      verdict: 'stop',
      reason: 'guard-refused',
      inferVisitOfSeq: null,
    });
  });

  it.each([
    ['that was answered', { answered: true }],
    ['that was undone', { voided: true }],
    ['that is no ask', { ask: { kind: 'in' as const } }],
    ['that is not there', { ask: null }],
  ])('takes no answer to one %s', (_title, change) => {
    expect(() => answerAsk({ ...open, ...change })).toThrow(
      expect.objectContaining({ code: 'answer/not-open' }),
    );
  });
});

describe('undoing', () => {
  const event = (kind: EventKind) => ({ seq: 9, kind, atMs: now, uptimeMs: 1_000, bootId: 'a' });
  const asked = {
    event: event('in'),
    lastOwnSeq: 9,
    voided: false,
    nowMs: now + 10_000,
    uptimeMs: 11_000,
    bootId: 'a',
  };
  const code = (change: Partial<Parameters<typeof mayUndo>[0]>): string => {
    try {
      mayUndo({ ...asked, ...change });
      return 'ok';
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : 'other';
    }
  };

  it('takes back what a read or a guard wrote and never what the kiosk or an undo wrote', () => {
    const kinds = EVENT_KINDS.filter((kind) => code({ event: event(kind) }) === 'ok');
    expect(kinds).toEqual(['in', 'out', 'refused', 'repeat', 'unreadable', 'asked']);
  });

  it.each([
    ['one minute later', { uptimeMs: 1_000 + UNDO_MS }, 'ok'],
    ['a moment after that', { uptimeMs: 1_001 + UNDO_MS }, 'undo/too-late'],
    ['in time, though the wall clock was set', { nowMs: now + 1e9 }, 'ok'],
    [
      'too late, though the wall clock was set back',
      { nowMs: Number(now), uptimeMs: 90_000 },
      'undo/too-late',
    ],
    ['after a restart of the machine, long ago', { bootId: 'b', nowMs: now + 61_000 }, 'undo/too-late'],
    ['of somebody else', { lastOwnSeq: 8 }, 'undo/nothing'],
    ['of nothing', { event: null, lastOwnSeq: null }, 'undo/nothing'],
    ['twice', { voided: true }, 'undo/nothing'],
  ])('goes by age and owner: %s', (_title, change, expected) => {
    expect(code(change)).toBe(expected);
  });
});

describe('obeying a control code', () => {
  const given = (
    command: ControlCommand,
    change: Partial<ControlInput> = {},
    argument: string | null = null,
  ): ControlInput => ({
    credential: control(command, true, argument),
    source: 'serial',
    allowed: true,
    onlyGate: true,
    ...change,
  });
  const stop = (reason: string) => ({ kind: 'stop', reason });

  it.each([
    ['IN', given('IN'), { kind: 'turn', direction: 'in' }],
    ['OUT', given('OUT'), { kind: 'turn', direction: 'out' }],
    ['AUTO at the only gate', given('AUTO'), { kind: 'turn', direction: 'auto' }],
    ['AUTO at one gate of several', given('AUTO', { onlyGate: false }), stop('control-foreign')],
    ['UNDO', given('UNDO'), { kind: 'undo' }],
    ['a guard', given('GUARD', {}, 'lan.tran'), { kind: 'sign-in', guard: 'lan.tran' }],
    ['a guard without a name', given('GUARD'), stop('control-foreign')],
  ])('does what is printed on it: %s', (_title, input, expected) => {
    expect(obeyControl(input)).toEqual(expected);
  });

  it.each(['IN', 'OUT', 'AUTO', 'UNDO', 'GUARD'] as const)('stops where it may not act: %s', (command) => {
    const foreign = { credential: control(command, false, 'lan.tran') };
    const outcomes = [
      given(command, { source: 'camera' }, 'lan.tran'),
      given(command, { allowed: false }, 'lan.tran'),
      given(command, foreign),
      given(command, { ...foreign, source: 'camera' }),
      given(command, { credential: {} }),
    ].map(obeyControl);
    expect(outcomes).toEqual(
      [
        'control-from-camera',
        'control-not-signed-in',
        'control-foreign',
        'control-from-camera',
        'control-foreign',
      ].map(stop),
    );
  });
});
