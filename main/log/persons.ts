import { randomBytes } from 'node:crypto';
import type { Document } from '../../core/credential/credential.ts';
import { linksOf, type PersonClaim } from '../../core/person/claim.ts';
import { namesAgree } from '../../core/person/fold.ts';
import { contradict, groupsByCards, type JoinNode, type KeyPair, personsOf } from '../../core/person/join.ts';
import type { PersonNote } from '../../core/person/told.ts';
import type { Known, KnownDocument } from './known.ts';
import type { Nodes, PersonNode } from './nodes.ts';
import type { Pairs } from './pairs.ts';
import { type Regrouping, regroup } from './regroup.ts';

/** Who an event is about: what a card says, or the key of an earlier event that it is the answer to. */
export type Who = PersonClaim | { readonly key: string };

/** What a change of who is one person asks of the rest of the log, in the same transaction. */
export interface Change {
  readonly notes: readonly PersonNote[];
  /** Roots whose visits are to be paired anew. */
  readonly moved: readonly string[];
}

/** Who is one person. What writes runs inside the transaction of its event. */
export interface Persons {
  /** The key by which the person of this key is called. */
  rootOf(key: string): string;
  /** All keys of the person that is called by this key. */
  keysOf(root: string): readonly string[];
  /** All keys of the person as they are once this read is written; none where nobody was met before. */
  keysFor(who: Who): readonly string[];
  /** Learns what a read says. The key is the event's; null where the read names nobody for sure. */
  meet(who: Who, seq: number): Change & { readonly key: string | null };
  /** An administrator says that two keys are one person. */
  join(pair: KeyPair, seq: number): Change;
  /** An administrator takes back that he joined two keys; where cards join them, he says that they do so wrongly. */
  part(pair: KeyPair, seq: number): Change;
  /** True where two people cannot be one as far as their documents tell. */
  contradict(one: string, other: string): boolean;
  /** Makes who is one person anew from what cards and administrators said. */
  rebuild(): void;
}

/** Others of the same name and birth that one person is compared with, and offered with, at most. */
const MOST_ALIKE = 32;
const MOST_OFFERED = 8;
const NOTHING: Change = { notes: [], moved: [] };
/** Stands for the event that is being written, where only its place at the end counts. */
const NOT_YET = Number.MAX_SAFE_INTEGER;

export function createPersons(parts: {
  readonly nodes: Nodes;
  readonly known: Known;
  readonly pairs: Pairs;
  /** Name as last written with an event of this key, or null. */
  readonly nameOf: (key: string) => string | null;
}): Persons {
  const { nodes, known, pairs } = parts;
  const rootOf = (key: string): string => nodes.node(key)?.root ?? key;
  const keysOf = (root: string): readonly string[] => {
    const keys = nodes.ofPerson(root).map(({ key }) => key);
    return keys.length === 0 ? [root] : keys;
  };

  /** A phone names somebody only where exactly one person has it, and nobody of another name. */
  const keyOfPhone = (number: string, name: string | null): string | 'nobody' | 'several' => {
    const keys = known.keysOfPhone(number);
    if (keys === null || new Set(keys.map(rootOf)).size > 1) return 'several';
    const [key] = keys;
    return key !== undefined && namesAgree(name, parts.nameOf(key)) ? key : 'nobody';
  };

  /** What a read changes in who is one person; null where it says nothing new of that. */
  const changeOf = (met: readonly Met[], claim: PersonClaim, seq: number): Told | null => {
    const [first] = met;
    if (first === undefined) return null;
    const keyOf = (document: Document): string =>
      met.find((one) => one.document === document)?.known.key ?? first.known.key;
    const links = linksOf(claim.documents)
      .map(([one, other]): KeyPair => [keyOf(one), keyOf(other)])
      .filter(([one, other]) => !nodes.areLinked(one, other));
    const isFirstEvent = nodes.node(first.known.key)?.firstSeq === null;
    const saysBirth = met.some((one) => !one.known.kept && nodes.node(one.known.key) !== null);
    if (links.length === 0 && !isFirstEvent && !saysBirth) return null;
    const touched = met.map(({ known: { key, soleKind, birth, isNew } }, index): JoinNode => {
      const written = nodes.node(key)?.firstSeq ?? (isNew ? null : nodes.firstSeqOf(key));
      return { key, soleKind, birth, firstSeq: written ?? (index === 0 ? seq : null) };
    });
    return { regrouping: regroup(nodes, touched, links, seq), links };
  };

  const apply = ({ regrouping, links }: Told): Change => {
    for (const node of regrouping.changed) nodes.put(node);
    for (const [one, other] of links) nodes.link(one, other);
    return { notes: regrouping.notes, moved: regrouping.moved };
  };

  const regroupPair = (pair: KeyPair, seq: number): Change => {
    const touched = pair.map((key) => nodes.node(key) ?? soleKey(key));
    return apply({ regrouping: regroup(nodes, touched, [], seq), links: [] });
  };
  const soleKey = (key: string): JoinNode => {
    const document = known.documentOf(key);
    const found = document === null ? null : known.look({ ...document, masked: false }, null);
    return {
      key,
      soleKind: found?.soleKind ?? null,
      birth: found?.birth ?? null,
      firstSeq: nodes.firstSeqOf(key),
    };
  };
  const nodesOf = (root: string): readonly JoinNode[] => {
    const found = nodes.ofPerson(root);
    return found.length === 0 ? [soleKey(root)] : found;
  };
  const areContrary = (one: string, other: string): boolean =>
    contradict(nodesOf(rootOf(one)), nodesOf(rootOf(other)));

  /** Offers a key with keys of other people, one key of each. */
  const offer = (key: string, others: readonly string[], why: 'alike' | 'cards-contradict', seq: number) => {
    const seen = new Set([rootOf(key)]);
    for (const other of others) {
      const root = rootOf(other);
      if (seen.has(root) || seen.size > MOST_OFFERED) continue;
      seen.add(root);
      if (why === 'cards-contradict' || !areContrary(key, other)) pairs.offer([key, other], why, seq);
    }
  };

  const look = (claim: PersonClaim): readonly Met[] =>
    claim.documents.map((document) => ({ document, known: known.look(document, claim.birth) }));

  return {
    rootOf,
    keysOf,
    keysFor: (who) => {
      if ('key' in who) return keysOf(rootOf(who.key));
      const met = look(who);
      const [first] = met;
      if (first === undefined) {
        const key = who.phone === null ? 'nobody' : keyOfPhone(who.phone, who.name);
        return key === 'nobody' || key === 'several' ? [] : keysOf(rootOf(key));
      }
      const change = changeOf(met, who, NOT_YET);
      if (change === null) return first.known.isNew ? [] : keysOf(rootOf(first.known.key));
      const after = change.regrouping.nodes;
      const root = after.find(({ key }) => key === first.known.key)?.root;
      return after.filter((node) => node.root === root).map(({ key }) => key);
    },
    meet: (who, seq) => {
      if ('key' in who) return { ...NOTHING, key: who.key };
      const met = look(who);
      const [first] = met;
      if (first === undefined) return { ...NOTHING, key: meetByPhone(who) };
      const change = changeOf(met, who, seq);
      for (const one of met) if (!one.known.kept) known.keep(one.document, one.known);
      const { key } = first.known;
      const done = change === null ? NOTHING : apply(change);
      if (change !== null) offer(key, contraryTo(change.regrouping, key), 'cards-contradict', seq);
      if (who.phone !== null) known.keepPhone(who.phone, key);
      if (known.keepName(who, key)) offer(key, known.alike(who, MOST_ALIKE), 'alike', seq);
      return { ...done, key };
    },
    join: (pair, seq) => {
      nodes.decide(pair, 'join', seq);
      return regroupPair(pair, seq);
    },
    part: ([one, other], seq) => {
      const took = nodes.takeBack([one, other], seq);
      const change = regroupPair([one, other], seq);
      // An administrator's word that they are two is not taken back by parting them once more.
      if (took !== 'apart' && nodes.node(one)?.cardRoot !== nodes.node(other)?.cardRoot) return change;
      nodes.decide([one, other], 'apart', seq);
      const further = regroupPair([one, other], seq);
      return {
        notes: [...change.notes, ...further.notes],
        moved: [...new Set([...change.moved, ...further.moved])],
      };
    },
    contradict: areContrary,
    rebuild: () => rebuild(nodes),
  };

  /** The key of somebody who gave a phone number and no document. */
  function meetByPhone(claim: PersonClaim): string | null {
    if (claim.phone === null) return null;
    const found = keyOfPhone(claim.phone, claim.name);
    if (found === 'several') return null;
    const key = found === 'nobody' ? randomBytes(16).toString('hex') : found;
    known.keepPhone(claim.phone, key);
    known.keepName(claim, key);
    return key;
  }
}

/** A document of a read with what the log knows of it. */
interface Met {
  readonly document: Document;
  readonly known: KnownDocument;
}

interface Told {
  readonly regrouping: Regrouping;
  readonly links: readonly KeyPair[];
}

/** Keys with events that hang with this one on a chain of cards, and all the same are somebody else. */
function contraryTo({ chained }: Regrouping, key: string): readonly string[] {
  const root = chained.find((node) => node.key === key)?.root;
  return chained.filter((node) => node.root !== root && node.firstSeq !== null).map((node) => node.key);
}

/** Works all of it out at once, as if nothing had been kept. */
function rebuild(nodes: Nodes): void {
  const all: PersonNode[] = [];
  for (let page = nodes.after('', 1000); page.length > 0; page = nodes.after(all.at(-1)?.key ?? '', 1000)) {
    all.push(...page);
  }
  const decided = (what: 'join' | 'apart'): KeyPair[] =>
    all.flatMap(({ key }) => nodes.decisionsOn(key).flatMap((one) => (one.what === what ? [one.pair] : [])));
  const links = all.flatMap(({ key }) =>
    nodes.linkedTo(key, Number.MAX_SAFE_INTEGER).map((other): KeyPair => [key, other]),
  );
  const groups = groupsByCards({ nodes: all, links, aparts: decided('apart') });
  const persons = personsOf(all, groups, decided('join'));
  for (const node of all) {
    const cardRoot = groups.get(node.key) ?? node.key;
    const byCard = node.firstSeq !== null && cardRoot !== node.key;
    nodes.put({
      ...node,
      cardRoot,
      root: persons.get(node.key) ?? node.key,
      cardSeq: byCard ? node.cardSeq : null,
    });
  }
}
