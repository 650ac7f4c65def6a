import { canonicalEntries, compareText, entryText, keyOf, labelOf, type TrustEntry } from './entry.ts';

/** One issuer that an import would bring, take away or change. */
export interface TrustChange {
  /** What its entries are filed under (`keyOf`). */
  readonly key: string;
  readonly type: TrustEntry['type'];
  readonly country: string | null;
  /** As a list has it: shown as text only. */
  readonly name: string;
  /** Entries that go, and entries that come. */
  readonly without: readonly TrustEntry[];
  readonly with: readonly TrustEntry[];
}

/** What changes from one issue of a list to the next, each sorted by country and name. */
export interface TrustDiff {
  readonly added: readonly TrustChange[];
  readonly removed: readonly TrustChange[];
  readonly changed: readonly TrustChange[];
}

/** What putting `after` in place of `before` would change. Either may be empty. */
export function diffEntries(before: readonly TrustEntry[], after: readonly TrustEntry[]): TrustDiff {
  const [old, fresh] = [byKey(before), byKey(after)];
  const added: TrustChange[] = [];
  const removed: TrustChange[] = [];
  const changed: TrustChange[] = [];
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const [was, is] = [old.get(key), fresh.get(key)];
    const gone = [...(was ?? [])].filter(([text]) => is?.has(text) !== true).map(([, entry]) => entry);
    const come = [...(is ?? [])].filter(([text]) => was?.has(text) !== true).map(([, entry]) => entry);
    const shown = come[0] ?? gone[0];
    if (shown === undefined) continue;
    const change = { key, type: shown.type, ...labelOf(shown), without: gone, with: come };
    if (was === undefined) added.push(change);
    else if (is === undefined) removed.push(change);
    else changed.push(change);
  }
  return { added: sorted(added), removed: sorted(removed), changed: sorted(changed) };
}

/** The other way: the entries that `before` becomes by a diff that was made from it. */
export function applyDiff(before: readonly TrustEntry[], diff: TrustDiff): readonly TrustEntry[] {
  const entries = new Map(before.map((entry) => [entryText(entry), entry]));
  for (const change of [...diff.added, ...diff.removed, ...diff.changed]) {
    for (const entry of change.without) entries.delete(entryText(entry));
    for (const entry of change.with) entries.set(entryText(entry), entry);
  }
  return canonicalEntries([...entries.values()]);
}

function byKey(entries: readonly TrustEntry[]): ReadonlyMap<string, ReadonlyMap<string, TrustEntry>> {
  const groups = new Map<string, Map<string, TrustEntry>>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key) ?? new Map<string, TrustEntry>();
    groups.set(key, group);
    group.set(entryText(entry), entry);
  }
  return groups;
}

const sorted = (changes: readonly TrustChange[]): readonly TrustChange[] =>
  [...changes].sort(
    (a, b) =>
      compareText(a.country ?? '', b.country ?? '') ||
      compareText(a.name, b.name) ||
      compareText(a.key, b.key),
  );
