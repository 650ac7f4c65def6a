import type { Migration } from './index.ts';

/** Sealed batches, their confirmed copies, and what administrators did (DESIGN.md, The batch). */
export const batches20: Migration = {
  version: 20,
  sql: `
    CREATE TABLE batch (
      first_seq INTEGER PRIMARY KEY REFERENCES event(seq),
      last_seq INTEGER NOT NULL UNIQUE REFERENCES event(seq),
      name TEXT NOT NULL UNIQUE,
      sealed_at_ms INTEGER NOT NULL,
      sealed TEXT NOT NULL CHECK (json_valid(sealed)),
      CHECK (last_seq >= first_seq)
    ) STRICT;
    CREATE TRIGGER batch_never_changed BEFORE UPDATE ON batch
      BEGIN SELECT RAISE(ABORT, 'a batch is never changed'); END;
    CREATE TRIGGER batch_never_deleted BEFORE DELETE ON batch
      BEGIN SELECT RAISE(ABORT, 'a batch is never deleted'); END;

    CREATE TABLE delivery (
      id INTEGER PRIMARY KEY,
      first_seq INTEGER NOT NULL REFERENCES batch(first_seq),
      target TEXT NOT NULL,
      checked TEXT NOT NULL CHECK (checked IN ('medium', 'cache')),
      at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX delivery_batch ON delivery(first_seq, at_ms);

    CREATE TABLE audit (
      id INTEGER PRIMARY KEY,
      seq INTEGER NOT NULL,
      at_ms INTEGER NOT NULL,
      offset_min INTEGER NOT NULL,
      clock TEXT NOT NULL,
      who TEXT NOT NULL,
      what TEXT NOT NULL,
      details TEXT NOT NULL CHECK (json_valid(details))
    ) STRICT;
    CREATE INDEX audit_seq ON audit(seq);
    CREATE TRIGGER audit_never_changed BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'an audit line is never changed'); END;
    CREATE TRIGGER audit_never_deleted BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'an audit line is never deleted'); END;
  `,
};
