import {
  groupsByCards,
  type JoinNode,
  type KeyPair,
  MOST_DOCUMENTS,
  personsOf,
} from '../../core/person/join.ts';
import type { PersonNote } from '../../core/person/told.ts';
import type { Nodes, PersonNode } from './nodes.ts';

/** What a change of what is said does to who is one person. Nothing of it is written yet. */
export interface Regrouping {
  /** Every node of the people whom it concerns, as it is then. */
  readonly nodes: readonly PersonNode[];
  /** Those of them that are new or changed. */
  readonly changed: readonly PersonNode[];
  /** Documents that hang together by cards, whether or not the cards contradict each other. */
  readonly chained: readonly PersonNode[];
  /** What the office has to be told. */
  readonly notes: readonly PersonNote[];
  /** Roots whose visits are to be paired anew. */
  readonly moved: readonly string[];
}

/**
 * Works out anew who is one person among everything that hangs together with these keys, by cards or by
 * administrators. A chain of cards is looked at whole, up to where no human has so many documents.
 * @param touched keys of which something is new, as they are now
 * @param links what a card says now and the log does not know yet
 * @param seq of the event by which it becomes known
 */
export function regroup(
  nodes: Nodes,
  touched: readonly JoinNode[],
  links: readonly KeyPair[],
  seq: number,
): Regrouping {
  const now = new Map(touched.map((node) => [node.key, node]));
  const before = new Map<string, PersonNode | null>();
  const at = (key: string): JoinNode => now.get(key) ?? before.get(key) ?? bare(key);
  const load = (key: string): void => {
    if (!before.has(key)) before.set(key, nodes.node(key));
  };

  const reached = touched.map(({ key }) => reach(nodes, key));
  const chain = [...new Set(reached.flatMap(({ keys }) => keys))];
  for (const key of chain) load(key);
  // A chain that was not reached whole is longer than any human's: what is reached of it is alone already.
  const groups = reached.every(({ whole }) => whole)
    ? groupsByCards({
        nodes: chain.map(at),
        links: [...linksAmong(nodes, chain), ...links],
        aparts: chain.flatMap((key) => decided(nodes, key, 'apart')),
      })
    : new Map(chain.map((key) => [key, key]));

  const roots = new Set(chain.map((key) => before.get(key)?.root ?? key));
  for (const root of roots) for (const node of nodes.ofPerson(root)) before.set(node.key, node);
  const all = [...before.keys()];
  const inGroups = new Map(all.map((key) => [key, groups.get(key) ?? before.get(key)?.cardRoot ?? key]));
  const persons = personsOf(
    all.map(at),
    inGroups,
    all.flatMap((key) => decided(nodes, key, 'join')),
  );

  const after = all.map((key): PersonNode => {
    const { soleKind, birth, firstSeq } = at(key);
    const cardRoot = inGroups.get(key) ?? key;
    const byCard = firstSeq !== null && cardRoot !== key;
    const cardSeq = byCard ? (before.get(key)?.cardSeq ?? seq) : null;
    return { key, soleKind, birth, firstSeq, cardRoot, root: persons.get(key) ?? key, cardSeq };
  });
  const changed = after.filter((node) => !isSame(node, before.get(node.key) ?? null));
  return {
    nodes: after,
    changed,
    chained: after.filter(({ key }) => chain.includes(key)),
    notes: changed.flatMap((node) => noteOf(node, before.get(node.key) ?? null)),
    moved: [
      ...new Set(
        changed.flatMap(({ key, root }) => {
          const old = before.get(key)?.root ?? key;
          return old === root ? [] : [old, root];
        }),
      ),
    ],
  };
}

/** Everything that hangs on a document by cards that are known, as far as one human can have documents. */
function reach(nodes: Nodes, start: string): { readonly keys: readonly string[]; readonly whole: boolean } {
  const keys = new Set([start]);
  for (const key of keys) {
    for (const next of nodes.linkedTo(key, MOST_DOCUMENTS + 1)) keys.add(next);
    if (keys.size > MOST_DOCUMENTS) return { keys: [...keys].slice(0, MOST_DOCUMENTS + 1), whole: false };
  }
  return { keys: [...keys], whole: true };
}

const linksAmong = (nodes: Nodes, keys: readonly string[]): readonly KeyPair[] =>
  keys.flatMap((one) =>
    nodes.linkedTo(one, MOST_DOCUMENTS).flatMap((other): KeyPair[] => (one < other ? [[one, other]] : [])),
  );

const decided = (nodes: Nodes, key: string, what: 'join' | 'apart'): readonly KeyPair[] =>
  nodes.decisionsOn(key).flatMap((one) => (one.what === what ? [one.pair] : []));

const bare = (key: string): JoinNode => ({ key, soleKind: null, birth: null, firstSeq: null });

/** Key by which the office knows the person of a key's events, or null where there are none or it is its own. */
function toldRoot(node: PersonNode | null): string | null {
  return node === null || node.firstSeq === null || node.root === node.key ? null : node.root;
}

function noteOf(after: PersonNode, before: PersonNode | null): readonly PersonNote[] {
  const [now, then] = [toldRoot(after), toldRoot(before)];
  if (now === then) return [];
  if (now !== null) return [{ kind: 'joined', key: after.key, into: now }];
  return then === null ? [] : [{ kind: 'parted', key: after.key, from: then }];
}

function isSame(one: PersonNode, other: PersonNode | null): boolean {
  return (
    other !== null &&
    one.soleKind === other.soleKind &&
    one.birth === other.birth &&
    one.firstSeq === other.firstSeq &&
    one.cardRoot === other.cardRoot &&
    one.root === other.root &&
    one.cardSeq === other.cardSeq
  );
}
