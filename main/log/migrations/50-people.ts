import type { Migration } from './index.ts';

/**
 * Who is one person (docs/decisions/gate-rules.md, Who is the same). Every document has a key of its own, and an event
 * bears the key of the document that was read; which keys are one person stands here and can change.
 *
 * Personal, to be cleared with a person: `person_document`, `person_phone`, `person_name`, `birth` in `person_node`.
 */
export const people50: Migration = {
  version: 50,
  sql: `
    -- What all cards with this number say of the birth together, see core/person/birth.ts.
    ALTER TABLE person_document ADD COLUMN birth TEXT;
    CREATE INDEX person_document_key ON person_document(person_key);

    CREATE TABLE person_phone (
      number TEXT NOT NULL,
      person_key TEXT NOT NULL,
      PRIMARY KEY (number, person_key)
    ) STRICT, WITHOUT ROWID;
    -- A phone used to stand for a person; now it belongs to one.
    INSERT INTO person_phone (number, person_key)
      SELECT number, person_key FROM person_document WHERE kind = 'phone';
    DELETE FROM person_document WHERE kind = 'phone';
    CREATE INDEX person_phone_key ON person_phone(person_key);

    -- Folded name, and birth as YYYY-MM-DD or empty.
    CREATE TABLE person_name (
      folded TEXT NOT NULL,
      birth TEXT NOT NULL,
      person_key TEXT NOT NULL,
      PRIMARY KEY (folded, birth, person_key)
    ) STRICT, WITHOUT ROWID;

    -- A key that stands on a card with another, or that an administrator joined. Those that are not here are alone.
    CREATE TABLE person_node (
      person_key TEXT PRIMARY KEY,
      sole_kind TEXT,
      birth TEXT,
      first_seq INTEGER,
      card_root TEXT NOT NULL,
      root TEXT NOT NULL,
      card_seq INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX person_node_root ON person_node(root);
    CREATE INDEX person_node_by_card ON person_node(card_seq) WHERE card_seq IS NOT NULL;

    -- Two documents on one card, both ways round.
    CREATE TABLE person_link (
      one_key TEXT NOT NULL,
      other_key TEXT NOT NULL,
      PRIMARY KEY (one_key, other_key)
    ) STRICT, WITHOUT ROWID;

    -- What an administrator said of two keys; one_key < other_key.
    CREATE TABLE person_decision (
      id INTEGER PRIMARY KEY,
      one_key TEXT NOT NULL,
      other_key TEXT NOT NULL,
      what TEXT NOT NULL CHECK (what IN ('join', 'apart')),
      -- What was said before of the two and comes back when this is taken back.
      replaced TEXT CHECK (replaced IN ('join', 'apart')),
      seq INTEGER NOT NULL,
      undone_seq INTEGER,
      CHECK (one_key < other_key)
    ) STRICT;
    CREATE UNIQUE INDEX person_decision_one ON person_decision(one_key, other_key) WHERE undone_seq IS NULL;
    CREATE INDEX person_decision_other ON person_decision(other_key) WHERE undone_seq IS NULL;
    CREATE INDEX person_decision_joined ON person_decision(seq) WHERE undone_seq IS NULL AND what = 'join';

    -- Two keys that may be one person, to be looked at by an administrator; one_key < other_key.
    CREATE TABLE person_pair (
      id INTEGER PRIMARY KEY,
      one_key TEXT NOT NULL,
      other_key TEXT NOT NULL,
      why TEXT NOT NULL CHECK (why IN ('alike', 'cards-contradict')),
      seq INTEGER NOT NULL,
      dismissed_seq INTEGER,
      UNIQUE (one_key, other_key),
      CHECK (one_key < other_key)
    ) STRICT;
    CREATE INDEX person_pair_open ON person_pair(id) WHERE dismissed_seq IS NULL;
    CREATE INDEX person_pair_dismissed ON person_pair(id) WHERE dismissed_seq IS NOT NULL;
  `,
};
