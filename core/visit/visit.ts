import type { EventPublic } from '../batch/event.ts';
import type { TimestampMs } from '../units.ts';

/** A person's stay as far as this gate saw it: an `in` and the event that closed it (DESIGN.md, Words). */
export interface Visit {
  readonly inSeq: number;
  readonly personKey: string;
  readonly beginMs: TimestampMs;
  /**
   * Time of the event that closed it, or null while it is open. Not before `beginMs` only where the clock was
   * right: `seq` is the truth about order.
   */
  readonly endMs: TimestampMs | null;
  readonly endSeq: number | null;
  /** True where nobody scanned the way out: the person's next `in` shows that the visit was over by then. */
  readonly inferred: boolean;
}

/** An `in` or `out` of somebody, at its place in the log. */
export interface Passage {
  readonly seq: number;
  readonly kind: 'in' | 'out';
  readonly atMs: TimestampMs;
  readonly personKey: string;
}

/** What of an event says something about visits. */
export type VisitEvent = Pick<EventPublic, 'seq' | 'kind' | 'atMs' | 'personKey' | 'voidsSeq'>;

/**
 * The passages that stand: those that no event voids. A void is itself never taken back; whoever was voided by
 * mistake is scanned again.
 */
export function standingPassages(events: readonly VisitEvent[]): readonly Passage[] {
  const voided = new Set(events.map((event) => event.voidsSeq));
  return events.flatMap(({ seq, kind, atMs, personKey }) =>
    (kind === 'in' || kind === 'out') && personKey !== null && !voided.has(seq)
      ? [{ seq, kind, atMs, personKey }]
      : [],
  );
}

/**
 * Pairs standing passages, given in the order of `seq`, to visits. An `in` opens a visit, and closes as inferred
 * the one that the same person still had open; an `out` closes the open one, or says nothing where there is none.
 * Closed visits come as they close, those still open at the end; memory holds only the open ones.
 */
export function* pairPassages(passages: Iterable<Passage>): Generator<Visit> {
  const open = new Map<string, Visit>();
  for (const { seq, kind, atMs, personKey } of passages) {
    const before = open.get(personKey);
    if (before !== undefined) {
      open.delete(personKey);
      yield { ...before, endMs: atMs, endSeq: seq, inferred: kind === 'in' };
    }
    if (kind === 'in') {
      open.set(personKey, {
        inSeq: seq,
        personKey,
        beginMs: atMs,
        endMs: null,
        endSeq: null,
        inferred: false,
      });
    }
  }
  yield* open.values();
}

/** The visits that a whole log tells of, by `inSeq`. */
export function visitsOf(events: readonly VisitEvent[]): readonly Visit[] {
  return [...pairPassages(standingPassages(events))].sort((a, b) => a.inSeq - b.inSeq);
}

/**
 * True where an open visit still counts as somebody inside. One that is longer than `longestStayMs` is taken for
 * an exit that nobody scanned; it stays open, because nothing yet says when it ended.
 */
export function isInside(visit: Visit, nowMs: TimestampMs, longestStayMs: number): boolean {
  return visit.endSeq === null && visit.beginMs >= nowMs - longestStayMs;
}
