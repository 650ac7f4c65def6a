import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ToolError } from '../tools/tool-error.ts';
import type { Culprit, FuzzMessage, FuzzSummary, FuzzTask, MemorySample } from './fuzz/message.ts';

const USAGE = `fuzz [--count N] [--seed S] [--from N] [--budget MS] [--json]
  --count    payloads (default 2000000)
  --seed     of all chance (default: by chance); printed, so that a run can be made again
  --from     number of the first payload (default 0)
  --budget   most CPU time that one payload may take, ms (default 50)`;

/** No word from the worker for so long is a hang; it speaks twice a second. */
const HANG_MS = 60_000;
/** What memory may grow between the first look, after 50,000 payloads, and the last. */
const GROWTH_BYTES = 16 << 20;
const HEAP_LIMIT_MB = 512;
const MOST_FAULTS = 20;

/** What a run came to. `broken` is what ended it early: a hang, a crash, too many faults. */
interface Outcome {
  readonly summary: FuzzSummary | null;
  readonly faults: readonly Culprit[];
  readonly memory: readonly MemorySample[];
  readonly broken: string | null;
}

/**
 * Damaged and hostile payloads of every kind through the function behind `gatelog read`: no throw, no hang, no growth
 * of memory, no payload over its budget of CPU. A process of its own reads them and is watched.
 * @throws ToolError where anything of that is not so
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '2000000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      from: { type: 'string', default: '0' },
      budget: { type: 'string', default: '50' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [count, seed, from, budgetMs] = [values.count, values.seed, values.from, values.budget].map(Number);
  const whole = [count, seed, from].every((one) => Number.isSafeInteger(one) && Number(one) >= 0);
  if (values.help || !whole || !count || !(Number(budgetMs) > 0)) {
    console.log(USAGE);
    return;
  }
  console.error(`seed ${seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-fuzz-'));
  try {
    const currentFile = join(folder, 'current');
    const begun = performance.now();
    const outcome = await watch({
      seed: seed ?? 0,
      from: from ?? 0,
      count,
      budgetMs: budgetMs ?? 0,
      currentFile,
    });
    const tookSeconds = (performance.now() - begun) / 1000;
    const wrong = wrongWith(outcome);
    if (values.json) console.log(JSON.stringify({ bench: 'fuzz', seed, tookSeconds, ...outcome, wrong }));
    else print(outcome, { seed: seed ?? 0, tookSeconds, budgetMs: budgetMs ?? 0 });
    if (wrong.length > 0) throw new ToolError(wrong.join('\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function watch(task: FuzzTask): Promise<Outcome> {
  return new Promise((resolve) => {
    const worker = fork(join(import.meta.dirname, 'fuzz', 'worker.ts'), [JSON.stringify(task)], {
      execArgv: ['--expose-gc', `--max-old-space-size=${HEAP_LIMIT_MB}`],
    });
    const faults: Culprit[] = [];
    const memory: MemorySample[] = [];
    let summary: FuzzSummary | null = null;
    let broken: string | null = null;
    const end = (why: string): void => {
      broken ??= `${why}; it was reading ${readFileSync(task.currentFile, 'utf8').split('\n', 2).join(': ')}`;
      worker.kill('SIGKILL');
    };
    let hang = setTimeout(end, HANG_MS, `no word for ${HANG_MS / 1000} s`);
    let toldMs = performance.now();
    worker.on('message', (message: FuzzMessage) => {
      clearTimeout(hang);
      hang = setTimeout(end, HANG_MS, `no word for ${HANG_MS / 1000} s`);
      if (message.kind === 'memory') memory.push(message.sample);
      else if (message.kind === 'done') summary = message;
      else if (message.kind === 'fault') {
        faults.push(message.culprit);
        if (faults.length >= MOST_FAULTS) end(`${MOST_FAULTS} faults`);
      } else if (performance.now() - toldMs > 10_000) {
        toldMs = performance.now();
        console.error(`${message.nth} of ${task.count}`);
      }
    });
    worker.on('exit', (code, signal) => {
      clearTimeout(hang);
      if (summary === null) end(`the process ended by itself (${signal ?? code})`);
      resolve({ summary, faults, memory, broken });
    });
  });
}

/** Everything that must not be, in words; a payload as hex, ready for `gatelog read --hex`. */
function wrongWith({ summary, faults, memory, broken }: Outcome): readonly string[] {
  const grown = growthOf(memory);
  return [
    ...faults.map((one) => `FAULT at ${one.nth} (${one.made}): ${one.what}\n  payload ${one.payload}`),
    ...(summary?.slow ?? []).map(
      (one) => `SLOW at ${one.nth} (${one.made}): ${one.what}\n  payload ${one.payload}`,
    ),
    ...(grown > GROWTH_BYTES ? [`MEMORY grew by ${mib(grown)} MiB`] : []),
    ...(broken === null ? [] : [`BROKEN: ${broken}`]),
  ];
}

/** From the first look to the largest of the last three, bytes. */
function growthOf(memory: readonly MemorySample[]): number {
  const [first] = memory;
  if (first === undefined) return 0;
  return Math.max(...memory.slice(-3).map(({ heapBytes }) => heapBytes)) - first.heapBytes;
}

const mib = (bytes: number): string => (bytes / (1 << 20)).toFixed(1);

function print(
  { summary, memory, faults }: Outcome,
  { seed, tookSeconds, budgetMs }: { seed: number; tookSeconds: number; budgetMs: number },
): void {
  if (summary === null) return;
  const perSecond = Math.round(summary.payloads / tookSeconds);
  console.log(
    `seed ${seed}: ${summary.payloads} payloads in ${tookSeconds.toFixed(0)} s, ${perSecond} a second`,
  );
  const table = (title: string, counts: Readonly<Record<string, number>>): void => {
    console.log(title);
    for (const [name, count] of Object.entries(counts).sort(([, a], [, b]) => b - a))
      console.log(`  ${name.padEnd(24)} ${String(count).padStart(9)}`);
  };
  table('made', summary.ways);
  table('answered', summary.kinds);
  console.log(`faults (thrown, not the documented shape, falsely verified): ${faults.length}`);
  console.log(
    `over ${budgetMs} ms: ${summary.slow.length}; ${summary.suspects} suspects, each read again alone three times; slowest read ${summary.slowestMs.toFixed(1)} ms`,
  );
  const heaps = memory.map(({ heapBytes }) => heapBytes);
  const residents = memory.map(({ residentBytes }) => residentBytes);
  console.log(
    `memory after collection: first ${mib(heaps[0] ?? 0)}, most ${mib(Math.max(...heaps))}, last ${mib(heaps.at(-1) ?? 0)} MiB (may grow by ${mib(GROWTH_BYTES)}); resident at most ${mib(Math.max(...residents))} MiB`,
  );
}
