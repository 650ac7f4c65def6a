import { MOST_DOCUMENTS } from '../../core/person/join.ts';
import { KEPT } from './kept-part.ts';
import type { Db } from './open.ts';

/** Deletes what is known of people of whom nothing personal is left. Runs inside the transaction of the deletion. */
export interface ForgetPeople {
  /**
   * Looks at everybody who hangs together with these keys, by cards or by an administrator's word. Where no event of
   * all of them has a personal part any more, everything that is known of them goes.
   * @returns keys with events that were cleared
   */
  clear(keys: Iterable<string>): number;
  /** Writes table `n` anew, so that nothing deleted stands in the unused rest of a page; false: there is no such table. */
  rewrite(n: number): boolean;
}

/** What is personal of a key. */
const PERSONAL = ['person_document', 'person_phone', 'person_name', 'person_name_tail'] as const;
/** Who is one person. Cleared with all of a chain at once, so that it changes nothing for anybody else. */
const DERIVED = ['person_node'] as const;

export function createForgetPeople(db: Db): ForgetPeople {
  const alive = db
    .prepare<[string], number>(`
      SELECT 1 FROM event e JOIN event_personal p ON p.seq = e.seq
        WHERE e.person_key = ? AND ${KEPT} ORDER BY e.seq DESC LIMIT 1`)
    .pluck();
  const hasEvents = db.prepare<[string], number>('SELECT 1 FROM event WHERE person_key = ? LIMIT 1').pluck();
  const near = db
    .prepare<{ key: string; most: number }, string>(`
      SELECT other_key FROM person_link WHERE one_key = @key
      UNION SELECT other_key FROM person_decision WHERE undone_seq IS NULL AND one_key = @key
      UNION SELECT one_key FROM person_decision WHERE undone_seq IS NULL AND other_key = @key
      LIMIT @most`)
    .pluck();
  const clearPersonal = PERSONAL.map((table) => db.prepare(`DELETE FROM ${table} WHERE person_key = ?`));
  const clearPairs = [
    db.prepare('DELETE FROM person_pair WHERE one_key = ?'),
    db.prepare('DELETE FROM person_pair WHERE other_key = ?'),
  ];
  const clearGraph = [
    db.prepare('DELETE FROM person_node WHERE person_key = ?'),
    db.prepare('DELETE FROM person_link WHERE one_key = ?'),
    db.prepare('DELETE FROM person_link WHERE other_key = ? AND one_key = ?'),
    db.prepare('DELETE FROM person_decision WHERE undone_seq IS NULL AND one_key = ?'),
    db.prepare('DELETE FROM person_decision WHERE undone_seq IS NULL AND other_key = ?'),
  ] as const;
  const clearBirth = db.prepare('UPDATE person_node SET birth = NULL WHERE person_key = ?');
  const isAlive = (key: string): boolean => alive.get(key) !== undefined;

  /** Everything that hangs together with a key, as far as one human can have documents. */
  const chainOf = (start: string): { readonly keys: readonly string[]; readonly whole: boolean } => {
    const keys = new Set([start]);
    for (const key of keys) {
      for (const next of near.all({ key, most: MOST_DOCUMENTS + 1 })) keys.add(next);
      if (keys.size > MOST_DOCUMENTS)
        return { keys: [start, ...near.all({ key: start, most: 1 })], whole: false };
    }
    return { keys: [...keys], whole: true };
  };
  const clearKey = (key: string): void => {
    for (const statement of [...clearPersonal, ...clearPairs]) statement.run(key);
  };
  const clearLinks = (key: string): void => {
    const [node, from, to, ...decisions] = clearGraph;
    for (const other of near.all({ key, most: MOST_DOCUMENTS + 1 })) to.run(key, other);
    for (const statement of [node, from, ...decisions]) statement.run(key);
  };

  return {
    clear: (given) => {
      let cleared = 0;
      const done = new Set<string>();
      for (const start of given) {
        if (done.has(start)) continue;
        const { keys, whole } = chainOf(start);
        if (!whole) {
          // Somebody's play, and all of it alone: its places in the chain stay, what is personal of this one goes.
          done.add(start);
          if (isAlive(start) || near.all({ key: start, most: MOST_DOCUMENTS + 1 }).some(isAlive)) continue;
          clearKey(start);
          clearBirth.run(start);
          cleared += 1;
          continue;
        }
        for (const key of keys) done.add(key);
        if (keys.some(isAlive)) continue;
        for (const key of keys) {
          clearKey(key);
          clearLinks(key);
          if (hasEvents.get(key) !== undefined) cleared += 1;
        }
      }
      return cleared;
    },
    rewrite: (n) => {
      const table = [...PERSONAL, ...DERIVED][n];
      if (table === undefined) return false;
      // In memory (open.ts, temp_store): emptying a table wipes every page of it and of its indexes.
      db.exec(`
        CREATE TEMP TABLE rewriting AS SELECT * FROM ${table};
        DELETE FROM ${table};
        INSERT INTO ${table} SELECT * FROM temp.rewriting;
        DROP TABLE temp.rewriting`);
      return true;
    },
  };
}
