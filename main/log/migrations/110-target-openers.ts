import type { Migration } from './index.ts';

/** Passphrases of single targets, as an administrator chose them on the screen: they lie nowhere bare. */
export const targetOpeners110: Migration = {
  version: 110,
  sql: `
    CREATE TABLE target_passphrase (
      target_id TEXT PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      passphrase TEXT NOT NULL
    ) STRICT;
  `,
};
