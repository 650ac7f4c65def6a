import type { Migration } from './index.ts';

/** A target that was removed keeps what it got and its history: the log still says where a batch lies. */
export const removedTargets120: Migration = {
  version: 120,
  sql: `
    ALTER TABLE target ADD COLUMN removed_at_ms INTEGER;
    -- As the settings had it when it was removed; null while it is there.
    ALTER TABLE target ADD COLUMN settings TEXT CHECK (settings IS NULL OR json_valid(settings));
  `,
};
