import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Document } from '../../core/credential/credential.ts';
import type { PersonClaim } from '../../core/person/claim.ts';
import { minutes, timestampMs } from '../../core/units.ts';
import type { Visit } from '../../core/visit/visit.ts';
import { newEvent } from '../../main/events.ts';
import { openLog } from '../../main/log/index.ts';
import type { Log } from '../../main/log/log.ts';
import { type Db, openDatabase } from '../../main/log/open.ts';
import { testFolder } from './folder.ts';
import { GATE_START } from './gate-log.ts';

/** A log with a connection of its own beside it, to look at what is derived. */
export interface PeopleLog {
  readonly log: Log;
  readonly db: Db;
  close(): void;
}

export function openPeopleLog(): PeopleLog {
  const path = join(testFolder(), 'gate.db');
  const key = randomBytes(32);
  const newLogId = () => 'a'.repeat(32);
  const log = openLog({ path, key, gateId: 'main', newLogId, nowMs: () => GATE_START });
  const db = openDatabase({ path, key });
  return {
    log,
    db,
    close: () => {
      db.close();
      log.close();
    },
  };
}

/** Whoever shows these documents; all are one invented man unless told otherwise. */
export const shows = (...documents: Document[]): PersonClaim => ({
  documents,
  phone: null,
  name: 'Nguyễn Văn Thử',
  birth: '1993-01-18',
});

export const stampAt = (minute: number) => ({
  atMs: timestampMs(GATE_START + minutes(minute)),
  offsetMin: 420,
  bootId: 'boot',
  uptimeMs: minutes(minute),
  clock: 'ok' as const,
});

/** Appends one event of whoever makes this claim. */
export function writeEvent(
  log: Log,
  minute: number,
  kind: 'in' | 'out' | 'refused' | 'void',
  person: PersonClaim | null,
  voidsSeq: number | null = null,
) {
  const source = { kind: 'manual' } as const;
  const at = { stamp: stampAt(minute), lane: '1', reason: 'entered', source, guard: null };
  const made = newEvent({ ...at, kind, voidsSeq });
  const personal = { ...made.personal, name: person?.name ?? null, birth: person?.birth ?? null };
  const [event] = log.append([{ ...made, personal, person }]);
  if (event === undefined) throw new Error('nothing appended');
  return event;
}

interface VisitRow extends Omit<Visit, 'inferred'> {
  readonly inferred: number;
}

/** The visits as they are kept. */
export const visitsKept = (db: Db): Visit[] =>
  db
    .prepare<[], VisitRow>(`SELECT in_seq AS inSeq, person_key AS personKey, begin_ms AS beginMs,
      end_ms AS endMs, end_seq AS endSeq, inferred FROM visit ORDER BY in_seq`)
    .all()
    .map((row) => ({ ...row, inferred: row.inferred === 1 }));

/** By key the root of its person as it is kept; keys that are alone and always were are left out. */
export const rootsKept = (db: Db): Record<string, string> =>
  Object.fromEntries(
    db
      .prepare<[], [string, string]>('SELECT person_key, root FROM person_node ORDER BY person_key')
      .raw()
      .all(),
  );

/** Key of a document, or '' where the log never met it. */
export const keyOf = (db: Db, { kind, number }: Document): string =>
  db
    .prepare<[string, string], string>('SELECT person_key FROM person_document WHERE kind = ? AND number = ?')
    .pluck()
    .get(kind, number) ?? '';
