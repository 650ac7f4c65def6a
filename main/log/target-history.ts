import { appendError } from './append.ts';
import type { Db } from './open.ts';

/** What can stand in the history of a target. */
export const TARGET_ACTS = [
  'added',
  'changed',
  'asked',
  'time',
  'empty',
  'delivered',
  'failed',
  'stopped',
  'removed',
  'brought-back',
] as const;

/** One line of a target's history. */
export interface TargetAct {
  readonly atMs: number;
  /** `time`: a time of day was kept; `empty`: there was nothing to send. */
  readonly what: (typeof TARGET_ACTS)[number];
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  /** Code of what went wrong. */
  readonly why: string | null;
}

export interface TargetHistory {
  /** Writes one line; the oldest beyond 500 of this target go. Throws `log/...`. */
  note(id: string, act: Pick<TargetAct, 'atMs' | 'what'> & Partial<TargetAct>): void;
  /** Newest first, at most `limit`; `before`: the lines older than the line with this number. */
  history(
    id: string,
    limit: number,
    before: number | null,
  ): readonly (TargetAct & { readonly line: number })[];
}

const MOST_LINES = 500;

export function createTargetHistory(db: Db): TargetHistory {
  const insert = db.prepare(`
    INSERT INTO target_history (target_id, at_ms, what, first_seq, last_seq, why)
    VALUES (@id, @atMs, @what, @firstSeq, @lastSeq, @why)`);
  const trim = db.prepare(`
    DELETE FROM target_history WHERE target_id = ? AND id <= (
      SELECT id FROM target_history WHERE target_id = ? ORDER BY id DESC LIMIT 1 OFFSET ${MOST_LINES})`);
  const read = db.prepare<[string, number, number], TargetAct & { readonly line: number }>(`
    SELECT id AS line, at_ms AS atMs, what, first_seq AS firstSeq, last_seq AS lastSeq, why FROM target_history
    WHERE target_id = ? AND id < ? ORDER BY id DESC LIMIT ?`);
  const note = db.transaction((id: string, act: Parameters<TargetHistory['note']>[1]) => {
    insert.run({ firstSeq: null, lastSeq: null, why: null, ...act, id });
    trim.run(id, id);
  });
  return {
    note: (id, act) => {
      try {
        note.immediate(id, act);
      } catch (error) {
        throw appendError(error);
      }
    },
    history: (id, limit, before) => read.all(id, before ?? Number.MAX_SAFE_INTEGER, limit),
  };
}
