import type { TimedEvent } from '../../core/retention/due.ts';
import { appendError } from './append.ts';
import type { Audit, AuditEntry } from './audit.ts';
import { createForgetPeople } from './forget-people.ts';
import { KEPT } from './kept-part.ts';
import type { Db } from './open.ts';

/** What the log remembers of deletions. Times in ms since the epoch. */
export interface RetentionRecord {
  /** Up to here no event has a personal part, but those of people who are still inside. */
  readonly forgottenUpTo: number;
  readonly pausedUntilMs: number | null;
  /** When a deletion ended last, or looked and found nothing; null: never yet. */
  readonly lastAtMs: number | null;
  /** Of the last deletion that found something: personal parts, and people of whom nothing is known since. */
  readonly lastEvents: number | null;
  readonly lastPeople: number | null;
  /** A deletion that began and did not end yet. */
  readonly running: { readonly upToSeq: number; readonly events: number; readonly people: number } | null;
}

/** A deletion: up to where, and by what rule. */
export interface RetentionRun {
  readonly upToSeq: number;
  readonly atMs: number;
  readonly days: number;
}

/**
 * Deletes the personal part of events and everything that was derived from it; the events themselves stay, with their
 * commitments and the chain. In small transactions, each durable on return, so that the gate can be at work between
 * two; a deletion that was killed goes on where it was. Throws `log/...`.
 */
export interface LogRetention {
  record(): RetentionRecord;
  /** Events behind this seq, in order: how old they are. */
  page(afterSeq: number, most: number): readonly TimedEvent[];
  /** Time of the newest event that a trusted clock wrote, or null. */
  lastTrustedMs(): number | null;
  /** Nothing is deleted before this; null: no reason to wait. */
  pause(untilMs: number | null): void;
  /** Whether anything up to this seq can be deleted. */
  hasPersonal(upToSeq: number, insideSinceMs: number): boolean;
  /** Begins a deletion, or goes on with one that was begun. */
  begin(run: RetentionRun): void;
  /**
   * Deletes the next personal parts up to the end of the run, `most` at most. The entry of somebody who is still inside
   * keeps its own until he left, or until he has been inside for too long to be there still.
   * @param insideSinceMs open visits that began since then are of people who are inside
   * @returns whether there is more to delete
   */
  forget(most: number, insideSinceMs: number): boolean;
  /**
   * Wipes what may still lie in unused parts of pages, one table a call: n from 0. False: there is nothing more to wipe.
   * Much is written at once: call it only where nobody waits for a verdict.
   */
  wipe(n: number): boolean;
  /** Ends a deletion, with the audit's line of it: counts, and nothing of anybody. */
  finish(line: Pick<AuditEntry, 'atMs' | 'offsetMin' | 'clock'>): void;
  /** Says that a look found nothing to delete. */
  looked(atMs: number): void;
  /** About how many events before this have a personal part. Cheap. */
  countBefore(cutoffMs: number): number;
}

/**
 * Rows that were wiped stay as a bank before those that are not, and go a few at a time from its far end: when SQLite
 * takes rows out of a page it moves their neighbours, whose old copies stand in the unused rest of a page from then on.
 * Here the neighbours are zeroes. More than three pages of the shortest rows.
 */
const BANK_ROWS = 1000;

interface Row extends Omit<RetentionRecord, 'running'> {
  readonly runUpTo: number | null;
  readonly runEvents: number;
  readonly runPeople: number;
}

export function createRetentionTable(db: Db, audit: Pick<Audit, 'write'>): LogRetention {
  const people = createForgetPeople(db);
  const record = db.prepare<[], Row>(`
    SELECT forgotten_up_to AS forgottenUpTo, paused_until_ms AS pausedUntilMs, last_at_ms AS lastAtMs,
      last_events AS lastEvents, last_people AS lastPeople, run_up_to AS runUpTo, run_events AS runEvents,
      run_people AS runPeople FROM retention`);
  const page = db.prepare<[number, number], TimedEvent>(
    'SELECT seq, at_ms AS atMs, clock FROM event WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const lastTrusted = db
    .prepare<[], number>("SELECT at_ms FROM event WHERE clock = 'ok' ORDER BY seq DESC LIMIT 1")
    .pluck();
  const pause = db.prepare('UPDATE retention SET paused_until_ms = ?');
  const begin = db.prepare('UPDATE retention SET run_up_to = ?, run_at_ms = ?, run_days = ?');
  const DUE = `FROM event_personal p WHERE p.seq > ? AND p.seq <= ? AND ${KEPT}
    AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.in_seq = p.seq AND v.end_seq IS NULL AND v.begin_ms >= ?)`;
  const due = db
    .prepare<[number, number, number, number], number>(`SELECT p.seq ${DUE} ORDER BY p.seq LIMIT ?`)
    .pluck();
  const anyDue = db.prepare<[number, number, number], number>(`SELECT 1 ${DUE} LIMIT 1`).pluck();
  // Of the same length: SQLite writes it over the old bytes and moves nothing.
  const wipeRow = db.prepare(
    'UPDATE event_personal SET salt = zeroblob(32), payload = zeroblob(length(payload)) WHERE seq = ?',
  );
  const forgetVisit = db.prepare('DELETE FROM visit WHERE in_seq = ?');
  const keyOf = db.prepare<[number], string | null>('SELECT person_key FROM event WHERE seq = ?').pluck();
  const firstKept = db
    .prepare<[], number>(`SELECT p.seq FROM event_personal p WHERE ${KEPT} ORDER BY p.seq LIMIT 1`)
    .pluck();
  const takeAway = db.prepare(`
    DELETE FROM event_personal WHERE seq IN (SELECT seq FROM event_personal WHERE seq < ? ORDER BY seq LIMIT ?)`);
  const count = db.prepare(`
    UPDATE retention SET run_events = run_events + ?, run_people = run_people + ?,
      forgotten_up_to = max(forgotten_up_to, ?)`);
  const end = db.prepare(`
    UPDATE retention SET last_at_ms = ?, last_events = run_events, last_people = run_people,
      run_up_to = NULL, run_at_ms = NULL, run_days = NULL, run_events = 0, run_people = 0`);
  const looked = db.prepare('UPDATE retention SET last_at_ms = ?');
  const run = db.prepare<[], { upToSeq: number; days: number; events: number; people: number }>(
    // One that was stopped on its way came only so far as the log has forgotten.
    `SELECT min(run_up_to, forgotten_up_to) AS upToSeq, run_days AS days, run_events AS events, run_people AS people
      FROM retention`,
  );
  const newest = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM event').pluck();
  const atOf = db.prepare<[number], number>('SELECT at_ms FROM event WHERE seq = ?').pluck();
  let doneSeq = 0;

  const recordNow = (): RetentionRecord => {
    const row = record.get();
    if (row === undefined) throw appendError(new Error('the row of retention is gone'));
    const { runUpTo, runEvents, runPeople, ...rest } = row;
    const running = runUpTo === null ? null : { upToSeq: runUpTo, events: runEvents, people: runPeople };
    return { ...rest, running };
  };
  const forget = db.transaction((upToSeq: number, most: number, insideSinceMs: number): boolean => {
    const seqs = due.all(doneSeq, upToSeq, insideSinceMs, most);
    const keys = new Set<string>();
    for (const seq of seqs) {
      wipeRow.run(seq);
      forgetVisit.run(seq);
      const key = keyOf.get(seq);
      if (key != null) keys.add(key);
    }
    const cleared = people.clear(keys);
    const last = seqs.at(-1) ?? doneSeq;
    const bank = (firstKept.get() ?? last) - BANK_ROWS;
    const gone = takeAway.run(bank, most * 2).changes;
    doneSeq = last;
    const more = seqs.length === most || gone === most * 2;
    count.run(seqs.length, cleared, more ? last : upToSeq);
    return more;
  });
  const wipe = db.transaction((n: number): boolean => people.rewrite(n));
  const finish = db.transaction((line: Pick<AuditEntry, 'atMs' | 'offsetMin' | 'clock'>) => {
    const done = run.get();
    if (done !== undefined)
      audit.write({ ...line, who: 'kiosk', what: 'retention/deleted', details: { ...done } });
    end.run(line.atMs);
  });
  const durable = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw appendError(error);
    }
  };

  return {
    record: recordNow,
    page: (afterSeq, most) => page.all(afterSeq, most),
    lastTrustedMs: () => lastTrusted.get() ?? null,
    pause: (untilMs) => void durable(() => pause.run(untilMs)),
    hasPersonal: (upToSeq, insideSinceMs) => anyDue.get(0, upToSeq, insideSinceMs) !== undefined,
    begin: ({ upToSeq, atMs, days }) => {
      durable(() => begin.run(upToSeq, atMs, days));
      doneSeq = 0;
    },
    forget: (most, insideSinceMs) => {
      const upToSeq = recordNow().running?.upToSeq;
      return upToSeq === undefined ? false : durable(() => forget.immediate(upToSeq, most, insideSinceMs));
    },
    wipe: (n) => durable(() => wipe.immediate(n)),
    finish: (line) => durable(() => finish.immediate(line)),
    looked: (atMs) => void durable(() => looked.run(atMs)),
    countBefore: (cutoff) => {
      const { forgottenUpTo } = recordNow();
      // The first event that is not before it: seq has no gaps, and the times go up with it but for a doubted clock.
      let [low, high] = [forgottenUpTo + 1, (newest.get() ?? 0) + 1];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if ((atOf.get(middle) ?? cutoff) < cutoff) low = middle + 1;
        else high = middle;
      }
      return low - 1 - forgottenUpTo;
    },
  };
}
