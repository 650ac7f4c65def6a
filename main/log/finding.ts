import { DOCUMENT_KINDS, type Document } from '../../core/credential/credential.ts';
import { normaliseNumber } from '../../core/person/documents.ts';
import { foldName } from '../../core/person/fold.ts';
import type { Db } from './open.ts';
import type { Card } from './people.ts';
import type { Presence } from './presence.ts';

/** A person that was found, by the card that was found of him. */
export interface FoundPerson {
  readonly card: Card;
  /** Keys of all that are his. */
  readonly keys: readonly string[];
  /** His documents, of all cards that are his. Whole: mask before showing. */
  readonly documents: readonly Document[];
  readonly phones: readonly string[];
}

/** Finding people by what stands on their cards. */
export interface Finding {
  /**
   * People whose folded name begins so, at its start or at any of its words, or a number or phone of whose begins so;
   * nobody for fewer than three characters.
   */
  find(text: string, most: number): readonly FoundPerson[];
  /** People who have exactly this document or this phone; nobody where they are more than `most`. */
  having(
    document: Pick<Document, 'kind' | 'number'> | null,
    phone: string | null,
    most: number,
  ): readonly FoundPerson[];
}

/** Shortest text that is looked for, in characters: less would list everybody. */
const SHORTEST = 3;
/** Rows looked at for one text: several can be one person. */
const MOST_ROWS = 200;

/** @param card everything of a key, for showing */
export function createFinding(
  db: Db,
  { persons, nodes, known }: Presence,
  card: (key: string) => Card,
): Finding {
  const byName = db
    .prepare<[string, string, number], string>(
      'SELECT person_key FROM person_name WHERE folded >= ? AND folded < ? LIMIT ?',
    )
    .pluck();
  const byTail = db
    .prepare<[string, string, number], string>(
      'SELECT person_key FROM person_name_tail WHERE tail >= ? AND tail < ? LIMIT ?',
    )
    .pluck();
  const byNumber = db
    .prepare<[string, string, string, number], string>(
      'SELECT person_key FROM person_document WHERE kind = ? AND number >= ? AND number < ? LIMIT ?',
    )
    .pluck();
  const byDocument = db
    .prepare<[string, string], string>('SELECT person_key FROM person_document WHERE kind = ? AND number = ?')
    .pluck();
  const byPhone = db
    .prepare<[string, string, number], string>(
      'SELECT person_key FROM person_phone WHERE number >= ? AND number < ? LIMIT ?',
    )
    .pluck();

  /** Every key that begins so, of numbers as well as of names. */
  const keysOf = (text: string): readonly string[] => {
    const name = foldName(text);
    const kinds = DOCUMENT_KINDS.filter((kind) => kind !== 'phone' && kind !== 'text');
    const phone = normaliseNumber('phone', text);
    return [
      ...(name.length < SHORTEST ? [] : byName.all(name, after(name), MOST_ROWS)),
      ...(name.length < SHORTEST ? [] : byTail.all(name, after(name), MOST_ROWS)),
      ...kinds.flatMap((kind) => {
        const number = normaliseNumber(kind, text);
        return number.length < SHORTEST ? [] : byNumber.all(kind, number, after(number), MOST_ROWS);
      }),
      ...(phone.length < SHORTEST ? [] : byPhone.all(phone, after(phone), MOST_ROWS)),
    ];
  };

  /** One of each person, by what calls it: the key that was found of it, `most` at most. */
  const peopleOf = (keysFound: readonly string[], most: number): ReadonlyMap<string, string> => {
    const found = new Map<string, string>();
    for (const key of keysFound) {
      if (found.size >= most) break;
      const root = persons.rootOf(key);
      // A number that stood beside another on a card and was never shown itself leads to who showed that card.
      const shown = nodes.firstSeqOf(key) === null ? root : key;
      if (!found.has(root) && nodes.firstSeqOf(shown) !== null) found.set(root, shown);
    }
    return found;
  };
  const personOf = ([root, key]: readonly [string, string]): FoundPerson => {
    const keys = persons.keysOf(root);
    return {
      card: card(key),
      keys,
      documents: keys.flatMap((one) => {
        const document = known.documentOf(one);
        return document === null || document.kind === 'text' ? [] : [{ ...document, masked: false }];
      }),
      phones: [...new Set(keys.flatMap(known.phonesOf))],
    };
  };

  return {
    find: (text, most) => [...peopleOf(keysOf(text), most)].map(personOf),
    having: (document, phone, most) => {
      const key = document === null ? undefined : byDocument.get(document.kind, document.number);
      // A phone of very many is nobody's.
      const phoned = phone === null ? [] : (known.keysOfPhone(phone) ?? []);
      const found = peopleOf([...(key === undefined ? [] : [key]), ...phoned], most + 1);
      return found.size > most ? [] : [...found].map(personOf);
    },
  };
}

/** The first text that no longer begins so. SQLite compares by bytes of UTF-8, in which nothing comes after U+10FFFF. */
const after = (prefix: string): string => `${prefix}\u{10ffff}`;
