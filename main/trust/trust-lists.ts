import { basename } from 'node:path';
import { GatelogError, isGatelogError, toGatelogError } from '../../core/errors.ts';
import { diffEntries } from '../../core/trust/diff.ts';
import { issuerCount, listIdOf, type TrustList } from '../../core/trust/list.ts';
import { createTrustStore } from '../../core/trust/store.ts';
import type { TrustStore } from '../../core/trust/trust.ts';
import type {
  TrustListView,
  TrustPreviewView,
  TrustProgressView,
  TrustStateView,
} from '../../preload/contract/trust-views.ts';
import type { WorkerProcess } from '../delivery/target.ts';
import type { Stamp } from '../events.ts';
import type { AuditDetails, AuditEntry } from '../log/audit.ts';
import type { Log } from '../log/log.ts';
import { type TrustListChange, type TrustListPair, trustListHash } from '../log/trust-lists.ts';
import { createListReader } from './reader.ts';
import { isApplicable, listView, previewView } from './views.ts';

export interface TrustListsParts {
  readonly log: Pick<Log, 'trustLists'>;
  readonly stamp: () => Stamp;
  /** Starts main/trust/worker.ts. */
  readonly spawn: () => WorkerProcess;
  /** Asks the administrator for a file or folder; null where he changed his mind. */
  readonly pick: (what: 'file' | 'folder') => Promise<string | null>;
  /** Days after which a list is called old. */
  readonly warnDays: number;
  readonly onProgress: (progress: TrustProgressView) => void;
  /** Told where lists that were kept cannot be read or written. */
  readonly onProblem: (error: GatelogError) => void;
  readonly pushState: () => void;
}

/** The trust lists of this kiosk: what is in force, and what an administrator does with them. */
export interface TrustLists {
  /** Everything that is in force, ready to ask; another one after each change. */
  store(): TrustStore;
  state(): TrustStateView;
  lists(): readonly TrustListView[];
  /**
   * Asks for a file or folder, reads it and says what would change. Throws `trust/...`; null where nobody chose one or
   * the reading was cancelled.
   */
  choose(what: 'file' | 'folder'): Promise<TrustPreviewView | null>;
  cancel(): void;
  /** Throws `trust/not-previewed`, `trust/bad-signature`, `log/...`. */
  apply(preview: number): readonly TrustListView[];
  /** Throws `trust/no-earlier`, `log/...`. */
  bringBack(id: string): readonly TrustListView[];
  /** Throws `trust/no-earlier`, `log/...`. */
  remove(id: string): readonly TrustListView[];
  close(): void;
}

/** Reads what is kept; lists that are damaged are left out and told, and never keep the kiosk from starting. */
export function createTrustLists(parts: TrustListsParts): TrustLists {
  const kept = parts.log.trustLists;
  const reader = createListReader({ spawn: parts.spawn });
  let force = readForce(kept, parts.onProblem);
  let lastId = 0;
  let choosing: AbortController | null = null;
  let preview: { readonly id: number; readonly lists: readonly TrustList[]; readonly basis: string } | null =
    null;

  const line = (what: string, details: AuditDetails): AuditEntry => {
    const { atMs, offsetMin, clock } = parts.stamp();
    return { atMs, offsetMin, clock, who: 'admin', what, details };
  };
  const views = (): readonly TrustListView[] =>
    force.pairs.map((pair) => listView(pair, force.damaged.has(pair.id)));
  const change = (
    changes: readonly TrustListChange[],
    lines: readonly AuditEntry[],
  ): readonly TrustListView[] => {
    try {
      kept.apply(changes, lines);
    } catch (error) {
      const known = toGatelogError(error, 'log/append-failed');
      if (known.code.startsWith('log/')) parts.onProblem(known);
      throw known;
    }
    preview = null;
    force = readForce(kept, parts.onProblem);
    parts.pushState();
    return views();
  };
  const kindOf = (id: string): string => id.slice(0, id.indexOf(':'));

  return {
    store: () => force.store,
    state: () => ({
      lists: force.lists.length,
      oldestAtMs: oldestOf(force.dates, parts.stamp().atMs),
      damaged: force.damaged.size,
      warnDays: parts.warnDays,
    }),
    lists: views,
    choose: async (what) => {
      if (choosing !== null) throw new GatelogError('trust/busy', 'a list is being chosen or read');
      const mine = new AbortController();
      choosing = mine;
      preview = null;
      try {
        const path = await parts.pick(what);
        if (path === null || mine.signal.aborted) return null;
        const reading = await reader.read(path, {
          signal: mine.signal,
          onProgress: (phase, done, total) => parts.onProgress({ phase, done, total }),
        });
        if (reading.lists.length === 0) throw nothingIn(reading.refused);
        lastId += 1;
        preview = { id: lastId, lists: reading.lists, basis: force.basis };
        return previewView({
          id: lastId,
          from: basename(path),
          reading,
          nowMs: parts.stamp().atMs,
          inForce: (id) => {
            const found = force.pairs.find((pair) => pair.id === id)?.inForce ?? null;
            return found === null ? null : { kept: found, list: kept.inForce(id) };
          },
        });
      } catch (error) {
        if (isGatelogError(error, 'trust/busy') && mine.signal.aborted) return null;
        throw error;
      } finally {
        choosing = null;
      }
    },
    cancel: () => {
      choosing?.abort();
      preview = null;
    },
    apply: (id) => {
      if (preview?.id !== id || preview.basis !== force.basis) {
        throw new GatelogError('trust/not-previewed', 'this is not what was previewed last');
      }
      const { lists } = preview;
      if (!isApplicable(lists))
        throw new GatelogError('trust/bad-signature', 'the signature of a list is wrong');
      const importedAtMs = parts.stamp().atMs;
      return change(
        lists.map((list) => ({ act: 'put', list, importedAtMs })),
        lists.map((list) => line('trust/imported', importDetails(list, kept.inForce(listIdOf(list))))),
      );
    },
    bringBack: (id) => {
      const before = force.pairs.find((pair) => pair.id === id)?.before ?? null;
      const details = { kind: kindOf(id), issuers: before?.issuers ?? null, sha256: before?.sha256 ?? null };
      return change([{ act: 'bring-back', id }], [line('trust/brought-back', details)]);
    },
    remove: (id) => {
      const gone = force.pairs.find((pair) => pair.id === id)?.inForce ?? null;
      const details = { kind: kindOf(id), issuers: gone?.issuers ?? null, sha256: gone?.sha256 ?? null };
      return change([{ act: 'remove', id }], [line('trust/removed', details)]);
    },
    close: () => reader.close(),
  };
}

/** What a list says of its own day, and when it was imported. ms. */
interface IssueDates {
  readonly listedAtMs: number | null;
  readonly importedAtMs: number;
}

/** A day that is still to come is no day of a list: its age counts from its import, else nobody would ever be warned. */
function oldestOf(dates: readonly IssueDates[], nowMs: number): number | null {
  const known = dates.map(({ listedAtMs, importedAtMs }) =>
    listedAtMs === null || listedAtMs > nowMs ? importedAtMs : listedAtMs,
  );
  return known.length === 0 ? null : Math.min(...known);
}

interface Force {
  readonly pairs: readonly TrustListPair[];
  readonly lists: readonly TrustList[];
  /** Ids of lists that are kept in force and cannot be read. */
  readonly damaged: ReadonlySet<string>;
  readonly dates: readonly IssueDates[];
  readonly store: TrustStore;
  /** Changes with whatever is in force. */
  readonly basis: string;
}

function readForce(kept: Log['trustLists'], onProblem: (error: GatelogError) => void): Force {
  let pairs: readonly TrustListPair[] = [];
  try {
    pairs = kept.pairs();
  } catch (error) {
    onProblem(toGatelogError(error, 'log/corrupt'));
  }
  const lists: TrustList[] = [];
  const damaged = new Set<string>();
  const dates: IssueDates[] = [];
  for (const { id, inForce } of pairs) {
    if (inForce === null) continue;
    const list = kept.inForce(id);
    if (list === null) {
      damaged.add(id);
      onProblem(
        new GatelogError('trust/invalid', 'a kept trust list is damaged', { sha256: inForce.sha256 }),
      );
      continue;
    }
    lists.push(list);
    dates.push({ listedAtMs: list.listedAtMs, importedAtMs: inForce.importedAtMs });
  }
  return {
    pairs,
    lists,
    damaged,
    dates,
    store: createTrustStore(lists),
    basis: pairs
      .map(({ id, inForce }) => `${id} ${inForce?.sha256 ?? ''} ${inForce?.importedAtMs ?? ''}`)
      .join('\n'),
  };
}

/** One refused file says itself why nothing came of it; of several the page could only say that none is a list. */
function nothingIn(
  refused: readonly { readonly code: GatelogError['code']; readonly why: string | null }[],
): GatelogError {
  const [only, ...others] = refused;
  const code = only !== undefined && others.length === 0 ? only.code : 'trust/empty';
  return new GatelogError(code, 'no list in what was chosen', { refused: refused.length });
}

/** Counts and a hash: names of lists are names of files, and those may be anything. */
function importDetails(list: TrustList, before: TrustList | null): AuditDetails {
  const { added, removed, changed } = diffEntries(before?.entries ?? [], list.entries);
  return {
    kind: list.kind,
    issuers: issuerCount(list),
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    signature: list.signature.why,
    signerKeyHash: list.signature.keyHash,
    listedAtMs: list.listedAtMs,
    sha256: trustListHash(list),
  };
}
