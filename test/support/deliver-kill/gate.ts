import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { passage } from '../gate-log.ts';
import { randomFrom } from '../power/replay.ts';
import { openSendingGate } from '../sending-gate.ts';

/**
 * A gate without a screen that scans, seals and sends all the time, to be killed: `node gate.ts FOLDER SEED`. Its
 * targets are the folders `a` and `b` in FOLDER, its data lie in `data`. Says each event's seq on standard output once
 * append has returned.
 */
const [folder = '', seed = '1'] = process.argv.slice(2);
const random = randomFrom(Number(seed));
const gate = openSendingGate(join(folder, 'data'), {
  targets: ['a', 'b'].map((id) => ({ id, name: id, folder: join(folder, id) })),
  maxEvents: 25,
  nowMs: () => Date.now(),
});

async function send(id: string): Promise<void> {
  // Whatever it meets is the test's to find: the next round asks again.
  await gate.targets.send(id).catch(() => undefined);
}

while (true) {
  const count = 1 + Math.floor(random() * 12);
  const [last] = gate.log.append(Array.from({ length: count }, (_, n) => passage(n))).slice(-1);
  writeSync(1, `${last?.seq ?? 0}\n`);
  const what = random();
  if (what < 0.4) await send('a');
  else if (what < 0.8) await send('b');
  else await gate.targets.seal().catch(() => undefined);
  await sleep(Math.floor(random() * 60));
}
