import type { ClockState } from '../../core/batch/event.ts';
import type { AuditLine } from '../delivery/render/audit.ts';
import { appendError } from './append.ts';
import type { Db } from './open.ts';

/** Facts of an act: plain values, never personal data of visitors. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** What an administrator did. */
export interface AuditEntry {
  readonly atMs: number;
  readonly offsetMin: number;
  readonly clock: ClockState;
  readonly who: string;
  /** `<part>/<what>`, such as `delivery/delivered`. */
  readonly what: string;
  readonly details: AuditDetails;
}

/** The administrators' acts, append-only like the events. */
export interface Audit {
  /** Durable on return. Throws `log/...`. */
  write(entry: AuditEntry): void;
  /**
   * Lines that belong to a range of events, oldest first. A line belongs to the event that followed it: so every
   * line is in exactly one batch, and one that is written while a batch is sealed is in the next.
   */
  lines(range: { readonly firstSeq: number; readonly lastSeq: number }): IterableIterator<AuditLine>;
  /** Facts of every act of this kind, oldest first. */
  details(what: string): readonly AuditDetails[];
}

interface Row extends Omit<AuditEntry, 'details'> {
  readonly details: string;
}

export function createAudit(db: Db): Audit {
  const insert = db.prepare(`
    INSERT INTO audit (seq, at_ms, offset_min, clock, who, what, details)
    SELECT coalesce(max(seq), 0) + 1, @atMs, @offsetMin, @clock, @who, @what, @details FROM event`);
  const between = db.prepare<[number, number], Row>(`
    SELECT at_ms AS atMs, offset_min AS offsetMin, clock, who, what, details FROM audit
      WHERE seq >= ? AND seq <= ? ORDER BY id`);
  const ofKind = db.prepare<[string], string>('SELECT details FROM audit WHERE what = ? ORDER BY id').pluck();
  return {
    write: (entry) => {
      try {
        insert.run({ ...entry, details: JSON.stringify(entry.details) });
      } catch (error) {
        throw appendError(error);
      }
    },
    // Fetched whole: an open cursor would stand in the way of appends, and the lines of a range are few.
    *lines({ firstSeq, lastSeq }) {
      for (const row of between.all(firstSeq, lastSeq)) {
        const { details, atMs, offsetMin, clock, who, what } = row;
        const facts = JSON.parse(details) as AuditDetails;
        yield { at_ms: atMs, offset_min: offsetMin, clock, who, what, ...prefixed(facts) };
      }
    },
    details: (what) => ofKind.all(what).map((details) => JSON.parse(details) as AuditDetails),
  };
}

/** Facts stand under names of their own, so that none can pass for the time or the person. */
const prefixed = (facts: AuditDetails): AuditDetails =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [`fact_${name}`, value]));
