import { z } from 'zod';
import type { Profile } from '../../core/batch/profile.ts';
import { PENDING, type Progress } from '../../core/delivery/progress.ts';
import type { BatchCopies } from '../../core/delivery/safety.ts';
import { GatelogError } from '../../core/errors.ts';
import { type TimestampMs, timestampMs } from '../../core/units.ts';
import type { DeliveryRecord } from '../delivery/batches.ts';
import { appendError } from './append.ts';
import { delivered as deliveredAs, type LogBatches } from './batches.ts';
import type { Db } from './open.ts';
import { createRemovedTargets, type RemovedTargets } from './removed-targets.ts';
import { createTargetHistory, type TargetHistory } from './target-history.ts';
import { createTargetPlans, type TargetPlans } from './target-plans.ts';

/** What the log remembers of a target; its name and folder stand in the settings. */
export interface TargetRecord {
  readonly id: string;
  /** Batches from this seq on are meant for it. */
  readonly fromSeq: number;
  /** Batches up to this seq are in its line. */
  readonly inLineUpTo: number;
  /** When its times of day were kept last. */
  readonly keptAtMs: TimestampMs;
}

/** A batch that a target does not have yet. */
export interface OpenBatch {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly progress: Progress;
  readonly renditionId: number | null;
}

/** What a target does not have yet, in numbers. */
export interface StillToCome {
  readonly batches: number;
  /** Events in them. */
  readonly events: number;
}

/** How far batches have come at targets. Every method is one transaction, durable on return; throws `log/...`. */
export interface LogTargets extends TargetHistory, RemovedTargets, TargetPlans {
  record(id: string): TargetRecord | null;
  /** Remembers a target from now on; what is known of it stays. */
  join(id: string, fromSeq: number, atMs: number): void;
  /** The passphrase that an administrator chose for it alone, or null. */
  passphrase(id: string): string | null;
  /** Takes the place of the one before; null: none any more. */
  keepPassphrase(id: string, passphrase: string | null, atMs: number): void;
  /** Says that its times of day were kept. */
  keepTimes(id: string, atMs: number): void;
  putInLine(id: string, upToSeq: number): void;
  /** Takes this batch and all after it out of its line: they wait again for a time of day, or for somebody. */
  leaveLine(id: string, fromSeq: number): void;
  /** Batches in its line that it does not have, oldest first. */
  line(id: string): readonly OpenBatch[];
  /** Whether a batch of it wants a hand. Asked for at every scan. */
  isBlocked(id: string): boolean;
  /** Sealed batches that are meant for it and that it does not have, in line or not. */
  stillToCome(id: string): StillToCome;
  setProgress(id: string, firstSeq: number, progress: Progress, renditionId: number | null): void;
  /** A confirmed copy: progress and delivery in one. */
  recordDelivery(id: string, firstSeq: number, renditionId: number, delivery: DeliveryRecord): void;
  /** When it got its newest copy, or null. */
  lastDelivery(id: string): { readonly atMs: number; readonly checked: 'medium' | 'cache' } | null;
  /**
   * Every copy of a batch; null where there is no such batch. `anywhere`: one that shows as much as this profile.
   */
  copies(
    firstSeq: number,
    profile: Profile,
  ): (BatchCopies & { readonly renditionOf: ReadonlyMap<string, number> }) | null;
  /**
   * Batches of which one of these required targets lacks its copy, and those that are meant for none of them and lie
   * nowhere in a copy that shows as much as this profile.
   */
  unsafe(requiredIds: readonly string[], profile: Profile): StillToCome;
  /** Every sealed batch, in numbers. */
  sealed(): {
    readonly sealed: number;
    readonly sealedEvents: number;
    readonly lastSealedAtMs: number | null;
  };
  /** When the times of day of sealing alone were kept last, or null. */
  sealTimesKept(): TimestampMs | null;
  keepSealTimes(atMs: number): void;
  /** First seq from which on every personal part is there; null where none is. Batches before it cannot be made whole again. */
  personalFrom(): number | null;
}

const atMs = z.number().transform(timestampMs);
const failures = z.int().min(0);
const progressSchema: z.ZodType<Progress> = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('pending') }),
  z.strictObject({ state: z.literal('writing'), sinceMs: atMs, failures }),
  z.strictObject({ state: z.literal('verifying'), sinceMs: atMs, failures }),
  z.strictObject({ state: z.enum(['waiting', 'blocked']), why: z.string(), failures, nextTryAtMs: atMs }),
  z.strictObject({ state: z.literal('delivered'), atMs, checked: z.enum(['medium', 'cache']) }),
]);

/** @throws GatelogError `log/corrupt` where a row has an unknown shape */
function progressOf(json: string | null): Progress {
  if (json === null) return PENDING;
  const parsed = progressSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new GatelogError('log/corrupt', 'what a target has got has an unknown shape');
  return parsed.data;
}

const MISSING = `FROM target t JOIN batch b ON b.first_seq >= t.from_seq
  LEFT JOIN target_batch p ON p.target_id = t.id AND p.first_seq = b.first_seq
  WHERE t.id = ? AND coalesce(p.state, 'pending') <> 'delivered'`;
const IN_NUMBERS = 'SELECT count(*) AS batches, coalesce(sum(b.last_seq - b.first_seq + 1), 0) AS events';

export function createTargetsTable(
  db: Db,
  batches: Pick<LogBatches, 'recordDelivery' | 'changed'>,
): LogTargets {
  const record = db.prepare<[string], TargetRecord>(`
    SELECT id, from_seq AS fromSeq, in_line_up_to AS inLineUpTo, kept_at_ms AS keptAtMs FROM target WHERE id = ?`);
  const join = db.prepare(
    'INSERT OR IGNORE INTO target (id, from_seq, kept_at_ms, added_at_ms) VALUES (?, ?, ?, ?)',
  );
  const keep = db.prepare('UPDATE target SET kept_at_ms = ? WHERE id = ?');
  const inLine = db.prepare('UPDATE target SET in_line_up_to = max(in_line_up_to, ?) WHERE id = ?');
  const leave = db.prepare('UPDATE target SET in_line_up_to = min(in_line_up_to, ? - 1) WHERE id = ?');
  const line = db.prepare<
    [string],
    { firstSeq: number; lastSeq: number; progress: string | null; renditionId: number | null }
  >(`SELECT b.first_seq AS firstSeq, b.last_seq AS lastSeq, p.progress, p.rendition_id AS renditionId
    ${MISSING} AND b.first_seq <= t.in_line_up_to ORDER BY b.first_seq`);
  const blocked = db
    .prepare<[string], number>(
      "SELECT EXISTS (SELECT 1 FROM target_batch WHERE target_id = ? AND state = 'blocked')",
    )
    .pluck();
  const toCome = db.prepare<[string], StillToCome>(`${IN_NUMBERS} ${MISSING}`);
  const passphrase = db
    .prepare<[string], string>('SELECT passphrase FROM target_passphrase WHERE target_id = ?')
    .pluck();
  const setPassphrase = db.prepare(
    'INSERT OR REPLACE INTO target_passphrase (target_id, at_ms, passphrase) VALUES (?, ?, ?)',
  );
  const dropPassphrase = db.prepare('DELETE FROM target_passphrase WHERE target_id = ?');
  const set = db.prepare(`
    INSERT INTO target_batch (target_id, first_seq, rendition_id, state, progress) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET rendition_id = excluded.rendition_id, state = excluded.state,
      progress = excluded.progress`);
  const newest = db
    .prepare<[string], string>(
      `SELECT progress FROM target_batch WHERE target_id = ? AND state = 'delivered'
       ORDER BY json_extract(progress, '$.atMs') DESC LIMIT 1`,
    )
    .pluck();
  const byProfile = <T>(prepare: (profile: Profile) => T): ((profile: Profile) => T) => {
    const prepared = new Map<Profile, T>();
    return (profile) => {
      const made = prepared.get(profile) ?? prepare(profile);
      prepared.set(profile, made);
      return made;
    };
  };
  const anywhere = byProfile((profile) =>
    db.prepare<[number], number>(`SELECT ${deliveredAs(profile)} FROM batch b WHERE b.first_seq = ?`).pluck(),
  );
  const copies = db.prepare<[number], { id: string; progress: string; renditionId: number | null }>(
    'SELECT target_id AS id, progress, rendition_id AS renditionId FROM target_batch WHERE first_seq = ?',
  );
  const unsafe = byProfile((profile) =>
    db.prepare<{ ids: string }, StillToCome>(`
    WITH wanted AS (SELECT id, from_seq FROM target WHERE id IN (SELECT value FROM json_each(@ids)))
    ${IN_NUMBERS} FROM batch b
    WHERE EXISTS (SELECT 1 FROM wanted w
        LEFT JOIN target_batch p ON p.target_id = w.id AND p.first_seq = b.first_seq
        WHERE b.first_seq >= w.from_seq AND coalesce(p.state, 'pending') <> 'delivered')
      OR NOT EXISTS (SELECT 1 FROM wanted w WHERE b.first_seq >= w.from_seq) AND NOT ${deliveredAs(profile)}`),
  );
  const sealed = db.prepare<[], ReturnType<LogTargets['sealed']>>(`
    SELECT count(*) AS sealed, coalesce(sum(last_seq - first_seq + 1), 0) AS sealedEvents,
      max(sealed_at_ms) AS lastSealedAtMs FROM batch`);
  const sealKept = db.prepare<[], number>('SELECT kept_at_ms FROM seal_times').pluck();
  const keepSeal = db.prepare('INSERT OR REPLACE INTO seal_times (one, kept_at_ms) VALUES (1, ?)');

  const personal = db
    .prepare<[], number>(
      'SELECT forgotten_up_to + 1 FROM retention WHERE forgotten_up_to < (SELECT max(seq) FROM event)',
    )
    .pluck();

  const setProgress = (
    id: string,
    firstSeq: number,
    progress: Progress,
    renditionId: number | null,
  ): void => {
    set.run(id, firstSeq, renditionId, progress.state, JSON.stringify(progress));
  };
  const delivered = db.transaction(
    (id: string, firstSeq: number, renditionId: number, delivery: DeliveryRecord) => {
      batches.recordDelivery(renditionId, delivery);
      const { checked } = delivery;
      setProgress(
        id,
        firstSeq,
        { state: 'delivered', atMs: timestampMs(delivery.atMs), checked },
        renditionId,
      );
    },
  );
  const durable = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw appendError(error);
    } finally {
      batches.changed();
    }
  };

  const history = createTargetHistory(db);
  return {
    ...history,
    ...createRemovedTargets(db, history, durable),
    ...createTargetPlans(db, durable),
    record: (id) => record.get(id) ?? null,
    join: (id, fromSeq, at) => void durable(() => join.run(id, fromSeq, at, at)),
    passphrase: (id) => passphrase.get(id) ?? null,
    keepPassphrase: (id, given, at) =>
      void durable(() => (given === null ? dropPassphrase.run(id) : setPassphrase.run(id, at, given))),
    keepTimes: (id, at) => void durable(() => keep.run(at, id)),
    putInLine: (id, upToSeq) => void durable(() => inLine.run(upToSeq, id)),
    leaveLine: (id, fromSeq) => void durable(() => leave.run(fromSeq, id)),
    line: (id) => line.all(id).map((row) => ({ ...row, progress: progressOf(row.progress) })),
    isBlocked: (id) => blocked.get(id) === 1,
    stillToCome: (id) => toCome.get(id) ?? { batches: 0, events: 0 },
    setProgress: (...given) => durable(() => setProgress(...given)),
    recordDelivery: (...given) => durable(() => delivered.immediate(...given)),
    lastDelivery: (id) => {
      const progress = progressOf(newest.get(id) ?? null);
      return progress.state === 'delivered' ? { atMs: progress.atMs, checked: progress.checked } : null;
    },
    copies: (firstSeq, profile) => {
      const is = anywhere(profile).get(firstSeq);
      if (is === undefined) return null;
      const rows = copies.all(firstSeq);
      return {
        firstSeq,
        anywhere: is === 1,
        at: new Map(rows.map((row) => [row.id, progressOf(row.progress)])),
        renditionOf: new Map(
          rows.flatMap((row) => (row.renditionId === null ? [] : [[row.id, row.renditionId]])),
        ),
      };
    },
    unsafe: (requiredIds, profile) =>
      unsafe(profile).get({ ids: JSON.stringify(requiredIds) }) ?? { batches: 0, events: 0 },
    sealed: () => sealed.get() ?? { sealed: 0, sealedEvents: 0, lastSealedAtMs: null },
    sealTimesKept: () => {
      const at = sealKept.get();
      return at === undefined ? null : timestampMs(at);
    },
    keepSealTimes: (at) => void durable(() => keepSeal.run(at)),
    personalFrom: () => personal.get() ?? null,
  };
}
