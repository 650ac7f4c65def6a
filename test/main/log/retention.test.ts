import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Document } from '../../../core/credential/credential.ts';
import { minutes } from '../../../core/units.ts';
import type { Db } from '../../../main/log/open.ts';
import { GATE_START } from '../../support/gate-log.ts';
import {
  openPeopleLog,
  type PeopleLog,
  rootsKept,
  shows,
  stampAt,
  visitsKept,
  writeEvent,
} from '../../support/people-log.ts';

const cccd = (n: number): Document => ({ kind: 'cccd', number: `00109900000${n}`, masked: false });
const cmnd = (n: number): Document => ({ kind: 'cmnd', number: `12345678${n}`, masked: false });
const NOBODY_INSIDE = Number.POSITIVE_INFINITY;

function openLog(): PeopleLog {
  const opened = openPeopleLog();
  onTestFinished(() => opened.close());
  return opened;
}

/** Deletes everything up to this seq, to its end. */
function forget(
  { log }: Pick<PeopleLog, 'log'>,
  upToSeq: number,
  insideSinceMs = NOBODY_INSIDE,
  most = 3,
): void {
  log.retention.begin({ upToSeq, atMs: GATE_START, days: 30 });
  for (let more = true; more; ) more = log.retention.forget(most, insideSinceMs);
  for (let n = 0; log.retention.wipe(n); n += 1);
  log.retention.finish(stampAt(0));
}

/** Seqs whose personal part is there. */
const personal = ({ log }: PeopleLog): number[] =>
  [...log.rows(1, 1000)].filter(({ payload }) => payload !== null).map(({ seq }) => seq);

/** Every row of every table that tells of people. */
const derived = (db: Db): unknown[] =>
  [
    'person_document',
    'person_phone',
    'person_name',
    'person_name_tail',
    'person_node',
    'person_link',
    'person_decision',
    'person_pair',
    'visit',
  ].flatMap((table) => db.prepare(`SELECT * FROM ${table}`).all());

const andRebuilt = ({ log, db }: PeopleLog) => {
  const kept = { visits: visitsKept(db), roots: rootsKept(db) };
  log.rebuildVisits();
  return [kept, { visits: visitsKept(db), roots: rootsKept(db) }] as const;
};

describe('retention in the log', () => {
  it('deletes what was read and everything that it led to; the events stay as they were, with their chain', () => {
    const opened = openLog();
    const { log, db } = opened;
    writeEvent(log, 0, 'in', { ...shows(cccd(1), cmnd(1)), phone: '0901234567' });
    writeEvent(log, 1, 'out', shows(cmnd(1)));
    const before = [...log.rows(1, 10)];
    forget(opened, log.batches.newestSeq());
    expect(derived(db)).toEqual([]);
    expect([...log.rows(1, 10)]).toEqual(before.map((row) => ({ ...row, salt: null, payload: null })));
    expect(log.people.find('thu', 10)).toEqual([]);
    expect(log.history(shows(cccd(1))).lastPassage).toBeNull();
    expect(log.recent(10).map(({ name }) => name)).toEqual([null, null]);
    expect(log.retention.record()).toMatchObject({ lastEvents: before.length, lastPeople: 2, running: null });
  });

  it('keeps everybody who came again since, by whichever of his documents', () => {
    const opened = openLog();
    const { log } = opened;
    writeEvent(log, 0, 'in', shows(cccd(1), cmnd(1)));
    writeEvent(log, 1, 'in', shows(cccd(2)));
    const last = log.batches.newestSeq();
    writeEvent(log, 2, 'out', shows(cmnd(1)));
    forget(opened, last);
    const found = log.people.find('thu', 10);
    expect(found.map(({ documents }) => documents.map(({ number }) => number).sort())).toEqual([
      [cccd(1).number, cmnd(1).number],
    ]);
    expect(log.retention.record()).toMatchObject({ lastPeople: 1 });
  });

  it('keeps the entry of somebody who is still inside until he has left, or has been inside too long', () => {
    const opened = openLog();
    const { log } = opened;
    const { seq } = writeEvent(log, 0, 'in', shows(cccd(1)));
    writeEvent(log, 1, 'in', shows(cccd(2)));
    writeEvent(log, 2, 'out', shows(cccd(2)));
    forget(opened, 3, GATE_START - 1);
    expect([personal(opened), visitsKept(opened.db).map(({ inSeq }) => inSeq)]).toEqual([[seq], [seq]]);
    expect(log.retention.hasPersonal(3, GATE_START - 1)).toBe(false);
    expect(log.counts(stampAt(3).atMs, GATE_START, minutes(60)).inside).toBe(1);
    writeEvent(log, 4, 'out', shows(cccd(1)));
    forget(opened, 3, GATE_START - 1);
    expect([personal(opened), visitsKept(opened.db)]).toEqual([[4], []]);

    const long = openLog();
    writeEvent(long.log, 0, 'in', shows(cccd(1)));
    forget(long, 1, GATE_START + 1);
    expect([personal(long), derived(long.db)]).toEqual([[], []]);
    // He leaves after all: his going is an event of somebody whom the log does not know.
    writeEvent(long.log, 5, 'out', shows(cccd(1)));
    const [kept, rebuilt] = andRebuilt(long);
    expect(rebuilt).toEqual(kept);
  });

  it('writes into the audit how much it deleted, and of whom nothing', () => {
    const opened = openLog();
    writeEvent(opened.log, 0, 'in', shows(cccd(1)));
    forget(opened, 1);
    writeEvent(opened.log, 1, 'in', shows(cccd(2)));
    expect([...opened.log.audit.lines({ firstSeq: 1, lastSeq: 9 })]).toEqual([
      {
        at_ms: stampAt(0).atMs,
        offset_min: 420,
        clock: 'ok',
        who: 'kiosk',
        what: 'retention/deleted',
        fact_days: 30,
        fact_events: 1,
        fact_people: 1,
        fact_upToSeq: 1,
      },
    ]);
  });

  it('takes rows that were wiped away a good while behind the others, and none that was not', () => {
    const opened = openLog();
    const { log, db } = opened;
    const rows = () => db.prepare('SELECT count(*) FROM event_personal').pluck().get();
    for (let n = 0; n < 25; n += 1)
      log.append(Array.from({ length: 100 }, () => ({ ...oneOf(log), person: null })));
    forget(opened, 2400, NOBODY_INSIDE, 100);
    expect([rows(), personal(opened)]).toEqual([1100, []]);
    expect(log.event(2401)?.payload).not.toBeNull();
    expect(log.retention.countBefore(GATE_START + minutes(1))).toBe(100);
  });

  it('makes the same visits and the same people anew after whatever happened, deletions among it', () => {
    const person = fc.integer({ min: 1, max: 4 });
    const happening = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          does: fc.constantFrom('in', 'out'),
          person,
          other: person,
          cards: fc.integer({ min: 1, max: 3 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ does: fc.constant('void'), back: fc.integer({ min: 0, max: 5 }) }),
      },
      { weight: 1, arbitrary: fc.record({ does: fc.constant('join'), person, other: person }) },
      {
        weight: 2,
        arbitrary: fc.record({
          does: fc.constant('forget'),
          back: fc.integer({ min: 0, max: 9 }),
          inside: fc.boolean(),
        }),
      },
    );
    fc.assert(
      fc.property(fc.array(happening, { minLength: 3, maxLength: 30 }), (happenings) => {
        const opened = openPeopleLog();
        const { log, db } = opened;
        let deletedUpTo = 0;
        const held = new Set<number>();
        happenings.forEach((what, minute) => {
          const newest = log.batches.newestSeq();
          if (what.does === 'forget') {
            deletedUpTo = Math.max(deletedUpTo, newest - what.back);
            if (newest - what.back < 1) return;
            forget(opened, newest - what.back, what.inside ? 0 : NOBODY_INSIDE);
          } else if (what.does === 'void') {
            const event = log.event(newest - what.back);
            if (
              event === null ||
              log.voidOf(event.seq) !== null ||
              (event.kind !== 'in' && event.kind !== 'out')
            )
              return;
            writeEvent(log, minute, 'void', null, event.seq);
          } else if (what.does === 'join') {
            const keys = [what.person, what.other].map(
              (n) => log.people.having(cccd(n), null, 9)[0]?.card.key,
            );
            const [one, other] = keys;
            if (one !== undefined && other !== undefined && one !== other)
              log.people.join([one, other], stampAt(minute));
          } else if (what.does === 'in' || what.does === 'out') {
            const documents =
              what.cards === 1
                ? [cccd(what.person)]
                : what.cards === 2
                  ? [cmnd(what.other)]
                  : [cccd(what.person), cmnd(what.other)];
            writeEvent(log, minute, what.does, { ...shows(...documents), name: `Thử ${what.person}` });
          }
        });
        for (const { inSeq, endSeq } of visitsKept(db)) if (endSeq === null) held.add(inSeq);
        const [kept, rebuilt] = andRebuilt(opened);
        expect(rebuilt).toEqual(kept);
        // What is due is gone, but the entries of those who were inside; and nobody is known of whom nothing is left.
        const there = new Set(personal(opened));
        for (const { seq, kind } of log.rows(1, deletedUpTo))
          if (kind !== 'in') expect(there).not.toContain(seq);
        const unknown = db
          .prepare(
            `SELECT person_key FROM person_name WHERE person_key NOT IN (SELECT person_key FROM person_node)
              AND person_key NOT IN (SELECT e.person_key FROM event e JOIN event_personal p ON p.seq = e.seq
                WHERE p.salt <> zeroblob(32) AND e.person_key IS NOT NULL)`,
          )
          .all();
        expect(unknown).toEqual([]);
        opened.close();
      }),
      { numRuns: 25 },
    );
  });
});

/** An event of nobody. */
function oneOf(_: PeopleLog['log']) {
  return {
    event: {
      ...stampAt(0),
      gateId: '',
      lane: '1',
      kind: 'unreadable' as const,
      reason: 'unreadable',
      credentialKind: '',
      checks: '',
      source: '',
      voidsSeq: null,
      answersSeq: null,
    },
    personal: {
      schema: 1 as const,
      documentKind: null,
      document: null,
      name: null,
      birth: null,
      sex: null,
      address: null,
      phone: null,
      note: null,
      guard: null,
      raw: 'xyz',
      fields: {},
    },
  };
}
