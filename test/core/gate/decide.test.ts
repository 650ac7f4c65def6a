import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../core/credential/credential.ts';
import { decide } from '../../../core/gate/decide.ts';
import type { DecideInput, LastPassage } from '../../../core/gate/rules.ts';
import { hours, seconds, timestampMs } from '../../../core/units.ts';

const now = timestampMs(Date.UTC(2026, 10, 23, 1, 0, 0));
const card: Credential = {
  kind: 'cccd',
  fields: {},
  documents: [{ kind: 'cccd', number: '001099000001', masked: false }],
  name: 'Nguyễn Văn Thử',
  birth: '1999-05-15',
  checks: [],
  notes: [],
};
const input = (change: Partial<DecideInput> = {}): DecideInput => ({
  credential: card,
  damage: [],
  repaired: false,
  source: 'serial',
  direction: 'auto',
  history: { personKey: null, lastPassage: null, lastOther: null },
  insideCount: 0,
  rules: {
    onlyGate: true,
    repeatWindowMs: seconds(60),
    longestStayMs: hours(16),
    capacity: null,
    lastClosingAtMs: null,
  },
  nowMs: now,
  ...change,
});
const passed = (kind: 'in' | 'out', agoMs: number, change: Partial<DecideInput> = {}): DecideInput =>
  input({
    history: {
      personKey: 'p',
      lastPassage: { seq: 7, kind, atMs: timestampMs(now - agoMs) },
      lastOther: null,
    },
    ...change,
  });
const short = (given: DecideInput) => {
  const { verdict, event, reason, inferVisitOfSeq } = decide(given);
  return [verdict, event, reason, inferVisitOfSeq];
};

describe('deciding on a read', () => {
  it('welcomes a person who is not inside and says goodbye to one who is', () => {
    expect(short(input())).toEqual(['welcome', 'in', 'entered', null]);
    expect(short(passed('in', hours(2)))).toEqual(['goodbye', 'out', 'left', null]);
    expect(short(passed('out', hours(2)))).toEqual(['welcome', 'in', 'entered', null]);
  });

  it('infers the exit nobody scanned when a visit is older than the longest stay or the last closing', () => {
    const inferred = ['welcome', 'in', 'entered-open-visit-inferred', 7];
    expect(short(passed('in', hours(17)))).toEqual(inferred);
    const closed = { ...input().rules, lastClosingAtMs: timestampMs(now - hours(1)) };
    expect(short(passed('in', hours(2), { rules: closed }))).toEqual(inferred);
    expect(short(passed('in', hours(2), { direction: 'in' }))).toEqual(inferred);
  });

  it('notes an exit without an entry', () => {
    expect(short(input({ direction: 'out' }))).toEqual(['goodbye', 'out', 'left-without-entry', null]);
  });

  it('asks when the house is full, and counts a person who is already inside once', () => {
    const full = { ...input().rules, capacity: 3 };
    expect(short(input({ rules: full, insideCount: 3 }))).toEqual(['ask', 'asked', 'full', null]);
    expect(short(passed('in', hours(17), { rules: full, insideCount: 3 }))[0]).toBe('welcome');
  });

  it('asks on damaged, masked and unknown text and never welcomes them', () => {
    expect(short(input({ repaired: true }))[2]).toBe('damaged-text');
    expect(short(input({ damage: ['cp437-ambiguous'] }))[2]).toBe('damaged-text');
    const masked = { ...card, documents: [{ kind: 'cccd' as const, number: '001093******', masked: true }] };
    expect(short(input({ credential: masked }))[2]).toBe('masked-document');
    expect(short(input({ credential: { ...card, kind: 'unknown-text' } }))[2]).toBe('unknown-text');
  });

  it('stops foreign control codes and calls an empty read unreadable', () => {
    const control: Credential = { ...card, kind: 'control', documents: [] };
    expect(short(input({ credential: control }))).toEqual(['stop', 'refused', 'control-foreign', null]);
    expect(short(input({ credential: control, source: 'camera' }))[2]).toBe('control-from-camera');
    expect(short(input({ credential: { ...card, documents: [] } }))[0]).toBe('unreadable');
  });

  it('never turns IN into OUT within the repeat window, even when the clock was set back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -86_400_000, max: 59_999 }),
        fc.constantFrom('in' as const, 'out' as const),
        (ago, kind) => {
          const decision = decide(passed(kind, ago));
          expect([decision.verdict, decision.event, decision.sinceMs]).toEqual([
            'again',
            'repeat',
            now - ago,
          ]);
        },
      ),
    );
  });

  it('alternates for reads outside the window and within the longest stay', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 60_000, max: 3_600_000 }), { maxLength: 30 }), (gaps) => {
        let last: LastPassage | null = null;
        let at: number = now;
        let seq = 0;
        for (const gap of gaps) {
          at += gap;
          seq += 1;
          const { event } = decide(
            input({
              nowMs: timestampMs(at),
              history: { personKey: 'p', lastPassage: last, lastOther: null },
            }),
          );
          expect(event).toBe(seq % 2 === 1 ? 'in' : 'out');
          last = { seq, kind: event === 'in' ? 'in' : 'out', atMs: timestampMs(at) };
        }
      }),
    );
  });
});
