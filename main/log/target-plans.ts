import type { Db } from './open.ts';

/**
 * Targets that are to get everything again together with a change of their settings. Log and settings file cannot be
 * written in one step: the log keeps what it waits for, and does it once the settings have it. Every change is one
 * transaction, durable on return; throws `log/...`.
 */
export interface TargetPlans {
  /** Forgets what it has got: everything from this seq on goes there anew. */
  startOver(id: string, fromSeq: number): void;
  /** Starts over once the settings have it like this, as JSON; null: no more. */
  planStartOver(id: string, settings: string | null): void;
  /** The settings that wait, or null. */
  plannedStartOver(id: string): string | null;
}

/** @param durable runs what changes the log */
export function createTargetPlans(db: Db, durable: <T>(work: () => T) => T): TargetPlans {
  const forget = db.prepare('DELETE FROM target_batch WHERE target_id = ?');
  const from = db.prepare('UPDATE target SET from_seq = ? WHERE id = ?');
  const plan = db.prepare('INSERT OR REPLACE INTO target_plan (target_id, settings) VALUES (?, ?)');
  const drop = db.prepare('DELETE FROM target_plan WHERE target_id = ?');
  const planned = db
    .prepare<[string], string>('SELECT settings FROM target_plan WHERE target_id = ?')
    .pluck();
  const startOver = db.transaction((id: string, fromSeq: number) => {
    forget.run(id);
    from.run(fromSeq, id);
    drop.run(id);
  });
  return {
    startOver: (id, fromSeq) => durable(() => startOver.immediate(id, fromSeq)),
    planStartOver: (id, settings) =>
      void durable(() => (settings === null ? drop.run(id) : plan.run(id, settings))),
    plannedStartOver: (id) => planned.get(id) ?? null,
  };
}
