import { appendError } from './append.ts';
import type { Db } from './open.ts';

/** A stick that something was delivered to. */
export interface KnownStick {
  readonly id: string;
  /** As it was named at the last delivery. */
  readonly label: string;
  readonly sizeBytes: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly deliveries: number;
  /** Events that were delivered to it in all. */
  readonly events: number;
}

/** Sticks that are remembered. Every method is one transaction and durable on return. Throws `log/...`. */
export interface LogSticks {
  /** Newest delivery first. */
  list(): readonly KnownStick[];
  /** Remembers a delivery to this stick. */
  delivered(stick: Pick<KnownStick, 'id' | 'label' | 'sizeBytes'>, events: number, atMs: number): void;
  /** Forgets it; harmless where it is not known. */
  forget(id: string): void;
}

export function createLogSticks(db: Db): LogSticks {
  const list = db.prepare<[], KnownStick>(`
    SELECT id, label, size_bytes AS sizeBytes, first_at_ms AS firstAtMs, last_at_ms AS lastAtMs, deliveries, events
    FROM stick ORDER BY last_at_ms DESC, id`);
  const upsert = db.prepare(`
    INSERT INTO stick (id, label, size_bytes, first_at_ms, last_at_ms, deliveries, events)
    VALUES (@id, @label, @sizeBytes, @atMs, @atMs, 1, @events)
    ON CONFLICT (id) DO UPDATE SET label = @label, size_bytes = @sizeBytes, last_at_ms = @atMs,
      deliveries = deliveries + 1, events = events + @events`);
  const forget = db.prepare<[string]>('DELETE FROM stick WHERE id = ?');
  const durable = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      throw appendError(error);
    }
  };
  return {
    list: () => list.all(),
    delivered: ({ id, label, sizeBytes }, events, atMs) =>
      durable(() => {
        upsert.run({ id, label, sizeBytes, events, atMs });
      }),
    forget: (id) =>
      durable(() => {
        forget.run(id);
      }),
  };
}
