import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { timestampMs } from '../../../core/units.ts';
import { newEvent } from '../../../main/events.ts';
import { createAppend } from '../../../main/log/append.ts';
import { openLog } from '../../../main/log/index.ts';
import { logKey } from '../../../main/log/key.ts';
import type { NewEvent } from '../../../main/log/log.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { createPresence } from '../../../main/log/presence.ts';
import { holderOf } from '../gate-log.ts';
import { randomFrom } from './replay.ts';

/**
 * A busy gate without a screen, to be cut off or killed: `node gate.ts FOLDER EVENTS SEED [NORMAL]`. It opens the log
 * as the kiosk does, appends, and says each event's seq on standard output once append has returned: the verdict.
 * NORMAL weakens the durability of its connection, to show that the power test would notice.
 */
const [folder = '', count = '0', seed = '1', mode = 'FULL'] = process.argv.slice(2);
const random = randomFrom(Number(seed));
const start = timestampMs(Date.UTC(2026, 10, 24, 1));
const path = join(folder, 'gate.db');
const key = logKey(join(folder, 'log.key'), path);
const log = openLog({
  path,
  key,
  gateId: 'main',
  newLogId: () => randomBytes(16).toString('hex'),
  nowMs: () => start,
});
const weak = mode === 'NORMAL' ? openDatabase({ path, key }) : null;
weak?.pragma('synchronous = NORMAL');
const append = weak === null ? log.append : createAppend(weak, 'main', createPresence(weak)).events;

function event(n: number): NewEvent {
  const stamp = {
    atMs: timestampMs(start + n * 1000),
    offsetMin: 420,
    bootId: 'boot',
    uptimeMs: n,
    clock: 'ok' as const,
  };
  const number = `0010990${String(Math.floor(random() * 30)).padStart(5, '0')}`;
  const made = newEvent({
    stamp,
    lane: '1',
    kind: random() < 0.6 ? 'in' : 'out',
    reason: 'entered',
    source: { kind: 'serial', port: 'a' },
    guard: null,
    note: 'x'.repeat(Math.floor(random() * 900)),
  });
  return { ...made, person: holderOf('cccd', number) };
}

for (let n = 1; n <= Number(count); n += 1) {
  const written = append(random() < 0.1 ? [event(n), event(n)] : [event(n)]);
  writeSync(1, `${written.at(-1)?.seq ?? 0}\n`);
  // When the gate is quiet the WAL is moved into the database.
  if (random() < 0.04) log.checkpoint();
}
weak?.close();
log.close();
