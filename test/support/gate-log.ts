import { join } from 'node:path';
import type { DocumentKind } from '../../core/credential/credential.ts';
import type { PersonClaim } from '../../core/person/claim.ts';
import { timestampMs } from '../../core/units.ts';
import { newEvent } from '../../main/events.ts';
import { openLog } from '../../main/log/index.ts';
import { logKey } from '../../main/log/key.ts';
import type { Log, NewEvent } from '../../main/log/log.ts';

/** When the invented events of a test begin. ms since the epoch. */
export const GATE_START = timestampMs(Date.UTC(2026, 10, 24, 1));

/** Opens the log of a test's gate in this folder, with its key beside it as the kiosk does; the caller closes it. */
export function openGateLog(folder: string, logId = 'a'.repeat(32)): Log {
  const path = join(folder, 'gate.db');
  return openLog({
    path,
    key: logKey(join(folder, 'log.key'), path),
    gateId: 'main',
    newLogId: () => logId,
    nowMs: () => GATE_START,
  });
}

/**
 * The n-th passage of a gate, one a second, by one of 30 invented people.
 *
 * @param startMs when they began; ms since the epoch. A log that a kiosk opens at the true time needs events of late:
 *   it doubts its clock where nobody came for a week.
 */
export function passage(n: number, note = '', startMs: number = GATE_START): NewEvent {
  const stamp = {
    atMs: timestampMs(startMs + n * 1000),
    offsetMin: 420,
    bootId: 'boot',
    uptimeMs: n * 1000,
    clock: 'ok' as const,
  };
  const kind = n % 3 === 0 ? ('out' as const) : ('in' as const);
  const number = `0010990${String(n % 30).padStart(5, '0')}`;
  const made = newEvent({ stamp, lane: '1', kind, reason: 'entered', source: null, guard: null, note });
  return { ...made, person: holderOf('cccd', number) };
}

/** Whoever shows this one document, of whom nothing else is known. */
export function holderOf(kind: DocumentKind, number: string): PersonClaim {
  return { documents: [{ kind, number, masked: false }], phone: null, name: null, birth: null };
}
