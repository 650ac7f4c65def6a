import type { Migration } from './index.ts';

/**
 * How far each batch has come at each target. The targets themselves stand in the settings; here is what they have
 * got. A batch without a row has not been tried: so nothing is lost between sealing it and putting it in line.
 */
export const targets80: Migration = {
  version: 80,
  sql: `
    CREATE TABLE target (
      id TEXT PRIMARY KEY,
      -- Batches that begin before this are not meant for it.
      from_seq INTEGER NOT NULL,
      -- Batches that begin up to this are in its line; later ones wait for a time of day, or for somebody who asks.
      in_line_up_to INTEGER NOT NULL DEFAULT 0,
      -- When its times of day were kept last.
      kept_at_ms INTEGER NOT NULL,
      added_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE target_batch (
      target_id TEXT NOT NULL REFERENCES target(id) ON DELETE CASCADE,
      first_seq INTEGER NOT NULL REFERENCES batch(first_seq),
      rendition_id INTEGER REFERENCES rendition(id),
      state TEXT NOT NULL
        CHECK (state IN ('pending', 'writing', 'verifying', 'waiting', 'blocked', 'delivered')),
      progress TEXT NOT NULL CHECK (json_valid(progress)),
      PRIMARY KEY (target_id, first_seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX target_batch_of ON target_batch(first_seq, state);
    CREATE INDEX target_batch_state ON target_batch(target_id, state, first_seq);
    CREATE TABLE target_history (
      id INTEGER PRIMARY KEY,
      target_id TEXT NOT NULL REFERENCES target(id) ON DELETE CASCADE,
      at_ms INTEGER NOT NULL,
      what TEXT NOT NULL,
      first_seq INTEGER,
      last_seq INTEGER,
      why TEXT
    ) STRICT;
    CREATE INDEX target_history_of ON target_history(target_id, id);
    -- When the times of day of sealing alone were kept last: one row or none.
    CREATE TABLE seal_times (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      kept_at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
