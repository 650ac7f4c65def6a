import type { EventPersonal, EventPublic, EventRow } from '../../core/batch/event.ts';
import type { PersonHistory } from '../../core/gate/rules.ts';
import type { DurationMs, TimestampMs } from '../../core/units.ts';
import type { Audit } from './audit.ts';
import type { LogBatches } from './batches.ts';
import type { LogOpeners } from './openers.ts';
import type { People } from './people.ts';
import type { Who } from './persons.ts';
import type { LogRetention } from './retention.ts';
import type { LogSticks } from './sticks.ts';
import type { LogTargets } from './targets.ts';
import type { LogTrustLists } from './trust-lists.ts';

/** What a caller gives to append; the log adds seq, commitment and chain itself. */
export interface NewEvent {
  readonly event: Omit<EventPublic, 'seq' | 'personKey'>;
  readonly personal: EventPersonal;
  /**
   * Who it is about, or null for kiosk events and where nobody is named in full. Appending finds or makes the
   * person_key for it in the same transaction, and learns what the read says of who is one person.
   */
  readonly person: Who | null;
}

/** One line for the screen's list of last events. Personal fields come back whole: mask before showing. */
export interface RecentEvent {
  readonly seq: number;
  readonly atMs: TimestampMs;
  readonly kind: EventPublic['kind'];
  readonly reason: string;
  readonly lane: string;
  readonly name: string | null;
  readonly voided: boolean;
}

export interface Counts {
  /** Open visits that began within longestStay. */
  readonly inside: number;
  readonly inToday: number;
  readonly outToday: number;
}

export interface LogIdentity {
  /** 32 hex characters, random, one per log. */
  readonly logId: string;
  readonly gateId: string;
  readonly createdAtMs: TimestampMs;
}

/** The open log: one writer, in one process. Every method throws GatelogError (`log/...`). */
export interface Log {
  readonly identity: LogIdentity;
  readonly batches: LogBatches;
  readonly targets: LogTargets;
  readonly audit: Audit;
  readonly retention: LogRetention;
  readonly openers: LogOpeners;
  readonly sticks: LogSticks;
  readonly trustLists: LogTrustLists;
  readonly people: People;
  /**
   * Appends several events in ONE transaction (an answer that closes an ask and its passage, say). Durable on return.
   * A read that shows two known people to be one is followed by a note of that, which is not among the answered.
   */
  append(events: readonly NewEvent[]): readonly EventPublic[];
  /** History of the person of this read, over all documents that are his by then: see PersonHistory. */
  history(who: Who | null): PersonHistory;
  counts(nowMs: TimestampMs, startOfDayMs: TimestampMs, longestStayMs: DurationMs): Counts;
  recent(limit: number): readonly RecentEvent[];
  /** The row with this seq or null. */
  event(seq: number): EventRow | null;
  /** Newest row or null when the log is empty. */
  last(): EventRow | null;
  /** Rows firstSeq..lastSeq in order, streamed. */
  rows(firstSeq: number, lastSeq: number): IterableIterator<EventRow>;
  /** Seq of the newest event that voids this one, or null. */
  voidOf(seq: number): number | null;
  /** Seq of the event that answers this ask, or null. */
  answerOf(seq: number): number | null;
  /** Returns when a durable write as large as an append succeeds now, else throws: used to recover from "not recorded". */
  probe(): void;
  /** Makes anew who is one person from what was said, and from that and the events the visits. */
  rebuildVisits(): void;
  /** Size of the WAL in pages of 4 KiB, also those that a later commit may use again. */
  walPages(): number;
  /**
   * Moves the WAL into the database; the next event begins it anew in the same place. Called when the gate is quiet. Waits for nobody: false where
   * another connection stood in the way.
   * @param empty leaves nothing of what was moved in the WAL either: after a deletion, and where room is short
   */
  checkpoint(empty?: 'empty'): boolean;
  close(): void;
}
