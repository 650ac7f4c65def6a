import type { z } from 'zod';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { PROFILES, type Profile } from '../../core/batch/profile.ts';
import { GatelogError } from '../../core/errors.ts';
import type {
  Batches,
  DeliveryRecord,
  OpenRange,
  RecordedBatch,
  RecordedRendition,
} from '../delivery/batches.ts';
import { covers, type Rendition } from '../delivery/rendition.ts';
import type { Sealed } from '../delivery/seal.ts';
import { renditionSchema, sealedSchema } from '../delivery/sealed-schema.ts';
import { appendError } from './append.ts';
import type { Db } from './open.ts';

/** What the screen says of deliveries. */
export interface DeliveryState {
  /** When the newest copy was confirmed, ms since the epoch, or null. */
  readonly lastAtMs: number | null;
  /** Events of which no confirmed copy shows what the profile asked for shows, and that no target has either. */
  readonly owedEvents: number;
  /** When the oldest of them happened, ms since the epoch, or null. */
  readonly owedSinceMs: number | null;
}

/** Batches of this log, kept beside its events in the same database. */
export interface LogBatches extends Batches {
  /** Asked for at every scan: what takes a look at every batch is kept until one of them changes. */
  state(profile: Profile): DeliveryState;
  /** Says that something about a batch's copies was written elsewhere. */
  changed(): void;
}

interface BatchRow {
  readonly firstSeq: number;
  readonly sealed: string;
  readonly sealedAtMs: number;
}
interface RenditionRow {
  readonly id: number;
  readonly firstSeq: number;
  readonly rendition: string;
  readonly renderedAtMs: number;
  readonly deliveredAtMs: number | null;
}

/** Profiles whose confirmed copies leave nothing owed of this one. */
export const covering = (wanted: Profile): readonly Profile[] =>
  PROFILES.filter((one) => covers(one, wanted));

/** The same for SQL. */
const coveringList = (wanted: Profile): string =>
  covering(wanted)
    .map((one) => `'${one}'`)
    .join();

/** SQL: whether a copy of batch `b` that shows as much as this profile was confirmed anywhere. */
export const delivered = (profile: Profile): string => `EXISTS (SELECT 1 FROM rendition r
  WHERE r.first_seq = b.first_seq AND r.profile IN (${coveringList(profile)})
    AND EXISTS (SELECT 1 FROM delivery d WHERE d.rendition_id = r.id))`;

/** @param nowMs the kiosk's clock, ms since the epoch */
export function createBatches(db: Db, nowMs: () => number): LogBatches {
  const sealedUpTo = db.prepare<[], number>('SELECT coalesce(max(last_seq), 0) FROM batch').pluck();
  const newest = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM event').pluck();
  const chainAt = db.prepare<[number], Buffer>('SELECT chain FROM event WHERE seq = ?').pluck();
  const insert = db.prepare(
    'INSERT INTO batch (first_seq, last_seq, name, sealed_at_ms, sealed) VALUES (?, ?, ?, ?, ?)',
  );
  const insertRendition = db.prepare(
    'INSERT INTO rendition (first_seq, name, profile, rendered_at_ms, rendition) VALUES (?, ?, ?, ?, ?)',
  );
  const batches = (where: string) =>
    db.prepare<[], BatchRow>(
      `SELECT first_seq AS firstSeq, sealed, sealed_at_ms AS sealedAtMs FROM batch b ${where} ORDER BY first_seq`,
    );
  const oneBatch = db.prepare<[number], BatchRow>(
    'SELECT first_seq AS firstSeq, sealed, sealed_at_ms AS sealedAtMs FROM batch WHERE first_seq = ?',
  );
  const renditionsOf = db.prepare<[number], RenditionRow>(`
    SELECT id, first_seq AS firstSeq, rendition, rendered_at_ms AS renderedAtMs,
      (SELECT max(at_ms) FROM delivery d WHERE d.rendition_id = r.id) AS deliveredAtMs
    FROM rendition r WHERE first_seq = ? ORDER BY id`);
  // By the newest first, nearly always the answer: all of them would be a long look at every start.
  const newestSigner = db
    .prepare<[], string>("SELECT json_extract(rendition, '$.keyId') FROM rendition ORDER BY id DESC LIMIT 1")
    .pluck();
  const signedBy = db
    .prepare<[string], number>("SELECT 1 FROM rendition WHERE json_extract(rendition, '$.keyId') = ? LIMIT 1")
    .pluck();
  const hasRendition = db.prepare<[number], number>('SELECT 1 FROM rendition WHERE id = ?').pluck();
  const deliver = db.prepare(
    'INSERT INTO delivery (rendition_id, target, checked, at_ms) VALUES (?, ?, ?, ?)',
  );
  const deliveriesOf = db.prepare<[number], DeliveryRecord>(`
    SELECT target, checked, at_ms AS atMs FROM delivery d JOIN rendition r ON r.id = d.rendition_id
    WHERE r.first_seq = ? ORDER BY d.at_ms DESC, d.id DESC`);
  const lastAt = db.prepare<[], number | null>('SELECT max(at_ms) FROM delivery').pluck();
  /** The same, or a target has what it asked for; one that was removed asks for nothing. */
  const somewhere = (profile: Profile): string => `(${delivered(profile)} OR EXISTS (
    SELECT 1 FROM target_batch p JOIN target t ON t.id = p.target_id
    WHERE p.first_seq = b.first_seq AND p.state = 'delivered' AND t.removed_at_ms IS NULL))`;
  const deliveredEvents = new Map(
    PROFILES.map((profile) => [
      profile,
      db
        .prepare<[], number>(
          `SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM batch b WHERE ${somewhere(profile)}`,
        )
        .pluck(),
    ]),
  );
  const firstOwed = new Map(
    PROFILES.map((profile) => [
      profile,
      db
        .prepare<[], number>(
          `SELECT first_seq FROM batch b WHERE NOT ${somewhere(profile)} ORDER BY first_seq LIMIT 1`,
        )
        .pluck(),
    ]),
  );
  const atOf = db.prepare<[number], number>('SELECT at_ms FROM event WHERE seq = ?').pluck();

  const remember = (firstSeq: number, rendition: Rendition): RecordedRendition => {
    const parsed = renditionSchema.parse(rendition);
    const atMs = nowMs();
    const { lastInsertRowid } = insertRendition.run(
      firstSeq,
      parsed.name,
      parsed.profile,
      atMs,
      JSON.stringify(parsed),
    );
    return { id: Number(lastInsertRowid), rendition: parsed, renderedAtMs: atMs, deliveredAtMs: null };
  };
  const record = db.transaction(({ sealed, rendition }: Sealed): RecordedRendition => {
    const before = sealedUpTo.get() ?? 0;
    const chainBefore = before === 0 ? CHAIN_START : chainAt.get(before);
    const chainAfter = chainAt.get(sealed.lastSeq);
    if (
      sealed.firstSeq !== before + 1 ||
      hex(chainBefore) !== sealed.chainBefore ||
      hex(chainAfter) !== sealed.chainAfter
    ) {
      throw new GatelogError('batch/invalid', 'the range does not follow the last batch of this log', {
        firstSeq: sealed.firstSeq,
        expected: before + 1,
      });
    }
    insert.run(
      sealed.firstSeq,
      sealed.lastSeq,
      sealed.name,
      nowMs(),
      JSON.stringify(sealedSchema.parse(sealed)),
    );
    return remember(sealed.firstSeq, rendition);
  });
  /** What is known of all batches together, by profile. */
  const kept = new Map<Profile, { lastAtMs: number | null; owedFrom: number; delivered: number }>();
  const durable = <T>(work: () => T): T => {
    kept.clear();
    try {
      return work();
    } catch (error) {
      throw appendError(error);
    }
  };
  const recorded = (row: BatchRow): RecordedBatch => ({
    sealed: parsed(sealedSchema, row.sealed),
    sealedAtMs: row.sealedAtMs,
    renditions: renditionsOf.all(row.firstSeq).map(({ id, rendition, renderedAtMs, deliveredAtMs }) => ({
      id,
      rendition: parsed(renditionSchema, rendition),
      renderedAtMs,
      deliveredAtMs,
    })),
  });

  return {
    nextRange: (maxEvents): OpenRange | null => {
      const before = sealedUpTo.get() ?? 0;
      const last = newest.get() ?? 0;
      if (last <= before) return null;
      const chainBefore = before === 0 ? CHAIN_START : chainAt.get(before);
      if (chainBefore === undefined)
        throw new GatelogError('log/corrupt', 'the end of the last batch is gone');
      return { firstSeq: before + 1, lastSeq: Math.min(last, before + maxEvents), chainBefore };
    },
    record: (sealed) => durable(() => record.immediate(sealed)),
    recordRendition: (firstSeq, rendition) => durable(() => remember(firstSeq, rendition)),
    sealedUpTo: () => sealedUpTo.get() ?? 0,
    newestSeq: () => newest.get() ?? 0,
    batch: (firstSeq) => {
      const row = oneBatch.get(firstSeq);
      return row === undefined ? null : recorded(row);
    },
    list: () => batches('').all().map(recorded),
    areSignedBy: (keyId) => {
      const newest = newestSigner.get();
      if (newest === undefined) return null;
      return newest === keyId || signedBy.get(keyId) !== undefined;
    },
    owed: (profile) =>
      batches(`WHERE NOT ${delivered(profile)}`)
        .all()
        .map(recorded),
    deliveries: (firstSeq) => deliveriesOf.all(firstSeq),
    recordDelivery: (id, { target, checked, atMs }) =>
      durable(() => {
        if (hasRendition.get(id) === undefined)
          throw new GatelogError('batch/invalid', 'no rendition of this id');
        deliver.run(id, target, checked, atMs);
      }),
    state: (profile) => {
      const known = kept.get(profile) ?? {
        lastAtMs: lastAt.get() ?? null,
        owedFrom: firstOwed.get(profile)?.get() ?? (sealedUpTo.get() ?? 0) + 1,
        delivered: deliveredEvents.get(profile)?.get() ?? 0,
      };
      kept.set(profile, known);
      return {
        lastAtMs: known.lastAtMs,
        owedEvents: (newest.get() ?? 0) - known.delivered,
        owedSinceMs: atOf.get(known.owedFrom) ?? null,
      };
    },
    changed: () => kept.clear(),
  };
}

function parsed<T>(schema: z.ZodType<T>, json: string): T {
  const result = schema.safeParse(JSON.parse(json));
  if (!result.success) throw new GatelogError('log/corrupt', 'a batch in the log has an unknown shape');
  return result.data;
}

const hex = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '' : Buffer.from(bytes).toString('hex');
