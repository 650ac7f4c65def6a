import type { Migration } from './index.ts';

/** A row as large as a large append, so that asking whether the disk takes writes again asks for what an append needs. */
export const probe30: Migration = {
  version: 30,
  sql: `
    CREATE TABLE probe (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      filler BLOB NOT NULL
    ) STRICT;
  `,
};
