import type { Migration } from './index.ts';

/**
 * How far the personal parts of events were deleted, and what of a deletion is still under way: one row. With it the
 * ways from a key to what is personal of it.
 *
 * A personal part that is deleted is first wiped where it stands (salt and payload all zeroes) and goes later, see
 * main/log/retention.ts.
 */
export const retention100: Migration = {
  version: 100,
  sql: `
    CREATE TABLE retention (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      -- Up to here no event has a personal part, but those of people who are still inside.
      forgotten_up_to INTEGER NOT NULL DEFAULT 0,
      -- Nothing is deleted before this: the clock leapt and was confirmed.
      paused_until_ms INTEGER,
      last_at_ms INTEGER,
      last_events INTEGER,
      last_people INTEGER,
      -- A deletion under way: up to where, since when, by how many days, and what it has deleted so far.
      run_up_to INTEGER,
      run_at_ms INTEGER,
      run_days INTEGER,
      run_events INTEGER NOT NULL DEFAULT 0,
      run_people INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    INSERT INTO retention (one) VALUES (1);

    CREATE INDEX person_name_key ON person_name(person_key);
    CREATE INDEX person_name_tail_key ON person_name_tail(person_key);
    CREATE INDEX person_pair_other ON person_pair(other_key);
  `,
};
