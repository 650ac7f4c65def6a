import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hours, minutes, timestampMs } from '../../../core/units.ts';
import { isInside, type Visit, visitsOf } from '../../../core/visit/visit.ts';
import { newEvent } from '../../../main/events.ts';
import { openLog } from '../../../main/log/index.ts';
import type { Log, NewEvent } from '../../../main/log/log.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { testFolder } from '../../support/folder.ts';
import { holderOf } from '../../support/gate-log.ts';

const start = timestampMs(Date.UTC(2026, 10, 24, 1));
const stay = hours(16);

/** One act at the gate; the clock may be set back between two of them. */
interface Act {
  /** `void` takes back the `of`-th event that is there by then, whatever it is and if nothing did so before. */
  readonly kind: 'in' | 'out' | 'refused' | 'void';
  readonly person: number;
  readonly of: number;
  readonly minutesLater: number;
}

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('in', 'in', 'out', 'out', 'refused', 'void', 'void'),
  person: fc.integer({ min: 0, max: 3 }),
  of: fc.nat(40),
  minutesLater: fc.integer({ min: -30, max: 600 }),
});

/** What the acts come to, as the log is given them: several in one append, as an answer and its passage are. */
function appendAll(log: Log, acts: readonly Act[], together: number): number {
  let atMs = Number(start);
  let seq = 0;
  const voided = new Set<number>();
  const events = acts.flatMap(({ kind, person, of, minutesLater }): NewEvent[] => {
    atMs += minutes(minutesLater);
    const target = kind === 'void' ? 1 + (of % Math.max(1, seq)) : null;
    if (target !== null && (target > seq || voided.has(target))) return [];
    if (target !== null) voided.add(target);
    seq += 1;
    const made = newEvent({
      stamp: { atMs: timestampMs(atMs), offsetMin: 420, bootId: 'boot', uptimeMs: seq, clock: 'ok' },
      lane: '1',
      kind,
      reason: 'entered',
      source: { kind: 'manual' },
      guard: null,
      voidsSeq: target,
    });
    // Person 0 shows no document: each of its entries is somebody else.
    const number = person === 0 || kind === 'void' ? null : `00109900000${person}`;
    return [{ ...made, person: number === null ? null : holderOf('cccd', number) }];
  });
  for (let from = 0; from < events.length; from += together) log.append(events.slice(from, from + together));
  return atMs;
}

interface VisitRow extends Omit<Visit, 'inferred'> {
  readonly inferred: number;
}

describe('the visits of a log', () => {
  it('are what pairing all its events makes of them, kept in step as well as made anew', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (acts, together) => {
        const path = join(testFolder(), 'gate.db');
        const key = randomBytes(32);
        const log = openLog({
          path,
          key,
          gateId: 'main',
          newLogId: () => 'a'.repeat(32),
          nowMs: () => start,
        });
        const db = openDatabase({ path, key });
        try {
          const kept = (): Visit[] =>
            db
              .prepare<[], VisitRow>(`SELECT in_seq AS inSeq, person_key AS personKey, begin_ms AS beginMs,
                end_ms AS endMs, end_seq AS endSeq, inferred FROM visit ORDER BY in_seq`)
              .all()
              .map((row) => ({ ...row, inferred: row.inferred === 1 }));
          const nowMs = timestampMs(appendAll(log, acts, together));
          const told = visitsOf([...log.rows(1, 1_000)]);
          expect(kept()).toEqual(told);
          log.rebuildVisits();
          expect(kept()).toEqual(told);
          const inside = told.filter((visit) => isInside(visit, nowMs, stay)).length;
          expect(log.counts(nowMs, start, stay).inside).toBe(inside);
        } finally {
          db.close();
          log.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});
