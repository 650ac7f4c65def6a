import type { Migration } from './index.ts';

/**
 * A sealed range can have several renditions, each for one profile and one set of recipients, and a confirmed copy is
 * one of a rendition. What was sealed before has one: full, plain, with Vietnamese headings and a manifest of schema 1.
 */
export const renditions70: Migration = {
  version: 70,
  sql: `
    CREATE TABLE rendition (
      id INTEGER PRIMARY KEY,
      first_seq INTEGER NOT NULL REFERENCES batch(first_seq),
      name TEXT NOT NULL,
      profile TEXT NOT NULL,
      rendered_at_ms INTEGER NOT NULL,
      rendition TEXT NOT NULL CHECK (json_valid(rendition))
    ) STRICT;
    CREATE INDEX rendition_batch ON rendition(first_seq, profile);
    CREATE TRIGGER rendition_never_changed BEFORE UPDATE ON rendition
      BEGIN SELECT RAISE(ABORT, 'a rendition is never changed'); END;
    CREATE TRIGGER rendition_never_deleted BEFORE DELETE ON rendition
      BEGIN SELECT RAISE(ABORT, 'a rendition is never deleted'); END;

    INSERT INTO rendition (first_seq, name, profile, rendered_at_ms, rendition)
      SELECT first_seq, name, 'full', sealed_at_ms, json_object(
        'name', name,
        'schemaVersion', 1,
        'profile', 'full',
        'headings', 'vi',
        'encryption', NULL,
        'passphraseTag', NULL,
        'pseudonymKeyId', NULL,
        'keyId', json_extract(sealed, '$.keyId'),
        'files', json_extract(sealed, '$.files'),
        'plainFiles', json_extract(sealed, '$.files'))
      FROM batch ORDER BY first_seq;

    CREATE TABLE delivery_of_rendition (
      id INTEGER PRIMARY KEY,
      rendition_id INTEGER NOT NULL REFERENCES rendition(id),
      target TEXT NOT NULL,
      checked TEXT NOT NULL CHECK (checked IN ('medium', 'cache')),
      at_ms INTEGER NOT NULL
    ) STRICT;
    INSERT INTO delivery_of_rendition (id, rendition_id, target, checked, at_ms)
      SELECT d.id, r.id, d.target, d.checked, d.at_ms
      FROM delivery d JOIN rendition r ON r.first_seq = d.first_seq;
    DROP TABLE delivery;
    ALTER TABLE delivery_of_rendition RENAME TO delivery;
    CREATE INDEX delivery_rendition ON delivery(rendition_id, at_ms);

    -- Who can open the batches, as an administrator chose it on the screen: one row or none.
    CREATE TABLE batch_openers (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      at_ms INTEGER NOT NULL,
      openers TEXT NOT NULL CHECK (json_valid(openers))
    ) STRICT;
  `,
};
