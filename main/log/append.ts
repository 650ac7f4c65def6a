import { randomBytes } from 'node:crypto';
import { CHAIN_START, chainOf } from '../../core/batch/chain.ts';
import { commitmentOf } from '../../core/batch/commitment.ts';
import type { EventPublic } from '../../core/batch/event.ts';
import { encodePayload } from '../../core/batch/payload.ts';
import { GatelogError } from '../../core/errors.ts';
import type { NewEvent } from './log.ts';
import { type Db, isDiskFull, sqliteCode } from './open.ts';
import { createVisits } from './visits.ts';

/** Makes the append of a log: all given events in ONE transaction, durable on return. */
export function createAppend(
  db: Db,
  gateId: string,
): (events: readonly NewEvent[]) => readonly EventPublic[] {
  const last = db.prepare<[], { seq: number; chain: Buffer }>(
    'SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1',
  );
  const insertEvent = db.prepare(`
    INSERT INTO event (seq, at_ms, offset_min, boot_id, uptime_ms, clock, gate_id, lane, kind, reason,
      credential_kind, checks, source, voids_seq, answers_seq, person_key, commitment, chain)
    VALUES (@seq, @atMs, @offsetMin, @bootId, @uptimeMs, @clock, @gateId, @lane, @kind, @reason,
      @credentialKind, @checks, @source, @voidsSeq, @answersSeq, @personKey, @commitment, @chain)`);
  const insertPersonal = db.prepare('INSERT INTO event_personal (seq, salt, payload) VALUES (?, ?, ?)');
  const person = createPersons(db);
  const visits = createVisits(db);

  const appendAll = db.transaction((events: readonly NewEvent[]) => {
    const before = last.get();
    let seq = before?.seq ?? 0;
    let chain: Uint8Array = before?.chain ?? CHAIN_START;
    return events.map((given): EventPublic => {
      seq += 1;
      const passes = given.event.kind === 'in' || given.event.kind === 'out';
      // An entry without a document is still somebody inside: a key of its own, which nothing else joins.
      const personKey = given.person ? person(given.person) : passes ? randomBytes(16).toString('hex') : null;
      const event: EventPublic = { ...given.event, gateId, seq, personKey };
      const salt = randomBytes(32);
      const payload = encodePayload(given.personal);
      const commitment = commitmentOf(salt, payload);
      chain = chainOf(chain, event, commitment);
      insertEvent.run({ ...event, commitment, chain });
      insertPersonal.run(seq, salt, payload);
      visits(event);
      return event;
    });
  });

  return (events) => {
    try {
      return appendAll.immediate(events);
    } catch (error) {
      throw appendError(error);
    }
  };
}

/** Names the failure of a write: `log/disk-full` where the disk is full, else `log/append-failed`. */
export function appendError(error: unknown): GatelogError {
  if (error instanceof GatelogError) return error;
  const code = sqliteCode(error);
  if (isDiskFull(code)) {
    return new GatelogError('log/disk-full', 'the disk is full', {}, { cause: error });
  }
  return new GatelogError('log/append-failed', `the event was not written (${code})`, {}, { cause: error });
}

/** Finds or makes the person_key of a document: 16 random bytes in hex, without meaning of their own. */
function createPersons(db: Db): (document: { kind: string; number: string }) => string {
  const find = db
    .prepare<[string, string], string>('SELECT person_key FROM person_document WHERE kind = ? AND number = ?')
    .pluck();
  const insert = db.prepare('INSERT INTO person_document (kind, number, person_key) VALUES (?, ?, ?)');
  return ({ kind, number }) => {
    const known = find.get(kind, number);
    if (known !== undefined) return known;
    const key = randomBytes(16).toString('hex');
    insert.run(kind, number, key);
    return key;
  };
}
