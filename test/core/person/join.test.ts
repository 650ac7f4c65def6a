import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meetBirths, NO_BIRTH_FITS } from '../../../core/person/birth.ts';
import type { SoleKind } from '../../../core/person/claim.ts';
import {
  contradict,
  groupsByCards,
  type JoinNode,
  type KeyPair,
  MOST_DOCUMENTS,
  personsOf,
  type Said,
} from '../../../core/person/join.ts';

/** Documents by a short name: `c` a CCCD, `m` a CMND, `b` ten digits of BHYT, all else a kind of which one has many. */
const SOLE: Readonly<Record<string, SoleKind>> = { c: 'cccd', m: 'cmnd', b: 'bhyt' };
const node = (key: string, birth: string | null = null, firstSeq: number | null = null): JoinNode => ({
  key,
  soleKind: SOLE[key.charAt(0)] ?? null,
  birth,
  firstSeq,
});

/** What cards say, from a line such as `c1-m1 m1-q1`; what was parted after a slash: `c1-q1 q1-m1 / c1-m1`. */
function said(line: string, births: Readonly<Record<string, string>> = {}): Said {
  const [cards = '', parted = ''] = line.split('/');
  const pairs = (text: string): KeyPair[] =>
    text
      .trim()
      .split(' ')
      .flatMap((pair): KeyPair[] => {
        const [one, other] = pair.split('-');
        return one !== undefined && other !== undefined ? [[one, other]] : [];
      });
  const links = pairs(cards);
  const keys = new Set(links.flat());
  return { nodes: [...keys].map((key) => node(key, births[key])), links, aparts: pairs(parted) };
}

/** The groups as sorted words: `c1+m1 q1`. */
function told(roots: ReadonlyMap<string, string>): string {
  const groups = new Map<string, string[]>();
  for (const [key, root] of roots) groups.set(root, [...(groups.get(root) ?? []), key]);
  return [...groups.values()]
    .map((keys) => keys.sort().join('+'))
    .sort()
    .join(' ');
}

describe('cards join documents', () => {
  it.each([
    ['that stand on one card', 'c1-m1', 'c1+m1'],
    ['over a third that both stand with', 'c1-q1 q1-m1', 'c1+m1+q1'],
    ['of each person by itself', 'c1-m1 c2-m2', 'c1+m1 c2+m2'],
    ['but not two people whom one number ties', 'c1-m1 c2-m1', 'c1 c2 m1'],
    ['nor two at the ends of a chain', 'c1-q1 q1-p1 p1-c2', 'c1 c2 p1 q1'],
    ['and what hangs on one of the two alone stays his', 'c1-q1 c1-x1 x1-c2 c2-q2', 'c1+q1 c2+q2 x1'],
    ['nor anything over somebody with two old numbers', 'c1-m1 c1-m2', 'c1 m1 m2'],
    ['but for two that were parted', 'c1-q1 / c1-q1', 'c1 q1'],
    ['nor over what lies between two that were parted', 'c1-q1 q1-p1 / c1-p1', 'c1 p1 q1'],
    [
      'while the number inside a code stays with its code when that is parted',
      'c1-q1 c1-g1 g1-b1 / c1-g1',
      'b1+g1 c1+q1',
    ],
  ])('%s', (_what, cards, expected) => {
    expect(told(groupsByCards(said(cards)))).toBe(expected);
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['of one birth, exact or by its year', 'c1-q1', { c1: '1987-01-18', q1: '1987' }, 'c1+q1'],
    ['not of two births', 'c1-q1', { c1: '1987-01-18', q1: '1960-01-18' }, 'c1 q1'],
    ['not by one of which cards say two births', 'c1-x1 x1-q1', { x1: NO_BIRTH_FITS }, 'c1 q1 x1'],
  ])('%s', (_what, cards, births, expected) => {
    expect(told(groupsByCards(said(cards, births)))).toBe(expected);
  });

  it('up to as many as one human can have, and beyond that none', () => {
    const chain = (length: number): Said =>
      said(Array.from({ length: length - 1 }, (_, n) => `q${n}-q${n + 1}`).join(' '));
    expect(new Set(groupsByCards(chain(MOST_DOCUMENTS)).values()).size).toBe(1);
    expect(new Set(groupsByCards(chain(MOST_DOCUMENTS + 1)).values()).size).toBe(MOST_DOCUMENTS + 1);
  });

  it('and the person is called by the key that the log met first', () => {
    const nodes = [node('q1', null, 9), node('c1', null, 4), node('m1', null, null)];
    const links: KeyPair[] = [
      ['c1', 'm1'],
      ['m1', 'q1'],
    ];
    expect([...groupsByCards({ nodes, links, aparts: [] }).values()]).toEqual(['c1', 'c1', 'c1']);
  });
});

const KEYS = ['c1', 'c2', 'c3', 'm1', 'm2', 'b1', 'b2', 'q1', 'q2', 'q3', 'p1', 'p2'];
const key = fc.constantFrom(...KEYS);
const pair = fc.tuple(key, key).filter(([one, other]) => one !== other);
const birth = fc.constantFrom(null, null, null, '1987', '1987-01-18', '1960-05-01', NO_BIRTH_FITS);
const everything = fc.record({
  nodes: fc.tuple(...KEYS.map((one, index) => birth.map((born) => node(one, born, index)))),
  links: fc.array(pair, { maxLength: 14 }),
  aparts: fc.array(pair, { maxLength: 3 }),
});

/** Every two keys of one group. */
function together(roots: ReadonlyMap<string, string>): KeyPair[] {
  const all = [...roots];
  return all.flatMap(([one, root], index) =>
    all.slice(index + 1).flatMap(([other, its]): KeyPair[] => (root === its ? [[one, other]] : [])),
  );
}

describe('laws of joining', () => {
  it('the order in which cards are read does not matter for who is joined with whom', () => {
    const shuffled = everything.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.shuffledSubarray(one.links, { minLength: one.links.length }),
        fc.shuffledSubarray([...one.nodes], { minLength: one.nodes.length }),
        fc.shuffledSubarray(one.aparts, { minLength: one.aparts.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([one, links, nodes, aparts]) => {
        const turned = links.map(([a, b]): KeyPair => [b, a]);
        const there = groupsByCards({ nodes, links: [...turned, ...links], aparts });
        const here = groupsByCards(one);
        expect(told(there)).toBe(told(here));
        expect(Object.fromEntries(there)).toEqual(Object.fromEntries(here));
      }),
      { numRuns: 1_000 },
    );
  });

  it('no chain of cards ever joins two whose documents contradict each other, nor two that were parted', () => {
    fc.assert(
      fc.property(everything, (one) => {
        const nodes = new Map(one.nodes.map((each) => [each.key, each]));
        const parted = new Set(one.aparts.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
        for (const [a, b] of together(groupsByCards(one))) {
          const [here, there] = [nodes.get(a), nodes.get(b)];
          if (here === undefined || there === undefined) throw new Error('a key of nobody');
          expect(contradict([here], [there])).toBe(false);
          expect(parted.has(`${a} ${b}`)).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('nobody is joined with anybody whom no card ties him to', () => {
    fc.assert(
      fc.property(everything, (one) => {
        const tied = groupsByCards({
          ...one,
          aparts: [],
          nodes: one.nodes.map(({ key: each }) => ({ ...node(`x${each}`), key: each })),
        });
        for (const [a, b] of together(groupsByCards(one))) expect(tied.get(a)).toBe(tied.get(b));
      }),
    );
  });

  it('an administrator joins whom he will, and parting again leaves exactly what was before', () => {
    fc.assert(
      fc.property(everything, fc.array(pair, { maxLength: 4 }), pair, (one, joins, again) => {
        const groups = groupsByCards(one);
        const before = personsOf(one.nodes, groups, joins);
        const joined = personsOf(one.nodes, groups, [...joins, again]);
        expect(joined.get(again[0])).toBe(joined.get(again[1]));
        for (const [a, b] of together(before)) expect(joined.get(a)).toBe(joined.get(b));
        expect(personsOf(one.nodes, groupsByCards(one), joins)).toEqual(before);
      }),
    );
  });
});

describe('births', () => {
  it('meet alike in any order, and what never fits again stays so', () => {
    const one = fc.constantFrom(null, '1987', '1988', '1987-01-18', '1987-02-02', NO_BIRTH_FITS);
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        expect(meetBirths(a, b)).toBe(meetBirths(b, a));
        expect(meetBirths(meetBirths(a, b), c)).toBe(meetBirths(a, meetBirths(b, c)));
        expect(meetBirths(a, a)).toBe(a);
        expect(meetBirths(a, NO_BIRTH_FITS)).toBe(NO_BIRTH_FITS);
      }),
      { numRuns: 1_000 },
    );
  });
});
