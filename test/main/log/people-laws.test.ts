import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../core/credential/credential.ts';
import { meetBirths } from '../../../core/person/birth.ts';
import { linksOf, soleKindOf } from '../../../core/person/claim.ts';
import { documentOf } from '../../../core/person/documents.ts';
import { groupsByCards, type JoinNode, type KeyPair, personsOf } from '../../../core/person/join.ts';
import { personsTold } from '../../../core/person/told.ts';
import { hours, minutes, timestampMs } from '../../../core/units.ts';
import { isInside, visitsOf } from '../../../core/visit/visit.ts';
import { GATE_START } from '../../support/gate-log.ts';
import {
  keyOf,
  openPeopleLog,
  type PeopleLog,
  rootsKept,
  stampAt,
  visitsKept,
  writeEvent,
} from '../../support/people-log.ts';

const stay = hours(16);

/** Documents so few that people collide, contradict each other and chain. */
const POOL: readonly Document[] = [
  documentOf('cccd', '001093029317'),
  documentOf('cccd', '001093029318'),
  documentOf('cmnd', '123456789'),
  documentOf('cmnd', '123456780'),
  documentOf('qid', '162979388586171100'),
  documentOf('qid', '162979388586171111'),
  documentOf('bhyt', '0123456789'),
  documentOf('bhyt', 'GD4010123456789'),
];
const document = fc.constantFrom(...POOL);

type Act =
  | {
      readonly what: 'read';
      readonly kind: 'in' | 'out' | 'refused';
      readonly documents: readonly Document[];
      readonly birth: string | null;
    }
  | { readonly what: 'void'; readonly of: number }
  | { readonly what: 'join' | 'part'; readonly pair: readonly [Document, Document] };

const read: fc.Arbitrary<Act> = fc.record({
  what: fc.constant('read' as const),
  kind: fc.constantFrom('in' as const, 'in' as const, 'out' as const, 'refused' as const),
  documents: fc.uniqueArray(document, { minLength: 1, maxLength: 3 }),
  birth: fc.constantFrom(null, '1993', '1993-01-18', '1993-01-18', '1960-05-01'),
});
const voiding: fc.Arbitrary<Act> = fc.record({ what: fc.constant('void' as const), of: fc.nat(40) });
const deciding: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom('join' as const, 'part' as const),
  pair: fc.tuple(document, document).filter(([one, other]) => one !== other),
});
const act = fc.oneof(
  { weight: 6, arbitrary: read },
  { weight: 2, arbitrary: voiding },
  { weight: 3, arbitrary: deciding },
);

type Decision = 'join' | 'apart';

/** What was said, by documents, as the pure rules need it. */
class Model {
  private readonly births = new Map<Document, string | null>();
  private readonly links: (readonly [Document, Document])[] = [];
  /** What was said of a pair, newest last. */
  private readonly decisions = new Map<string, readonly Decision[]>();

  read(documents: readonly Document[], birth: string | null): void {
    for (const one of documents) this.births.set(one, meetBirths(this.births.get(one) ?? null, birth));
    this.links.push(...linksOf(documents));
  }

  join(pair: readonly [Document, Document]): void {
    this.decisions.set(nameOf(pair), [...this.said(pair), 'join']);
  }

  part(pair: readonly [Document, Document]): void {
    const said = this.said(pair);
    const left = said.slice(0, -1);
    this.decisions.set(nameOf(pair), left);
    const groups = groupsByCards(this.graph(numberOf, new Map()));
    const byCard = groups.get(numberOf(pair[0])) === groups.get(numberOf(pair[1]));
    if (byCard || said.at(-1) === 'apart') this.decisions.set(nameOf(pair), [...left, 'apart']);
  }

  /** Everything that was said, with each document called as `call` does. */
  graph(call: (document: Document) => string, firstSeqs: ReadonlyMap<string, number>) {
    const nodes = [...this.births].map(([one, birth]): JoinNode => {
      const key = call(one);
      return { key, soleKind: soleKindOf(one), birth, firstSeq: firstSeqs.get(key) ?? null };
    });
    const decided = (what: Decision): KeyPair[] =>
      POOL.flatMap((one, index) =>
        POOL.slice(index + 1).flatMap((other): KeyPair[] =>
          this.said([one, other]).at(-1) === what ? [[call(one), call(other)]] : [],
        ),
      );
    const links = this.links.map(([one, other]): KeyPair => [call(one), call(other)]);
    return { nodes, links, aparts: decided('apart'), joins: decided('join') };
  }

  private said(pair: readonly [Document, Document]): readonly Decision[] {
    return this.decisions.get(nameOf(pair)) ?? [];
  }
}

const numberOf = ({ number }: Document): string => number;
const nameOf = (pair: readonly Document[]): string => pair.map(numberOf).sort().join(' ');

/** Does the acts at the log, and tells the model what the log must have understood. */
function play({ log, db }: PeopleLog, acts: readonly Act[]): Model {
  const model = new Model();
  const taken = new Set<number>();
  const shown = new Set<Document>();
  for (const [minute, one] of acts.entries()) {
    if (one.what === 'read') {
      const [first] = one.documents;
      const claim = { documents: one.documents, phone: null, name: 'Thử', birth: one.birth };
      const event = writeEvent(log, minute, one.kind, claim);
      model.read(one.documents, one.birth);
      if (first !== undefined) {
        shown.add(first);
        expect(event.personKey).toBe(keyOf(db, first));
      }
    } else if (one.what === 'void') {
      const last = log.last()?.seq ?? 0;
      const target = 1 + (one.of % Math.max(1, last));
      if (target > last || taken.has(target)) continue;
      taken.add(target);
      writeEvent(log, minute, 'void', null, target);
    } else if (one.pair.every((each) => shown.has(each))) {
      const keys: KeyPair = [keyOf(db, one.pair[0]), keyOf(db, one.pair[1])];
      const isOne = log.people.compare(keys).isOne;
      const before = rootsKept(db);
      const visits = visitsKept(db);
      const said = log.people[one.what](keys, stampAt(minute));
      if (isOne === (one.what === 'join')) {
        expect([said, rootsKept(db), visitsKept(db)]).toEqual([null, before, visits]);
      } else model[one.what](one.pair);
    }
  }
  return model;
}

describe('who is one person, and who is inside', () => {
  it('is the same kept step by step, made anew, told by notes and worked out from nothing', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        const opened = openPeopleLog();
        const { log, db } = opened;
        try {
          const model = play(opened, acts);
          const rows = [...log.rows(1, 1_000)];
          const firstSeqs = new Map<string, number>();
          for (const { personKey, seq } of rows) {
            if (personKey !== null && !firstSeqs.has(personKey)) firstSeqs.set(personKey, seq);
          }
          const graph = model.graph((one) => keyOf(db, one), firstSeqs);
          const persons = personsOf(graph.nodes, groupsByCards(graph), graph.joins);
          const personOf = (key: string): string => persons.get(key) ?? key;

          const kept = { roots: rootsKept(db), visits: visitsKept(db) };
          for (const [key, root] of Object.entries(kept.roots)) expect(root).toBe(personOf(key));
          for (const key of persons.keys()) expect(kept.roots[key] ?? key).toBe(personOf(key));
          const told = personsTold(rows.map(({ reason }) => reason));
          for (const key of firstSeqs.keys()) expect(told.get(key) ?? key).toBe(personOf(key));
          const visits = visitsOf(
            rows.map((row) => ({ ...row, personKey: row.personKey && personOf(row.personKey) })),
          );
          expect(kept.visits).toEqual(visits);
          log.rebuildVisits();
          expect({ roots: rootsKept(db), visits: visitsKept(db) }).toEqual(kept);
          const nowMs = timestampMs(GATE_START + minutes(acts.length));
          expect(log.counts(nowMs, GATE_START, stay).inside).toBe(
            visits.filter((visit) => isInside(visit, nowMs, stay)).length,
          );
        } finally {
          opened.close();
        }
      }),
      { numRuns: 80 },
    );
  });

  it('is undone exactly by parting what was joined, whatever was said before', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 5, maxLength: 20 }), fc.nat(), (acts, chosen) => {
        const opened = openPeopleLog();
        const { log, db } = opened;
        try {
          play(opened, acts);
          const shown = [...new Set([...log.rows(1, 1_000)].flatMap(({ personKey }) => personKey ?? []))];
          const pairs = shown.flatMap((one, index) =>
            shown.slice(index + 1).map((other): KeyPair => [one, other]),
          );
          const two = pairs.filter((keys) => !log.people.compare(keys).isOne);
          const keys = two[chosen % Math.max(1, two.length)];
          if (keys === undefined) return;
          const before = [rootsKept(db), visitsKept(db)];
          log.people.join(keys, stampAt(100));
          expect(log.people.compare(keys).isOne).toBe(true);
          log.people.part(keys, stampAt(101));
          const [roots = {}, visits] = before;
          // Somebody who was alone may now be written down as alone.
          const after = Object.entries(rootsKept(db)).filter(([key, root]) => key in roots || root !== key);
          expect([Object.fromEntries(after), visitsKept(db)]).toEqual([roots, visits]);
        } finally {
          opened.close();
        }
      }),
      { numRuns: 40 },
    );
  });
});
