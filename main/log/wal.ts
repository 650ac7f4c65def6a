import { statSync } from 'node:fs';
import { BUSY_TIMEOUT_MS, type Db } from './open.ts';

/** A page and its header in the WAL, bytes (sqlite.org/fileformat2.html, section 4). */
const FRAME_BYTES = 4096 + 24;

/** The write-ahead log of a connection: how large it is, and emptying it. See `Log` for both. */
export function createWal(db: Db): { pages(): number; checkpoint(): boolean } {
  return {
    pages: () => Math.floor((statSync(`${db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0) / FRAME_BYTES),
    checkpoint: () => {
      // Whoever reads just now is let go on: waiting for him would hold the gate up.
      db.pragma('busy_timeout = 0');
      try {
        const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
        return result?.busy === 0;
      } finally {
        db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      }
    },
  };
}
