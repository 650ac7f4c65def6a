import { randomBytes } from 'node:crypto';
import { CHAIN_START, chainOf } from '../../core/batch/chain.ts';
import { commitmentOf } from '../../core/batch/commitment.ts';
import type { EventPersonal, EventPublic } from '../../core/batch/event.ts';
import { encodePayload } from '../../core/batch/payload.ts';
import { GatelogError } from '../../core/errors.ts';
import { type PersonNote, personReason } from '../../core/person/told.ts';
import type { NewEvent } from './log.ts';
import { type Db, isDiskFull, sqliteCode } from './open.ts';
import type { Change, Persons } from './persons.ts';
import type { Visits } from './visits.ts';

/** What writes events. Each call is ONE transaction, durable on return. */
export interface Append {
  /** Appends these events; where one of them tells who is one person, a note of that follows it. Without the notes. */
  events(events: readonly NewEvent[]): readonly EventPublic[];
  /** Changes who is one person, by an administrator's word, and notes it. Returns the seq of the last note or null. */
  change(at: NoteStamp, work: (seq: number) => Change): number | null;
}

/** When a note is written. */
export type NoteStamp = Pick<EventPublic, 'atMs' | 'offsetMin' | 'bootId' | 'uptimeMs' | 'clock'>;

export function createAppend(
  db: Db,
  gateId: string,
  { persons, visits }: { readonly persons: Persons; readonly visits: Visits },
): Append {
  const last = db.prepare<[], { seq: number; chain: Buffer }>(
    'SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1',
  );
  const insertEvent = db.prepare(`
    INSERT INTO event (seq, at_ms, offset_min, boot_id, uptime_ms, clock, gate_id, lane, kind, reason,
      credential_kind, checks, source, voids_seq, answers_seq, person_key, commitment, chain)
    VALUES (@seq, @atMs, @offsetMin, @bootId, @uptimeMs, @clock, @gateId, @lane, @kind, @reason,
      @credentialKind, @checks, @source, @voidsSeq, @answersSeq, @personKey, @commitment, @chain)`);
  const insertPersonal = db.prepare('INSERT INTO event_personal (seq, salt, payload) VALUES (?, ?, ?)');

  /** Writes rows behind the last one of the log, in order. */
  const writer = () => {
    const before = last.get();
    let seq = before?.seq ?? 0;
    let chain: Uint8Array = before?.chain ?? CHAIN_START;
    return {
      nextSeq: () => seq + 1,
      write: (event: Omit<EventPublic, 'seq'>, personal: EventPersonal): EventPublic => {
        seq += 1;
        const row: EventPublic = { ...event, gateId, seq };
        const salt = randomBytes(32);
        const payload = encodePayload(personal);
        const commitment = commitmentOf(salt, payload);
        chain = chainOf(chain, row, commitment);
        insertEvent.run({ ...row, commitment, chain });
        insertPersonal.run(seq, salt, payload);
        return row;
      },
    };
  };

  const appendAll = db.transaction((events: readonly NewEvent[]) => {
    const { nextSeq, write } = writer();
    return events.map((given): EventPublic => {
      const { key, notes, moved } = given.person ? persons.meet(given.person, nextSeq()) : NOBODY;
      visits.repair(moved);
      const passes = given.event.kind === 'in' || given.event.kind === 'out';
      // An entry without a document is still somebody inside: a key of its own, which nothing else joins.
      const personKey = key ?? (passes ? randomBytes(16).toString('hex') : null);
      const event = write({ ...given.event, personKey }, given.personal);
      visits.follow(event);
      for (const note of notes) write(noteEvent(given.event, note), NOTHING_PERSONAL);
      return event;
    });
  });
  const changeAll = db.transaction((at: NoteStamp, work: (seq: number) => Change): number | null => {
    const { nextSeq, write } = writer();
    const { notes, moved } = work(nextSeq());
    visits.repair(moved);
    return notes.map((note) => write(noteEvent(at, note), NOTHING_PERSONAL)).at(-1)?.seq ?? null;
  });
  const named = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw appendError(error);
    }
  };

  return {
    events: (events) => named(() => appendAll.immediate(events)),
    change: (at, work) => named(() => changeAll.immediate(at, work)),
  };
}

const NOBODY = { key: null, notes: [], moved: [] } as const;

const NOTHING_PERSONAL: EventPersonal = {
  schema: 1,
  documentKind: null,
  document: null,
  name: null,
  birth: null,
  sex: null,
  address: null,
  phone: null,
  note: null,
  guard: null,
  raw: null,
  fields: {},
};

/** The row that tells the office who is one person: keys alone, nothing of anybody. */
const noteEvent = (at: NoteStamp, note: PersonNote): Omit<EventPublic, 'seq'> => ({
  atMs: at.atMs,
  offsetMin: at.offsetMin,
  bootId: at.bootId,
  uptimeMs: at.uptimeMs,
  clock: at.clock,
  gateId: '',
  lane: '',
  kind: 'note',
  reason: personReason(note),
  credentialKind: '',
  checks: '',
  source: '',
  voidsSeq: null,
  answersSeq: null,
  personKey: null,
});

/** Names the failure of a write: `log/disk-full` where the disk is full, else `log/append-failed`. */
export function appendError(error: unknown): GatelogError {
  if (error instanceof GatelogError) return error;
  const code = sqliteCode(error);
  if (isDiskFull(code)) {
    return new GatelogError('log/disk-full', 'the disk is full', {}, { cause: error });
  }
  return new GatelogError('log/append-failed', `the event was not written (${code})`, {}, { cause: error });
}
