import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NOTHING_KNOWN } from '../core/credential/credential.ts';
import { readCredential } from '../core/credential/registry.ts';
import { cleanRead } from '../core/read/clean.ts';
import { timestampMs } from '../core/units.ts';
import { newEvent } from '../main/events.ts';
import { openLog } from '../main/log/index.ts';
import { logKey } from '../main/log/key.ts';
import type { NewEvent } from '../main/log/log.ts';
import { benchCard } from './person.ts';

export const BENCH_GATE = 'bench';
/** Different people in it: they come and go again and again. */
const PEOPLE = 20_000;
/** Events of one transaction: a kiosk writes one at a time, and nobody would wait for that here. */
const AT_ONCE = 5_000;
const EVENT_EVERY_MS = 10_000;

/**
 * A kiosk's data folder whose log holds this many passages of invented people, written by the kiosk's own log.
 * Made once for a count and format, then taken from `cache`: a million take some minutes.
 */
export function longLog(cache: string, events: number, say: (line: string) => void): string {
  const folder = join(cache, `log-${events}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}.partial`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  try {
    fill(unfinished, events, say);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function fill(folder: string, events: number, say: (line: string) => void): void {
  const path = join(folder, 'gate.db');
  const now = Date.now();
  const log = openLog({
    path,
    key: logKey(join(dirname(path), 'log.key'), path),
    gateId: BENCH_GATE,
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs: () => timestampMs(Date.now()),
  });
  const people = Array.from({ length: Math.min(PEOPLE, events) }, (_, index) => {
    const clean = cleanRead(benchCard(index));
    return { clean, credential: readCredential(clean, NOTHING_KNOWN) };
  });
  try {
    for (let done = 0; done < events; ) {
      const rows: NewEvent[] = [];
      while (rows.length < AT_ONCE && done < events) {
        const person = people[done % people.length];
        const kind = Math.floor(done / people.length) % 2 === 0 ? 'in' : 'out';
        rows.push(
          newEvent({
            ...person,
            stamp: {
              atMs: timestampMs(now - (events - done) * EVENT_EVERY_MS),
              offsetMin: 420,
              bootId: '00000000-0000-4000-8000-000000000000',
              uptimeMs: done * EVENT_EVERY_MS,
              clock: 'ok',
            },
            lane: '1',
            kind,
            reason: kind === 'in' ? 'entered' : 'left',
            source: { kind: 'serial', port: '/dev/ttyACM0' },
            guard: null,
          }),
        );
        done += 1;
      }
      log.append(rows);
      if (done % 100_000 === 0 || done === events) say(`${done} of ${events} events written`);
    }
    log.checkpoint('empty');
  } finally {
    log.close();
  }
}
