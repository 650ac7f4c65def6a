import type { Migration } from './index.ts';

/**
 * Names are looked for by any of their words: a given name comes last in Vietnam and is what people go by. What is kept
 * already is taken over; `MOST_TAILS` and `LONGEST_TAIL` of main/log/known.ts are the bounds.
 *
 * Personal, to be cleared with a person: `person_name_tail`.
 */
export const nameTails60: Migration = {
  version: 60,
  sql: `
    -- A folded name from its second word on, from its third, and so on; the whole name stands in person_name.
    CREATE TABLE person_name_tail (
      tail TEXT NOT NULL,
      person_key TEXT NOT NULL,
      PRIMARY KEY (tail, person_key)
    ) STRICT, WITHOUT ROWID;

    INSERT OR IGNORE INTO person_name_tail (tail, person_key)
      WITH RECURSIVE cut(tail, person_key, n) AS (
        SELECT substr(folded, instr(folded, ' ') + 1), person_key, 1 FROM person_name WHERE instr(folded, ' ') > 0
        UNION ALL
        SELECT substr(tail, instr(tail, ' ') + 1), person_key, n + 1 FROM cut WHERE instr(tail, ' ') > 0 AND n < 8
      )
      SELECT substr(tail, 1, 60), person_key FROM cut;
  `,
};
