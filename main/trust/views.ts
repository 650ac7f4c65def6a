import { diffEntries, type TrustChange } from '../../core/trust/diff.ts';
import {
  issuerCount,
  type ListSignature,
  listIdOf,
  type TrustList,
  type TrustListHead,
} from '../../core/trust/list.ts';
import type { TrustReading } from '../../core/trust/parse-files.ts';
import type {
  TrustChangesView,
  TrustIssueView,
  TrustListView,
  TrustPreviewView,
} from '../../preload/contract/trust-views.ts';
import type { KeptTrustList, TrustListPair } from '../log/trust-lists.ts';

/** Changes of one sort that are shown by name; more are only counted. */
const SHOWN = 1_000;

/** One list with what can be brought back. @param isDamaged true for a list in force that cannot be read */
export function listView(pair: TrustListPair, isDamaged: boolean): TrustListView {
  const head = pair.inForce?.head ?? pair.before?.head ?? null;
  return {
    id: pair.id,
    kind: head?.kind ?? null,
    name: head?.name ?? pair.id.slice(pair.id.indexOf(':') + 1),
    inForce: pair.inForce === null ? null : keptView(pair.inForce, isDamaged),
    before: pair.before === null ? null : keptView(pair.before, false),
  };
}

const NOTHING_SAID: Pick<TrustListHead, 'signature' | 'listedAtMs' | 'skipped'> = {
  signature: { outcome: 'unknown', why: 'not-supported', by: null, keyHash: null },
  listedAtMs: null,
  skipped: {},
};

function keptView(kept: KeptTrustList, isDamaged: boolean): TrustIssueView {
  return {
    ...issueView(kept.head ?? NOTHING_SAID, kept.issuers, kept.importedAtMs),
    damaged: isDamaged || kept.head === null,
  };
}

function issueView(
  head: Pick<TrustListHead, 'signature' | 'listedAtMs' | 'skipped'>,
  issuers: number,
  importedAtMs: number,
): TrustIssueView {
  const { why, by, keyHash } = head.signature;
  return {
    importedAtMs,
    listedAtMs: head.listedAtMs,
    issuers,
    signature: { why, by, keyHash },
    skipped: Object.entries(head.skipped).map(([reason, count]) => ({ why: reason, count })),
    damaged: false,
  };
}

export interface PreviewInput {
  readonly id: number;
  /** Name of the chosen file or folder. */
  readonly from: string;
  readonly reading: TrustReading;
  readonly nowMs: number;
  /** The list in force under an id with when it was imported; `list` null where it is damaged. */
  readonly inForce: (id: string) => { readonly kept: KeptTrustList; readonly list: TrustList | null } | null;
}

/** What putting these lists in force would change. */
export function previewView({ id, from, reading, nowMs, inForce }: PreviewInput): TrustPreviewView {
  const lists = reading.lists.map((list) => {
    const old = inForce(listIdOf(list));
    const diff = diffEntries(old?.list?.entries ?? [], list.entries);
    const oldSignature = old?.kept.head?.signature ?? null;
    return {
      id: listIdOf(list),
      kind: list.kind,
      name: list.name,
      issue: issueView(list, issuerCount(list), nowMs),
      replaces: old === null ? null : keptView(old.kept, old.list === null),
      signer: signerOf(oldSignature, list.signature),
      older: (list.listedAtMs ?? Number.POSITIVE_INFINITY) < (old?.kept.head?.listedAtMs ?? 0),
      added: changesView(diff.added),
      removed: changesView(diff.removed),
      changed: changesView(diff.changed),
    };
  });
  return {
    id,
    from,
    lists: inOrder(lists),
    refused: reading.refused.map(({ name, code, why }) => ({ name, code, why })),
    applicable: isApplicable(reading.lists),
  };
}

type PreviewedList = TrustPreviewView['lists'][number];

/** What stands in the way first, then what changes most, and what changes nothing last. */
function inOrder(lists: readonly PreviewedList[]): readonly PreviewedList[] {
  const weight = ({ issue, added, removed, changed }: PreviewedList): number =>
    issue.signature.why === 'wrong' ? Number.POSITIVE_INFINITY : added.count + removed.count + changed.count;
  return [...lists].sort((a, b) => {
    const [first, second] = [weight(a), weight(b)];
    return first === second ? 0 : second - first;
  });
}

/** A list whose signature is wrong is never put in force, nor what came with it. */
export const isApplicable = (lists: readonly TrustList[]): boolean =>
  lists.length > 0 && lists.every((list) => list.signature.outcome !== 'fail');

function signerOf(old: ListSignature | null, fresh: ListSignature): PreviewedList['signer'] {
  const before = old?.keyHash ?? null;
  // A wrong signature says enough by itself.
  if (fresh.outcome === 'fail') return 'none';
  if (fresh.keyHash === null) return before === null ? 'none' : 'lost';
  if (before === null) return 'first';
  return before === fresh.keyHash ? 'same' : 'other';
}

const changesView = (changes: readonly TrustChange[]): TrustChangesView => ({
  count: changes.length,
  shown: changes.slice(0, SHOWN).map(({ country, name }) => ({ country, name })),
});
