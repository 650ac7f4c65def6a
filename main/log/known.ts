import { randomBytes } from 'node:crypto';
import type { Document, DocumentKind } from '../../core/credential/credential.ts';
import { meetBirths } from '../../core/person/birth.ts';
import { type PersonClaim, type SoleKind, soleKindOf } from '../../core/person/claim.ts';
import { foldName } from '../../core/person/fold.ts';
import type { Db } from './open.ts';

/** Longest folded name that is kept to be found by, in characters: a hostile code must not fill an index. */
const LONGEST_NAME = 200;

/** Words of a name, after its first, by which it is found, and characters kept from each on. */
const MOST_TAILS = 8;
const LONGEST_TAIL = 60;

/** Keys of people that have a phone number are looked through up to here; a number of more is nobody's. */
const MOST_OF_A_PHONE = 64;

/** A document as the log knows it. */
export interface KnownDocument {
  readonly key: string;
  readonly soleKind: SoleKind | null;
  /** What is known of the birth with this read, see `meetBirths`. */
  readonly birth: string | null;
  /** False where this read is the first with it, or says more of the birth: something is to be written. */
  readonly kept: boolean;
  readonly isNew: boolean;
}

/** What the log knows of documents, phones and names: the tables that lead from a read to a key and back. */
export interface Known {
  /** Looks a document of a claim up without writing; a new one gets a key that nothing else has. */
  look(document: Document, birth: string | null): KnownDocument;
  keep(document: Document, known: KnownDocument): void;
  /** The document of a key, or null where it has none or was deleted. */
  documentOf(key: string): { readonly kind: DocumentKind; readonly number: string } | null;
  /** First of these documents that the log has met, or null. */
  firstMet(documents: readonly Document[]): Document | null;
  keepPhone(number: string, key: string): void;
  /** Keys that have this phone, or null where they are too many to be somebody's. */
  keysOfPhone(number: string): readonly string[] | null;
  phonesOf(key: string): readonly string[];
  /** Keeps the claim's name for finding and comparing. True where this key was not known by that name and birth. */
  keepName(claim: PersonClaim, key: string): boolean;
  /** Keys of the same folded name and whole birth date, `most` at most; none where the claim has not both. */
  alike(claim: PersonClaim, most: number): readonly string[];
}

export function createKnown(db: Db): Known {
  const find = db.prepare<[string, string], { key: string; birth: string | null }>(
    'SELECT person_key AS key, birth FROM person_document WHERE kind = ? AND number = ?',
  );
  const keep = db.prepare(`
    INSERT INTO person_document (kind, number, person_key, birth) VALUES (?, ?, ?, ?)
      ON CONFLICT (kind, number) DO UPDATE SET birth = excluded.birth`);
  const byKey = db.prepare<[string], { kind: DocumentKind; number: string }>(
    'SELECT kind, number FROM person_document WHERE person_key = ?',
  );
  const keepPhone = db.prepare('INSERT OR IGNORE INTO person_phone (number, person_key) VALUES (?, ?)');
  const phoned = db
    .prepare<[string, number], string>('SELECT person_key FROM person_phone WHERE number = ? LIMIT ?')
    .pluck();
  const phones = db
    .prepare<[string], string>('SELECT number FROM person_phone WHERE person_key = ? LIMIT 8')
    .pluck();
  const keepName = db.prepare(
    'INSERT OR IGNORE INTO person_name (folded, birth, person_key) VALUES (?, ?, ?)',
  );
  const keepTail = db.prepare('INSERT OR IGNORE INTO person_name_tail (tail, person_key) VALUES (?, ?)');
  const named = db
    .prepare<[string, string, number], string>(
      'SELECT person_key FROM person_name WHERE folded = ? AND birth = ? LIMIT ?',
    )
    .pluck();

  return {
    look: (document, birth) => {
      const found = find.get(document.kind, document.number);
      const soleKind = soleKindOf(document);
      if (found === undefined) {
        return { key: randomBytes(16).toString('hex'), soleKind, birth, kept: false, isNew: true };
      }
      const met = meetBirths(found.birth, birth);
      return { key: found.key, soleKind, birth: met, kept: met === found.birth, isNew: false };
    },
    keep: ({ kind, number }, { key, birth }) => {
      keep.run(kind, number, key, birth);
    },
    documentOf: (key) => byKey.get(key) ?? null,
    firstMet: (documents) => documents.find(({ kind, number }) => find.get(kind, number)) ?? null,
    keepPhone: (number, key) => {
      keepPhone.run(number, key);
    },
    keysOfPhone: (number) => {
      const keys = phoned.all(number, MOST_OF_A_PHONE + 1);
      return keys.length > MOST_OF_A_PHONE ? null : keys;
    },
    phonesOf: (key) => phones.all(key),
    keepName: (claim, key) => {
      const { folded, birth } = foldedOf(claim);
      if (folded === '' || keepName.run(folded, birth, key).changes === 0) return false;
      for (const tail of tailsOf(folded)) keepTail.run(tail, key);
      return true;
    },
    alike: (claim, most) => {
      const { folded, birth } = foldedOf(claim);
      return folded === '' || birth === '' ? [] : named.all(folded, birth, most);
    },
  };
}

function foldedOf({ name, birth }: PersonClaim): { readonly folded: string; readonly birth: string } {
  const whole = birth !== null && birth.length > 4 ? birth : '';
  return { folded: foldName(name ?? '').slice(0, LONGEST_NAME), birth: whole };
}

/** The name from its second word on, from its third, and so on. */
function tailsOf(folded: string): readonly string[] {
  const words = folded.split(' ');
  return words.slice(1, MOST_TAILS + 1).map((_, index) =>
    words
      .slice(index + 1)
      .join(' ')
      .slice(0, LONGEST_TAIL),
  );
}
