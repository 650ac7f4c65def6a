import { BUSY_TIMEOUT_MS, type Db } from './open.ts';

interface Checkpointed {
  readonly busy: number;
  /** Pages in the WAL. */
  readonly log: number;
  /** Those of them that are in the database already. */
  readonly checkpointed: number;
}

/** The write-ahead log of a connection: how much of it waits, and moving that. See `Log` for both. */
export function createWal(db: Db): { pages(): number; checkpoint(empty?: 'empty'): boolean } {
  const run = (mode: 'NOOP' | 'RESTART' | 'TRUNCATE'): Checkpointed | undefined => {
    const [result] = db.pragma(`wal_checkpoint(${mode})`) as Checkpointed[];
    return result;
  };
  return {
    pages: () => {
      const found = run('NOOP');
      return found === undefined ? 0 : Math.max(0, found.log - found.checkpointed);
    },
    checkpoint: (empty) => {
      // Whoever reads just now is let go on: waiting for him would hold the gate up.
      db.pragma('busy_timeout = 0');
      try {
        // Not TRUNCATE unless asked for: a commit over old bytes needs no new size on the disk, which costs a sync of
        // its own (`npm run bench -- scan` counts it).
        return run(empty === 'empty' ? 'TRUNCATE' : 'RESTART')?.busy === 0;
      } finally {
        db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      }
    },
  };
}
