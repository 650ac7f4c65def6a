import { describe, expect, it, onTestFinished } from 'vitest';
import type { Document } from '../../../core/credential/credential.ts';
import type { PersonClaim } from '../../../core/person/claim.ts';
import { documentOf } from '../../../core/person/documents.ts';
import { hours, timestampMs } from '../../../core/units.ts';
import type { Log } from '../../../main/log/log.ts';
import { GATE_START } from '../../support/gate-log.ts';
import {
  keyOf,
  openPeopleLog,
  rootsKept,
  shows,
  stampAt,
  visitsKept,
  writeEvent,
} from '../../support/people-log.ts';

const CCCD = [documentOf('cccd', '001093029317'), documentOf('cccd', '001093029318')] as const;
const CMND = documentOf('cmnd', '123456789');
const QID = documentOf('qid', '162979388586171100');
const TEN = documentOf('bhyt', '0123456789');
const CODE = documentOf('bhyt', 'GD4010123456789');

function testLog() {
  const opened = openPeopleLog();
  onTestFinished(opened.close);
  return opened;
}
const notes = (log: Log): string[] =>
  [...log.rows(1, 1_000)].filter(({ kind }) => kind === 'note').map(({ reason }) => reason);
const inside = (log: Log): number =>
  log.counts(timestampMs(GATE_START + hours(1)), GATE_START, hours(16)).inside;

describe('a person with several documents', () => {
  it('who came with one and leaves with another by a card that names both is seen to leave', () => {
    const { log, db } = testLog();
    const came = writeEvent(log, 0, 'in', shows(CMND));
    expect(log.history(shows(CCCD[0], CMND)).lastPassage?.seq).toBe(came.seq);
    const left = writeEvent(log, 5, 'out', shows(CCCD[0], CMND));
    expect(inside(log)).toBe(0);
    expect(visitsKept(db)).toEqual([
      {
        inSeq: came.seq,
        personKey: came.personKey,
        beginMs: came.atMs,
        endMs: left.atMs,
        endSeq: left.seq,
        inferred: false,
      },
    ]);
    expect(notes(log)).toEqual([`person/joined:${left.personKey}:${came.personKey}`]);
  });

  it('is looked up before the card is written, and nothing is written by that', () => {
    const { log, db } = testLog();
    writeEvent(log, 0, 'in', shows(CMND));
    log.history(shows(CCCD[0], CMND));
    expect([keyOf(db, CCCD[0]), rootsKept(db)]).toEqual(['', {}]);
  });

  it('is not joined over two CCCD numbers, and the two are offered to an administrator', () => {
    const { log } = testLog();
    const one = writeEvent(log, 0, 'in', shows(CCCD[0], CMND));
    const other = writeEvent(log, 1, 'in', shows(CCCD[1], CMND));
    expect(inside(log)).toBe(2);
    const { pairs } = log.people.page('open', null, 10);
    expect(pairs.map(({ pair, contradict }) => [[...pair.keys].sort(), pair.why, contradict])).toEqual([
      [[one.personKey, other.personKey].sort(), 'cards-contradict', true],
    ]);
  });

  it('is known by the ten digits inside an old health-insurance code', () => {
    const { log } = testLog();
    const came = writeEvent(log, 0, 'in', shows(TEN));
    expect(log.history(shows(CODE, TEN)).lastPassage?.seq).toBe(came.seq);
  });

  it('of whom another card tells another birth is not joined', () => {
    const { log } = testLog();
    writeEvent(log, 0, 'in', shows(TEN));
    const other = { ...shows(CCCD[0], TEN), birth: '1960-05-01' };
    expect(log.history(other).lastPassage).toBeNull();
    writeEvent(log, 1, 'in', other);
    expect(inside(log)).toBe(2);
  });
});

describe('a phone number', () => {
  const PHONE = '0901234567';
  const byPhone = (name: string): PersonClaim => ({ documents: [], phone: PHONE, name, birth: null });
  const mother = { ...shows(CCCD[0]), name: 'Nguyễn Thị Lan', phone: PHONE };
  const child = { ...shows(CCCD[1]), name: 'Trần Minh', phone: PHONE };

  it('finds the one person who has it', () => {
    const { log } = testLog();
    const came = writeEvent(log, 0, 'in', mother);
    expect(log.history(byPhone('nguyen thi lan')).lastPassage?.seq).toBe(came.seq);
    expect(writeEvent(log, 1, 'out', byPhone('Lan')).personKey).toBe(came.personKey);
    expect(inside(log)).toBe(0);
  });

  it('is nobody once two people have it, and joins them not', () => {
    const { log } = testLog();
    writeEvent(log, 0, 'in', mother);
    writeEvent(log, 1, 'in', child);
    expect(inside(log)).toBe(2);
    expect(log.history(byPhone('Nguyễn Thị Lan')).lastPassage).toBeNull();
    writeEvent(log, 2, 'in', byPhone('Nguyễn Thị Lan'));
    expect(inside(log)).toBe(3);
  });

  it('is not taken for the person who has it where the name is another', () => {
    const { log } = testLog();
    writeEvent(log, 0, 'in', mother);
    expect(log.history(byPhone('Trần Minh')).lastPassage).toBeNull();
  });

  it('typed alone finds again who typed it alone', () => {
    const { log } = testLog();
    const came = writeEvent(log, 0, 'in', byPhone('Trần Minh'));
    expect(writeEvent(log, 1, 'out', byPhone('Trần Minh')).personKey).toBe(came.personKey);
    expect(inside(log)).toBe(0);
  });
});

describe('people who look alike', () => {
  const twin = (document: Document, over: Partial<PersonClaim> = {}): PersonClaim => ({
    ...shows(document),
    ...over,
  });
  const open = (log: Log) => log.people.page('open', null, 10).pairs;

  it.each<[string, PersonClaim, PersonClaim, number]>([
    ['of one name, however written, and one birth', twin(CCCD[0]), twin(QID, { name: 'NGUYEN VAN THU' }), 1],
    ['but not with two CCCD numbers', twin(CCCD[0]), twin(CCCD[1]), 0],
    ['but not of two birth dates', twin(CCCD[0]), twin(QID, { birth: '1993-01-19' }), 0],
    ['but not of a birth year alone', twin(CCCD[0], { birth: '1993' }), twin(QID, { birth: '1993' }), 0],
    ['but not of two names', twin(CCCD[0]), twin(QID, { name: 'Trần Minh' }), 0],
  ])('are offered %s', (_what, one, other, count) => {
    const { log } = testLog();
    writeEvent(log, 0, 'in', one);
    writeEvent(log, 1, 'in', other);
    expect(open(log).length).toBe(count);
    expect(inside(log)).toBe(2);
  });

  it('are joined on an administrator’s word, and parting them leaves what was before', () => {
    const { log, db } = testLog();
    const one = writeEvent(log, 0, 'in', twin(CCCD[0]));
    const other = writeEvent(log, 1, 'out', twin(QID));
    const before = visitsKept(db);
    const [offered] = open(log);
    const keys = offered?.pair.keys ?? ['', ''];
    log.people.join(keys, stampAt(2));
    expect([inside(log), open(log)]).toEqual([0, []]);
    expect(log.people.page('joined', null, 10).pairs.map(({ pair }) => [pair.keys, pair.why])).toEqual([
      [keys, 'by-administrator'],
    ]);
    log.people.part(keys, stampAt(3));
    expect([inside(log), open(log).map(({ pair }) => pair.keys)]).toEqual([1, [keys]]);
    expect([visitsKept(db), log.people.page('joined', null, 10).pairs]).toEqual([before, []]);
    expect(notes(log)).toEqual([
      `person/joined:${other.personKey}:${one.personKey}`,
      `person/parted:${other.personKey}:${one.personKey}`,
    ]);
  });

  it('are not offered again once an administrator said that they are two, until he takes that back', () => {
    const { log } = testLog();
    writeEvent(log, 0, 'in', twin(CCCD[0]));
    writeEvent(log, 1, 'in', twin(QID));
    const keys = open(log)[0]?.pair.keys ?? ['', ''];
    log.people.dismiss(keys, stampAt(2));
    writeEvent(log, 3, 'in', twin(QID, { name: 'Nguyễn  Văn Thử' }));
    expect(open(log)).toEqual([]);
    expect(log.people.page('dismissed', null, 10).pairs.map(({ pair }) => pair.keys)).toEqual([keys]);
    log.people.recall(keys, stampAt(4));
    expect(open(log).map(({ pair }) => pair.keys)).toEqual([keys]);
  });

  it('and whom a card joined wrongly can be parted, whatever that card says afterwards', () => {
    const { log } = testLog();
    writeEvent(log, 0, 'in', shows(CMND));
    writeEvent(log, 1, 'in', shows(CCCD[0], CMND));
    const [joined] = log.people.page('joined', null, 10).pairs;
    expect([joined?.pair.why, inside(log)]).toEqual(['by-card', 1]);
    log.people.part(joined?.pair.keys ?? ['', ''], stampAt(2));
    writeEvent(log, 3, 'in', shows(CCCD[0], CMND));
    expect([inside(log), open(log)]).toEqual([2, []]);
    log.people.join(joined?.pair.keys ?? ['', ''], stampAt(4));
    expect(inside(log)).toBe(1);
  });

  it('are paged, each once', () => {
    const { log } = testLog();
    for (let n = 0; n < 12; n += 1) {
      writeEvent(log, n, 'in', twin(documentOf('badge', `A${n}`), { name: `Thử ${n}` }));
      writeEvent(log, n, 'in', twin(documentOf('badge', `B${n}`), { name: `Thử ${n}` }));
    }
    const names: (string | null)[] = [];
    let from: number | null = null;
    do {
      const { pairs, next } = log.people.page('open', from, 5);
      names.push(...pairs.map(({ cards }) => cards[0].name));
      from = next;
    } while (from !== null);
    expect(names).toEqual(Array.from({ length: 12 }, (_, n) => `Thử ${11 - n}`));
    expect([log.people.open(5), log.people.open(100)]).toEqual([5, 12]);
  });

  it('are only compared where the log knows them', () => {
    const { log } = testLog();
    const { personKey } = writeEvent(log, 0, 'in', twin(CCCD[0]));
    const unknown = expect.objectContaining({ code: 'person/unknown' });
    expect(() => log.people.compare([personKey ?? '', 'f'.repeat(32)])).toThrow(unknown);
    expect(() => log.people.join([personKey ?? '', personKey ?? ''], stampAt(1))).toThrow(unknown);
  });
});

describe('finding people', () => {
  it.each([
    ['nguyễn văn', ['Nguyễn Văn Thử']],
    ['NGUYEN VAN THU', ['Nguyễn Văn Thử']],
    ['001 093 029', ['Nguyễn Văn Thử']],
    ['12345', ['Nguyễn Văn Thử']],
    ['+84 901', ['Nguyễn Văn Thử']],
    ['tran', ['Trần Minh']],
    ['1629', ['Trần Minh']],
    ['văn thử', ['Nguyễn Văn Thử']],
    ['Thử', ['Nguyễn Văn Thử']],
    ['MINH', ['Trần Minh']],
    ['văn', ['Nguyễn Văn Thử']],
    ['ăn thử', []],
    ['ng', []],
  ])('that begin with %s', (text, names) => {
    const { log } = testLog();
    writeEvent(log, 0, 'in', { ...shows(CCCD[0], CMND), phone: '0901234567' });
    writeEvent(log, 1, 'in', { ...shows(QID), name: 'Trần Minh' });
    expect(log.people.find(text, 10).map((found) => found.card.name)).toEqual(names);
  });
});
