import type { Migration } from './index.ts';

/** The log itself: events, their personal snapshots, persons, and the derived visits (DESIGN.md, The log). */
export const events10: Migration = {
  version: 10,
  sql: `
    CREATE TABLE log (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      log_id TEXT NOT NULL,
      gate_id TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      probed INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE event (
      seq INTEGER PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      offset_min INTEGER NOT NULL,
      boot_id TEXT NOT NULL,
      uptime_ms INTEGER NOT NULL,
      clock TEXT NOT NULL,
      gate_id TEXT NOT NULL,
      lane TEXT NOT NULL,
      kind TEXT NOT NULL,
      reason TEXT NOT NULL,
      credential_kind TEXT NOT NULL,
      checks TEXT NOT NULL,
      source TEXT NOT NULL,
      voids_seq INTEGER REFERENCES event(seq),
      answers_seq INTEGER REFERENCES event(seq),
      person_key TEXT,
      commitment BLOB NOT NULL CHECK (length(commitment) = 32),
      chain BLOB NOT NULL CHECK (length(chain) = 32)
    ) STRICT;
    CREATE INDEX event_person ON event(person_key, seq) WHERE person_key IS NOT NULL;
    CREATE INDEX event_at ON event(at_ms);
    CREATE UNIQUE INDEX event_voids ON event(voids_seq) WHERE voids_seq IS NOT NULL;
    CREATE UNIQUE INDEX event_answers ON event(answers_seq) WHERE answers_seq IS NOT NULL;
    CREATE TRIGGER event_never_changed BEFORE UPDATE ON event
      BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
    CREATE TRIGGER event_never_deleted BEFORE DELETE ON event
      BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;

    CREATE TABLE event_personal (
      seq INTEGER PRIMARY KEY REFERENCES event(seq),
      salt BLOB NOT NULL CHECK (length(salt) = 32),
      payload BLOB NOT NULL
    ) STRICT;

    CREATE TABLE person_document (
      kind TEXT NOT NULL,
      number TEXT NOT NULL,
      person_key TEXT NOT NULL,
      PRIMARY KEY (kind, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE visit (
      in_seq INTEGER PRIMARY KEY REFERENCES event(seq),
      person_key TEXT NOT NULL,
      begin_ms INTEGER NOT NULL,
      end_ms INTEGER,
      end_seq INTEGER REFERENCES event(seq),
      inferred INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX visit_open ON visit(begin_ms) WHERE end_seq IS NULL;
    CREATE INDEX visit_person ON visit(person_key, in_seq);
    CREATE INDEX visit_end ON visit(end_seq) WHERE end_seq IS NOT NULL;
    CREATE INDEX visit_long ON visit(begin_ms, end_ms) WHERE end_ms - begin_ms > 14400000;
  `,
};
