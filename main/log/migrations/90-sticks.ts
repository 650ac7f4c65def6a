import type { Migration } from './index.ts';

/** Sticks that batches were delivered to, so that the next time the screen knows them. */
export const sticks90: Migration = {
  version: 90,
  sql: `
    CREATE TABLE stick (
      id TEXT PRIMARY KEY,
      label TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      first_at_ms INTEGER NOT NULL,
      last_at_ms INTEGER NOT NULL,
      deliveries INTEGER NOT NULL,
      events INTEGER NOT NULL
    ) STRICT;
  `,
};
