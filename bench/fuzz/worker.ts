import { openSync, writeSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Culprit, FuzzMessage, FuzzTask } from './message.ts';
import { payloadHex } from './message.ts';
import { type FuzzPayload, fuzzPayload } from './payload.ts';
import { openFuzzSite } from './site.ts';
import { createTrial } from './trial.ts';

/** Entry of the process that reads the payloads of `npm run bench -- fuzz`; its parent watches it. */

const [given = ''] = process.argv.slice(2);
const task: FuzzTask = JSON.parse(given);
/** Payloads between two looks at the memory. */
const INTERVAL = 50_000;
/** A message at least so often, so that silence means a hang. */
const ALIVE_MS = 500;
const AGAIN = 3;
const MOST_SUSPECTS = 500;

const { context, specimens } = openFuzzSite();
const trial = createTrial(context, specimens);
const current = openSync(task.currentFile, 'w');
const kinds: Record<string, number> = {};
const ways: Record<string, number> = {};
const suspects: { readonly nth: number; readonly payload: FuzzPayload }[] = [];
let suspected = 0;
let slowestMs = 0;

const say = (message: FuzzMessage): void => {
  process.send?.(message);
};

let saidMs = performance.now();
for (let nth = task.from; nth < task.from + task.count; nth += 1) {
  const payload = fuzzPayload(specimens, task.seed, nth);
  note(payload);
  const { kind, fault, tookMs } = trial(payload);
  const way = payload.made.split(':', 1)[0] ?? '';
  ways[way] = (ways[way] ?? 0) + 1;
  if (kind !== null) {
    // The last of several codes, damaged or not, is answered with the whole card.
    const said = kind === 'shc' && payload.made.includes(' shc part ') ? 'shc, by its last code' : kind;
    kinds[said] = (kinds[said] ?? 0) + 1;
  }
  if (fault !== null) say({ kind: 'fault', culprit: culprit(nth, payload, fault) });
  slowestMs = Math.max(slowestMs, tookMs);
  if (tookMs > task.budgetMs) {
    suspected += 1;
    if (suspects.length < MOST_SUSPECTS) suspects.push({ nth, payload: copyOf(payload) });
  }
  const done = nth + 1 - task.from;
  if (done % INTERVAL === 0 || done === task.count) {
    globalThis.gc?.();
    // What keys and streams hold outside the heap is let go only once the loop turns.
    await breathe();
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    say({ kind: 'memory', sample: { nth: done, heapBytes: heapUsed + external, residentBytes: rss } });
  }
  if (performance.now() - saidMs > ALIVE_MS) {
    say({ kind: 'alive', nth: done });
    await breathe();
    saidMs = performance.now();
  }
}

const slow: Culprit[] = [];
for (const { nth, payload } of suspects) {
  note(payload);
  say({ kind: 'alive', nth: task.count });
  await breathe();
  const leastMs = Math.min(...Array.from({ length: AGAIN }, () => cpuMs(payload)));
  if (leastMs > task.budgetMs) slow.push(culprit(nth, payload, `${leastMs.toFixed(1)} ms of CPU at least`));
}
say({ kind: 'done', payloads: task.count, kinds, ways, suspects: suspected, slow, slowestMs });
process.disconnect?.();

/** CPU time for one payload by itself: what earlier ones left is collected before. */
function cpuMs(payload: FuzzPayload): number {
  globalThis.gc?.();
  return trial(payload).tookMs;
}

/** Its bytes are often a piece of far more, which would all be held with it. */
function copyOf(payload: FuzzPayload): FuzzPayload {
  return payload.bytes === null ? payload : { ...payload, bytes: Buffer.from(payload.bytes) };
}

function note(payload: FuzzPayload): void {
  const text = Buffer.from(`${payload.made}\n${payloadHex(payload)}\n`);
  writeSync(current, text, 0, text.length, 0);
}

function culprit(nth: number, payload: FuzzPayload, what: string): Culprit {
  return { nth, made: payload.made, payload: payloadHex(payload), what };
}
