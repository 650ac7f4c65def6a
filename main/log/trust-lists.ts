import { createHash } from 'node:crypto';
import { GatelogError } from '../../core/errors.ts';
import {
  issuerCount,
  listIdOf,
  readTrustHead,
  readTrustList,
  type TrustList,
  type TrustListHead,
} from '../../core/trust/list.ts';
import { appendError } from './append.ts';
import type { Audit, AuditEntry } from './audit.ts';
import type { Db } from './open.ts';

/** What is known of a kept list without its entries. */
export interface KeptTrustList {
  /** `<kind>:<name>`. */
  readonly id: string;
  readonly importedAtMs: number;
  readonly issuers: number;
  /** Of the list as it is kept, hex. */
  readonly sha256: string;
  /** Null where what was kept is damaged. */
  readonly head: TrustListHead | null;
}

/** A list that is in force, or was removed and can be brought back: at least one of the two is there. */
export interface TrustListPair {
  readonly id: string;
  readonly inForce: KeptTrustList | null;
  readonly before: KeptTrustList | null;
}

export type TrustListChange =
  /** Puts a list in force. What it takes the place of becomes the one before, unless it has the very same entries. */
  | { readonly act: 'put'; readonly list: TrustList; readonly importedAtMs: number }
  /** Takes a list out of force; it becomes the one before. */
  | { readonly act: 'remove'; readonly id: string }
  /** Puts the one before in force again and what was in force before it, so that this too can be undone. */
  | { readonly act: 'bring-back'; readonly id: string };

/** The imported trust lists, in the log's own encrypted database. */
export interface LogTrustLists {
  /** Every list that is in force or can be brought back, by id. Throws `log/...`. */
  pairs(): readonly TrustListPair[];
  /** The list in force under this id; null where there is none or what was kept is damaged. Never throws. */
  inForce(id: string): TrustList | null;
  /**
   * All changes and the audit's lines of them in one transaction, durable on return.
   * @throws GatelogError `log/...`, `trust/no-earlier` where there is nothing to bring back or to remove
   */
  apply(changes: readonly TrustListChange[], lines: readonly AuditEntry[]): void;
}

interface Row {
  readonly id: string;
  readonly place: 'in-force' | 'before';
  readonly importedAtMs: number;
  readonly issuers: number;
  readonly head: string;
  readonly sha256: string;
}

/** Hash by which a kept list is known: over its head and its entries as they are kept. */
export function trustListHash(list: TrustList): string {
  const { head, entries } = writtenForm(list);
  return hashOf(head, entries);
}

export function createTrustListTable(db: Db, audit: Pick<Audit, 'write'>): LogTrustLists {
  const heads = db.prepare<[], Row>(`
    SELECT list_id AS id, place, imported_at_ms AS importedAtMs, issuers, head, sha256
      FROM trust_list ORDER BY list_id, place`);
  const whole = db.prepare<[string], { head: string; entries: string; sha256: string }>(
    `SELECT head, entries, sha256 FROM trust_list WHERE list_id = ? AND place = 'in-force'`,
  );
  const insert = db.prepare(`
    INSERT INTO trust_list (list_id, place, imported_at_ms, issuers, head, entries, sha256)
      VALUES (@id, 'in-force', @importedAtMs, @issuers, @head, @entries, @sha256)`);
  const drop = db.prepare('DELETE FROM trust_list WHERE list_id = ? AND place = ?');
  const move = db.prepare('UPDATE trust_list SET place = ? WHERE list_id = ? AND place = ?');
  const entriesOf = db
    .prepare<[string], string>(`SELECT entries FROM trust_list WHERE list_id = ? AND place = 'in-force'`)
    .pluck();
  const has = db
    .prepare<[string, string], number>('SELECT 1 FROM trust_list WHERE list_id = ? AND place = ?')
    .pluck();

  const put = (list: TrustList, importedAtMs: number): void => {
    const id = listIdOf(list);
    const { head, entries } = writtenForm(list);
    // The same entries again (a newer date, say) must not push out the one before that is worth bringing back.
    if (entriesOf.get(id) === entries) drop.run(id, 'in-force');
    else shelve(id);
    insert.run({
      id,
      importedAtMs,
      issuers: issuerCount(list),
      head,
      entries,
      sha256: hashOf(head, entries),
    });
  };
  const shelve = (id: string): void => {
    if (has.get(id, 'in-force') === undefined) return;
    drop.run(id, 'before');
    move.run('before', id, 'in-force');
  };
  const bringBack = (id: string): void => {
    if (has.get(id, 'before') === undefined) throw nothing();
    // Two rows of one key cannot change places in one step: the one in force stands aside under a name of its own.
    const aside = `\u0000${id}`;
    db.prepare(`UPDATE trust_list SET list_id = ? WHERE list_id = ? AND place = 'in-force'`).run(aside, id);
    move.run('in-force', id, 'before');
    db.prepare(`UPDATE trust_list SET list_id = ?, place = 'before' WHERE list_id = ?`).run(id, aside);
  };
  const change = (one: TrustListChange): void => {
    if (one.act === 'put') put(one.list, one.importedAtMs);
    else if (one.act === 'bring-back') bringBack(one.id);
    else if (has.get(one.id, 'in-force') === undefined) throw nothing();
    else shelve(one.id);
  };
  const applyAll = db.transaction(
    (changes: readonly TrustListChange[], lines: readonly AuditEntry[]): void => {
      changes.forEach(change);
      lines.forEach((line) => {
        audit.write(line);
      });
    },
  );

  return {
    pairs: () => pairsOf(heads.all()),
    inForce: (id) => {
      try {
        const row = whole.get(id);
        return row === undefined || hashOf(row.head, row.entries) !== row.sha256 ? null : readWhole(row);
      } catch {
        return null;
      }
    },
    apply: (changes, lines) => {
      try {
        applyAll.immediate(changes, lines);
      } catch (error) {
        throw appendError(error);
      }
    },
  };
}

const nothing = (): GatelogError => new GatelogError('trust/no-earlier', 'no such list');

function writtenForm(list: TrustList): { readonly head: string; readonly entries: string } {
  const { entries, ...head } = list;
  return { head: JSON.stringify(head), entries: JSON.stringify(entries) };
}

const hashOf = (head: string, entries: string): string =>
  createHash('sha256').update(head).update('\n').update(entries).digest('hex');

const readWhole = (row: { readonly head: string; readonly entries: string }): TrustList =>
  readTrustList({ ...Object(JSON.parse(row.head)), entries: JSON.parse(row.entries) });

function pairsOf(rows: readonly Row[]): readonly TrustListPair[] {
  const pairs = new Map<string, TrustListPair>();
  for (const { place, head, ...row } of rows) {
    const kept: KeptTrustList = { ...row, head: headOf(head) };
    const pair = pairs.get(row.id) ?? { id: row.id, inForce: null, before: null };
    pairs.set(row.id, place === 'in-force' ? { ...pair, inForce: kept } : { ...pair, before: kept });
  }
  return [...pairs.values()];
}

function headOf(text: string): TrustListHead | null {
  try {
    return readTrustHead(JSON.parse(text));
  } catch {
    return null;
  }
}
