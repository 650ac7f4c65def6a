import { z } from 'zod';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { EVENT_KINDS } from '../../core/batch/event.ts';
import { GatelogError } from '../../core/errors.ts';
import type { Batches, OpenRange, RecordedBatch } from '../delivery/batches.ts';
import type { SealedBatch } from '../delivery/seal.ts';
import { appendError } from './append.ts';
import type { Db } from './open.ts';

/** What the screen says of deliveries. */
export interface DeliveryState {
  /** When the newest copy was confirmed, ms since the epoch, or null. */
  readonly lastAtMs: number | null;
  /** Events that lie in no confirmed copy yet. */
  readonly owedEvents: number;
}

/** Batches of this log, kept beside its events in the same database. */
export interface LogBatches extends Batches {
  state(): DeliveryState;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const sealedSchema = z.strictObject({
  name: z.string(),
  firstSeq: z.int(),
  lastSeq: z.int(),
  events: z.int(),
  counts: z.partialRecord(z.enum(EVENT_KINDS), z.int()),
  chainBefore: hash,
  chainAfter: hash,
  profile: z.literal('full'),
  keyId: z.string(),
  // Batches of the first days were sealed without.
  identity: z.strictObject({ site: z.string(), gate: z.string(), appVersion: z.string() }).optional(),
  files: z.array(z.strictObject({ name: z.string(), sizeBytes: z.int(), sha256: hash })),
});

interface Row {
  readonly sealed: string;
  readonly sealedAtMs: number;
  readonly deliveredAtMs: number | null;
}

/** @param nowMs the kiosk's clock, ms since the epoch */
export function createBatches(db: Db, nowMs: () => number): LogBatches {
  const sealedUpTo = db.prepare<[], number>('SELECT coalesce(max(last_seq), 0) FROM batch').pluck();
  const newest = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM event').pluck();
  const chainAt = db.prepare<[number], Buffer>('SELECT chain FROM event WHERE seq = ?').pluck();
  const insert = db.prepare(
    'INSERT INTO batch (first_seq, last_seq, name, sealed_at_ms, sealed) VALUES (?, ?, ?, ?, ?)',
  );
  const all = db.prepare<[], Row>(`
    SELECT sealed, sealed_at_ms AS sealedAtMs,
      (SELECT max(at_ms) FROM delivery d WHERE d.first_seq = b.first_seq) AS deliveredAtMs
    FROM batch b ORDER BY first_seq`);
  const firstOf = db.prepare<[string], number>('SELECT first_seq FROM batch WHERE name = ?').pluck();
  const deliver = db.prepare('INSERT INTO delivery (first_seq, target, checked, at_ms) VALUES (?, ?, ?, ?)');
  const lastAt = db.prepare<[], number | null>('SELECT max(at_ms) FROM delivery').pluck();
  const deliveredEvents = db
    .prepare<[], number>(`
    SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM batch b
      WHERE EXISTS (SELECT 1 FROM delivery d WHERE d.first_seq = b.first_seq)`)
    .pluck();

  const record = db.transaction((sealed: SealedBatch): void => {
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
  });
  const durable = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw appendError(error);
    }
  };

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
    list: () => all.all().map(recorded),
    recordDelivery: (name, { target, checked, atMs }) =>
      durable(() => {
        const firstSeq = firstOf.get(name);
        if (firstSeq === undefined) throw new GatelogError('batch/invalid', 'no batch of this name');
        deliver.run(firstSeq, target, checked, atMs);
      }),
    state: () => ({
      lastAtMs: lastAt.get() ?? null,
      owedEvents: (newest.get() ?? 0) - (deliveredEvents.get() ?? 0),
    }),
  };
}

function recorded(row: Row): RecordedBatch {
  const parsed = sealedSchema.safeParse(JSON.parse(row.sealed));
  if (!parsed.success) throw new GatelogError('log/corrupt', 'a batch in the log has an unknown shape');
  return { sealed: parsed.data, sealedAtMs: row.sealedAtMs, deliveredAtMs: row.deliveredAtMs };
}

const hex = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '' : Buffer.from(bytes).toString('hex');
