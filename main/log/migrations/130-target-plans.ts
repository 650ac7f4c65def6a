import type { Migration } from './index.ts';

/** Targets that get everything again once the settings file has them as they stand here. */
export const targetPlans130: Migration = {
  version: 130,
  sql: `
    CREATE TABLE target_plan (
      target_id TEXT PRIMARY KEY,
      -- As the settings file is going to have it.
      settings TEXT NOT NULL CHECK (json_valid(settings))
    ) STRICT;
  `,
};
