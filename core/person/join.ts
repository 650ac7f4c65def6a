import { meetBirths, NO_BIRTH_FITS } from './birth.ts';
import type { SoleKind } from './claim.ts';
import { SOLE_KINDS } from './claim.ts';

/** No human has more documents than this: a longer chain of cards is somebody's play, and joins nobody. */
export const MOST_DOCUMENTS = 64;

/** A document by its key, with what decides whether it can be of one human with others. */
export interface JoinNode {
  readonly key: string;
  readonly soleKind: SoleKind | null;
  /** What all cards that carry it say of the birth: see `meetBirths`. */
  readonly birth: string | null;
  /** Seq of the first event of this key, or null where none was written yet. */
  readonly firstSeq: number | null;
}

/** Two keys, in any order. */
export type KeyPair = readonly [string, string];

/** What cards and administrators say. */
export interface Said {
  readonly nodes: readonly JoinNode[];
  /** Two documents that stand on one card. */
  readonly links: readonly KeyPair[];
  /** What an administrator parted: the two are never one by what cards say. */
  readonly aparts: readonly KeyPair[];
}

/**
 * Who is one human as the cards say it: by key the root of its group, `rootOf` of the group's nodes.
 *
 * The answer depends on what was said and never on its order. Cards that contradict each other join nobody: where two
 * documents that cannot be of one human (two numbers of a sole kind, two births, two that were parted) hang together by
 * others, exactly those others are doubtful. They connect nobody and stand alone; what else hangs on each side stays
 * together.
 */
export function groupsByCards(said: Said): ReadonlyMap<string, string> {
  const nodes = new Map(said.nodes.map((node) => [node.key, node]));
  const roots = new Map<string, string>();
  for (const keys of components(nodes.keys(), neighboursOf(said.links))) {
    const members = keys.flatMap((key) => nodes.get(key) ?? []);
    for (const group of split(members, said)) {
      const root = rootOf(group);
      for (const { key } of group) roots.set(key, root);
    }
  }
  return roots;
}

/**
 * Who is one human when what administrators joined is added: by key the root of its person.
 * @param groups answer of `groupsByCards`, for all of these nodes
 */
export function personsOf(
  nodes: readonly JoinNode[],
  groups: ReadonlyMap<string, string>,
  joins: readonly KeyPair[],
): ReadonlyMap<string, string> {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const inGroup = nodes.map(({ key }): KeyPair => [key, groups.get(key) ?? key]);
  const roots = new Map<string, string>();
  for (const keys of components(byKey.keys(), neighboursOf([...inGroup, ...joins]))) {
    const root = rootOf(keys.flatMap((key) => byKey.get(key) ?? []));
    for (const key of keys) roots.set(key, root);
  }
  return roots;
}

/** True where two people cannot be one as far as their documents tell. */
export function contradict(one: readonly JoinNode[], other: readonly JoinNode[]): boolean {
  const kinds = one.map(({ soleKind }) => soleKind).filter((kind) => kind !== null);
  return (
    other.some(({ soleKind }) => soleKind !== null && kinds.includes(soleKind)) ||
    birthOf([...one, ...other]) === NO_BIRTH_FITS
  );
}

/** The key by which a person is called: the one that the log met first. It changes only where people do. */
function rootOf(nodes: readonly JoinNode[]): string {
  const [first] = [...nodes].sort(
    (a, b) => (a.firstSeq ?? Infinity) - (b.firstSeq ?? Infinity) || (a.key < b.key ? -1 : 1),
  );
  return first?.key ?? '';
}

/** Takes a chain of cards apart where it contradicts itself. */
function split(members: readonly JoinNode[], { links, aparts }: Said): readonly (readonly JoinNode[])[] {
  const alone = (nodes: readonly JoinNode[]) => nodes.map((node) => [node]);
  if (members.length === 1) return [members];
  if (members.length > MOST_DOCUMENTS) return alone(members);
  const keys = new Set(members.map(({ key }) => key));
  const opposed = [
    ...SOLE_KINDS.map((kind) => members.filter(({ soleKind }) => soleKind === kind).map(({ key }) => key)),
    ...aparts.filter(([one, other]) => keys.has(one) && keys.has(other)),
  ].filter((rivals) => rivals.length > 1);
  const neighbours = neighboursOf(links);
  const doubtful = new Set([
    ...members.filter(({ birth }) => birth === NO_BIRTH_FITS).map(({ key }) => key),
    // All against the same chain, so that none of them comes before another.
    ...opposed.flatMap((rivals) => between(rivals, neighbours)),
  ]);
  const areRivals = ([one, other]: KeyPair): boolean =>
    opposed.some((rivals) => rivals.includes(one) && rivals.includes(other));
  const holding = links.filter(
    (link) => !doubtful.has(link[0]) && !doubtful.has(link[1]) && !areRivals(link),
  );
  const byKey = new Map(members.map((node) => [node.key, node]));
  return components(byKey.keys(), neighboursOf(holding)).flatMap((group) => {
    const nodes = group.flatMap((key) => byKey.get(key) ?? []);
    // Here no single document is to blame: the births contradict each other over documents that say none.
    return birthOf(nodes) === NO_BIRTH_FITS && nodes.length > 1 ? alone(nodes) : [nodes];
  });
}

const birthOf = (nodes: readonly JoinNode[]): string | null =>
  nodes.reduce<string | null>((met, { birth }) => meetBirths(met, birth), null);

/** Keys that can be reached from two of the rivals without passing through any of them. */
function between(rivals: readonly string[], neighbours: ReadonlyMap<string, readonly string[]>): string[] {
  const reachedFrom = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const rival of rivals) {
    const seen = new Set([rival]);
    const open = [rival];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      for (const next of neighbours.get(key) ?? []) {
        if (seen.has(next) || rivals.includes(next)) continue;
        seen.add(next);
        open.push(next);
        if (reachedFrom.has(next)) doubtful.add(next);
        else reachedFrom.set(next, rival);
      }
    }
  }
  return [...doubtful];
}

function neighboursOf(pairs: readonly KeyPair[]): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    const known = neighbours.get(from);
    if (known === undefined) neighbours.set(from, [to]);
    else known.push(to);
  };
  for (const [one, other] of pairs) {
    add(one, other);
    add(other, one);
  }
  return neighbours;
}

/** What hangs together, among these keys alone. */
function components(
  keys: Iterable<string>,
  neighbours: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const left = new Set(keys);
  const found: string[][] = [];
  for (const start of left) {
    left.delete(start);
    const group = [start];
    for (const key of group) {
      for (const next of neighbours.get(key) ?? []) {
        if (left.delete(next)) group.push(next);
      }
    }
    found.push(group);
  }
  return found;
}
