import type { Migration } from './index.ts';

/**
 * Imported trust lists: the one in force and the one before it, each under the list's identity. A list that was removed
 * has only the one before. `head` is everything of a list but its entries, so that a screen asks for no more.
 */
export const trust40: Migration = {
  version: 40,
  sql: `
    CREATE TABLE trust_list (
      list_id TEXT NOT NULL,
      place TEXT NOT NULL CHECK (place IN ('in-force', 'before')),
      imported_at_ms INTEGER NOT NULL,
      issuers INTEGER NOT NULL,
      head TEXT NOT NULL,
      entries TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      PRIMARY KEY (list_id, place)
    ) STRICT;
  `,
};
