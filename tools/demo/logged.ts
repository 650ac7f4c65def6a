import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventRow } from '../../core/batch/event.ts';
import { decodePayload } from '../../core/batch/payload.ts';
import { timestampMs } from '../../core/units.ts';
import { openLog } from '../../main/log/index.ts';
import { GATE_SLUG } from './folder.ts';
import type { Expected } from './shift.ts';

/** A row of the log as the demo prints it. */
export interface Logged extends Expected {
  readonly seq: number;
  readonly atMs: number;
  readonly lane: string;
  readonly source: string;
  readonly name: string;
}

/** Everything in the demo's log, read from disk after its kiosk ended. */
export function readLog(dataFolder: string): Logged[] {
  const log = openLog({
    path: join(dataFolder, 'gate.db'),
    key: Buffer.from(readFileSync(join(dataFolder, 'log.key'), 'utf8').trim(), 'hex'),
    gateId: GATE_SLUG,
    newLogId: () => '',
    nowMs: () => timestampMs(Date.now()),
  });
  try {
    return [...log.rows(1, log.last()?.seq ?? 0)].map(loggedOf);
  } finally {
    log.close();
  }
}

const loggedOf = (row: EventRow): Logged => ({
  seq: row.seq,
  atMs: row.atMs,
  kind: row.kind,
  reason: row.reason,
  lane: row.lane,
  source: row.source.replace(/:.*/, ''),
  name: (row.payload === null ? null : decodePayload(row.payload).name) ?? '',
});

/** What the kiosk writes about itself (DESIGN.md, Words), which no visitor caused. */
const OWN = new Set(['opened', 'closed', 'alive', 'mode', 'clock']);

/** The first difference between what should have been logged and what was, in words; undefined if there is none. */
export function difference(expected: readonly Expected[], logged: readonly Logged[]): string | undefined {
  const seen = logged.filter((row) => !OWN.has(row.kind));
  for (let index = 0; index < Math.max(expected.length, seen.length); index += 1) {
    const [want, have] = [wordsOf(expected[index]), wordsOf(seen[index])];
    if (want !== have) return `event ${index + 1}: expected ${want}, the log holds ${have}`;
  }
  return undefined;
}

const wordsOf = (one: Expected | undefined): string =>
  one === undefined ? 'nothing' : `${one.kind}/${one.reason}`;
