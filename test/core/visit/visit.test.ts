import { describe, expect, it } from 'vitest';
import { hours, timestampMs } from '../../../core/units.ts';
import { isInside, type Visit, type VisitEvent, visitsOf } from '../../../core/visit/visit.ts';

const at = (hour: number) => timestampMs(hours(hour));

/** Events from a short line: `in:an out:an void:1` happen at 1 h, 2 h, 3 h with those seqs. */
function events(line: string): readonly VisitEvent[] {
  return line.split(' ').map((word, index): VisitEvent => {
    const [kind, of = ''] = word.split(':');
    const base = { seq: index + 1, atMs: at(index + 1), personKey: null, voidsSeq: null };
    if (kind === 'void') return { ...base, kind, voidsSeq: Number(of) };
    if (kind === 'in' || kind === 'out' || kind === 'refused') return { ...base, kind, personKey: of };
    return { ...base, kind: 'alive' };
  });
}

/** A visit as `name in-end`, `?` for an inferred end. */
const told = (visit: Visit): string =>
  `${visit.personKey} ${visit.inSeq}-${visit.endSeq ?? ''}${visit.inferred ? '?' : ''}`;

describe('pairing events to visits', () => {
  it.each([
    ['nothing but the kiosk itself', 'alive', []],
    ['an entry and its exit', 'in:an out:an', ['an 1-2']],
    ['an exit that nobody saw coming in', 'out:an', []],
    ['an exit told twice', 'in:an out:an out:an', ['an 1-2']],
    ['an entry that shows the visit before it to be over', 'in:an in:an out:an', ['an 1-2?', 'an 2-3']],
    ['two people at once', 'in:an in:binh out:an', ['an 1-3', 'binh 2-']],
    ['a refused read, which is no passage', 'in:an refused:an', ['an 1-']],
    ['an entry undone', 'in:an void:1', []],
    ['an exit undone, so that the visit goes on', 'in:an out:an void:2', ['an 1-']],
    ['an exit undone that a later one then closes', 'in:an out:an out:an void:2', ['an 1-3']],
    ['an undone entry that had closed an older visit', 'in:an in:an void:2', ['an 1-']],
    ['the same with an exit after it', 'in:an in:an out:an void:2', ['an 1-3']],
    ['an undone first entry of two', 'in:an in:an void:1', ['an 2-']],
    [
      'an undone entry between an exit and another entry',
      'in:an out:an in:an in:an void:3',
      ['an 1-2', 'an 4-'],
    ],
    ['a void of something that was no passage', 'refused:an in:an void:1', ['an 2-']],
    ['a void of a void, which changes nothing', 'in:an void:1 void:2', []],
  ])('reads %s', (_what, line, expected) => {
    expect(visitsOf(events(line)).map(told)).toEqual(expected);
  });

  it('takes begin and end from the events, even where the clock was set back between them', () => {
    const [begin, end] = events('in:an out:an');
    if (begin === undefined || end === undefined) throw new Error('two events');
    expect(visitsOf([begin, { ...end, atMs: at(0) }])).toEqual([
      { inSeq: 1, personKey: 'an', beginMs: at(1), endMs: at(0), endSeq: 2, inferred: false },
    ]);
  });

  it('counts an open visit as somebody inside until it is longer than the longest stay', () => {
    const [open] = visitsOf(events('in:an'));
    const [closed] = visitsOf(events('in:an out:an'));
    if (open === undefined || closed === undefined) throw new Error('one visit each');
    expect([1, 17, 18].map((hour) => isInside(open, at(hour), hours(16)))).toEqual([true, true, false]);
    expect(isInside(closed, at(2), hours(16))).toBe(false);
  });
});
