import type { Profile } from '../../core/batch/profile.ts';
import { covering } from './batches.ts';
import type { Db } from './open.ts';
import type { TargetHistory } from './target-history.ts';

/** A target that was removed. */
export interface RemovedTarget {
  readonly id: string;
  /** As the settings had it, as JSON. */
  readonly settings: string;
  readonly removedAtMs: number;
}

/** What lies in the folder of a target that was removed, in batches. */
export interface LeftIn {
  /** Those that were delivered there. */
  readonly batches: number;
  /** Those of which every copy that shows enough lies in folders of targets that were removed. */
  readonly onlyThere: number;
}

/** Targets that were removed. Every change is one transaction, durable on return; throws `log/...`. */
export interface RemovedTargets {
  /** Newest first. */
  removed(): readonly RemovedTarget[];
  /** Marks it, with a line in its history; what it got stays. */
  remove(id: string, settings: string, atMs: number): void;
  /** Takes the mark away, with a line in its history; harmless where there is none. */
  bringBack(id: string, atMs: number): void;
  /**
   * @param inUse folders of the targets of today: a copy there is not left behind, whoever it was made for
   * @param profile copies that show as much as this are enough
   */
  leftIn(folder: string, inUse: readonly string[], profile: Profile): LeftIn;
}

/** @param durable runs what changes the log */
export function createRemovedTargets(
  db: Db,
  history: Pick<TargetHistory, 'note'>,
  durable: <T>(work: () => T) => T,
): RemovedTargets {
  const list = db.prepare<[], RemovedTarget>(`
    SELECT id, settings, removed_at_ms AS removedAtMs FROM target
    WHERE removed_at_ms IS NOT NULL AND settings IS NOT NULL ORDER BY removed_at_ms DESC, id`);
  const mark = db.prepare('UPDATE target SET removed_at_ms = ?, settings = ? WHERE id = ?');
  const unmark = db.prepare(`
    UPDATE target SET removed_at_ms = NULL, settings = NULL WHERE id = ? AND removed_at_ms IS NOT NULL`);
  const left = db.prepare<{ folder: string; inUse: string; profiles: string }, LeftIn>(`
    WITH gone (folder) AS MATERIALIZED (
        SELECT settings ->> '$.folder' FROM target
        WHERE removed_at_ms IS NOT NULL AND settings ->> '$.folder' IS NOT NULL
        EXCEPT SELECT value FROM json_each(@inUse)),
      here (first_seq) AS MATERIALIZED (
        SELECT DISTINCT r.first_seq FROM delivery d JOIN rendition r ON r.id = d.rendition_id
        WHERE d.target = @folder),
      enough (first_seq, target) AS (
        SELECT r.first_seq, d.target FROM rendition r JOIN delivery d ON d.rendition_id = r.id
        WHERE r.profile IN (SELECT value FROM json_each(@profiles)))
    SELECT (SELECT count(*) FROM here) AS batches,
      (SELECT count(*) FROM here h
        WHERE EXISTS (SELECT 1 FROM enough e WHERE e.first_seq = h.first_seq AND e.target = @folder)
        AND NOT EXISTS (SELECT 1 FROM enough e
          WHERE e.first_seq = h.first_seq AND e.target NOT IN (SELECT folder FROM gone))) AS onlyThere`);
  const remove = db.transaction((id: string, settings: string, atMs: number) => {
    if (mark.run(atMs, settings, id).changes > 0) history.note(id, { atMs, what: 'removed' });
  });
  const bringBack = db.transaction((id: string, atMs: number) => {
    if (unmark.run(id).changes > 0) history.note(id, { atMs, what: 'brought-back' });
  });
  return {
    removed: () => list.all(),
    remove: (...given) => durable(() => remove.immediate(...given)),
    bringBack: (...given) => durable(() => bringBack.immediate(...given)),
    leftIn: (folder, inUse, profile) =>
      left.get({
        folder,
        inUse: JSON.stringify(inUse),
        profiles: JSON.stringify(covering(profile)),
      }) ?? { batches: 0, onlyThere: 0 },
  };
}
