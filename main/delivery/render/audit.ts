import type { Sink } from '../spool.ts';

/** One act of an administrator: plain JSON without personal data of visitors. */
export type AuditLine = Readonly<Record<string, string | number | boolean | null>>;

/** audit.ndjson: one JSON object a line, LF, in the order given. Returns the number of lines. */
export async function renderAudit(lines: Iterable<AuditLine>, sink: Sink): Promise<number> {
  let count = 0;
  for (const line of lines) {
    await sink.write(Buffer.from(`${JSON.stringify(line)}\n`));
    count += 1;
  }
  return count;
}
