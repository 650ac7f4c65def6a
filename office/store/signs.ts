import { z } from 'zod';
import { EVENT_KINDS } from '../../core/batch/event.ts';
import type { Sign } from '../../core/batch/story.ts';
import { timestampMs } from '../../core/units.ts';
import type { Dialect } from './tables.ts';

/** Events as signs of their kiosks, in order of log and seq. */
export const signsSql = ({ epochMs, table }: Dialect): string =>
  `SELECT log_id, seq, ${epochMs('at')}, offset_min, boot_id, uptime_ms, kind, clock, reason
  FROM ${table('event')} ORDER BY log_id, seq`;

const row = z.tuple([
  z.string(),
  z.coerce.number(),
  z.coerce.number(),
  z.coerce.number(),
  z.string(),
  z.coerce.number(),
  z.enum(EVENT_KINDS),
  z.enum(['ok', 'suspect']),
  z.string(),
]);

/** A row of that query. */
export function signOf(values: readonly unknown[]): { readonly logId: string; readonly sign: Sign } {
  const [logId, seq, atMs, offsetMin, bootId, uptimeMs, kind, clock, reason] = row.parse(values);
  return {
    logId,
    sign: { seq, atMs: timestampMs(atMs), offsetMin, bootId, uptimeMs, kind, clock, reason },
  };
}
