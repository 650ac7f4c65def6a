import type { Db } from './open.ts';

/**
 * How much a probe writes, bytes: more than any append of a read (8 KiB of text, its row, index pages and overflow).
 * A failed append leaves its room in the WAL behind, so a smaller probe would fit in there on a disk that is still
 * full, and the screen would turn back and forth between ready and "not recorded".
 */
const PROBE_BYTES = 256 * 1024;

/**
 * Makes the durable write that shows that the next append will find room. The WAL is moved into the database after
 * it, else the probe itself would take the last room there is.
 */
export function createProbe(db: Db, checkpoint: () => unknown): () => void {
  // Other bytes each time: SQLite does not write what is there already.
  const write = db.prepare(`
    INSERT INTO probe (one, filler) VALUES (1, randomblob(${PROBE_BYTES}))
      ON CONFLICT (one) DO UPDATE SET filler = excluded.filler`);
  return () => {
    write.run();
    checkpoint();
  };
}
