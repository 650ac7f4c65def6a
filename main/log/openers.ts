import { type Openers, openersSchema } from '../delivery/openers.ts';
import { appendError } from './append.ts';
import type { Audit, AuditEntry } from './audit.ts';
import type { Db } from './open.ts';

/** What an administrator chose on the screen, and when. */
export interface ChosenOpeners {
  readonly openers: Openers;
  /** ms since the epoch. */
  readonly atMs: number;
}

/** Who can open the batches, kept in the encrypted database: a passphrase lies nowhere bare. */
export interface LogOpeners {
  /** The last choice; null where nobody chose yet, or what was kept is damaged: then nothing goes out. */
  chosen(): ChosenOpeners | null;
  /** Takes the place of the choice before, with the audit's line of it in one transaction. Throws `log/...`. */
  choose(chosen: ChosenOpeners, line: AuditEntry): void;
}

export function createOpenersTable(db: Db, audit: Pick<Audit, 'write'>): LogOpeners {
  const read = db.prepare<[], { openers: string; atMs: number }>(
    'SELECT openers, at_ms AS atMs FROM batch_openers',
  );
  const write = db.prepare('INSERT OR REPLACE INTO batch_openers (one, at_ms, openers) VALUES (1, ?, ?)');
  const choose = db.transaction(({ openers, atMs }: ChosenOpeners, line: AuditEntry) => {
    write.run(atMs, JSON.stringify(openersSchema.parse(openers)));
    audit.write(line);
  });
  return {
    chosen: () => {
      const row = read.get();
      if (row === undefined) return null;
      const openers = openersSchema.safeParse(JSON.parse(row.openers));
      return openers.success ? { openers: openers.data, atMs: row.atMs } : null;
    },
    choose: (chosen, line) => {
      try {
        choose.immediate(chosen, line);
      } catch (error) {
        throw appendError(error);
      }
    },
  };
}
