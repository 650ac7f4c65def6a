import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killDeliveries } from '../../test/support/deliver-kill/kill.ts';
import { killOften } from '../../test/support/power/kill.ts';
import { cutPower } from '../../test/support/power/power-cut.ts';
import { runTool } from '../../tools/tool-error.ts';
import { yank } from './yank.ts';

const USAGE = `npm run soak -- kill  [--times 1000]  [--seed N]
npm run soak -- power [--points 1000] [--events 400] [--seed N]
npm run soak -- yank  [--times 200]   [--seed N]
npm run soak -- deliver-kill [--times 1000] [--seed N]

kill   kills a busy gate with SIGKILL at random moments and opens its log each time.
power  records a busy gate, then cuts the power at points spread over the recording: what was not synced is lost,
       torn or out of order. Needs gcc.
yank   pulls a real exFAT stick out at random moments of a delivery and plugs it in again: every batch on it must be
       whole or absent, and in the end every event there exactly once. Needs root, exfatprogs and exfat-fuse.
deliver-kill
       kills a gate that seals and sends all the time, and looks at what its targets hold: whole batches after each
       kill, every event of the log once and in order after every twentieth.

kill and power count verdicts that were shown but are not in the log, and logs that do not open. Exit code 0: nothing
broke.
`;

/** One thing that broke, said in a line. */
interface Broken {
  readonly where: string;
  readonly problem: string;
}

interface Wanted {
  readonly folder: string;
  readonly times: number;
  readonly points: number;
  readonly events: number;
  readonly seed: number;
}

const KINDS: Readonly<Record<string, (wanted: Wanted) => Promise<readonly Broken[]>>> = {
  kill: ({ folder, times, seed }) => kill(folder, times, seed),
  power: ({ folder, points, events, seed }) => power(folder, points, events, seed),
  yank: ({ folder, times, seed }) => yankSticks(folder, times, seed),
  'deliver-kill': ({ folder, times, seed }) => deliverKill(folder, times, seed),
};

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      times: { type: 'string' },
      points: { type: 'string', default: '1000' },
      events: { type: 'string', default: '400' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    },
  });
  const [what, ...more] = positionals;
  const usual = what === 'yank' ? '200' : '1000';
  const numbers = [values.times ?? usual, values.points, values.events, values.seed].map(Number);
  const whole = numbers.every((number) => Number.isSafeInteger(number) && number > 0);
  const run = KINDS[what ?? ''];
  if (run === undefined || more.length > 0 || !whole) {
    process.stderr.write(USAGE);
    return 2;
  }
  const [times = 0, points = 0, events = 0, seed = 0] = numbers;
  console.log(`seed ${seed} (repeat with --seed ${seed})`);
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-soak-'));
  try {
    const broken = await run({ folder, times, points, events, seed });
    for (const one of broken) console.log(`BROKEN ${one.where}: ${one.problem}`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function kill(folder: string, times: number, seed: number): Promise<Broken[]> {
  const kills = await killOften({ folder, times, seed, onKill: progress('kills', times) });
  const shown = kills.filter((one) => one.saidSeq > 0).length;
  console.log(`${kills.length} kills, ${shown} of them after a verdict was shown`);
  return verdictOf(kills.map((one) => ({ ...one, where: `kill ${one.afterMs} ms after the first verdict` })));
}

async function deliverKill(folder: string, times: number, seed: number): Promise<Broken[]> {
  const kills = await killDeliveries({ folder, times, seed, onKill: progress('kills', times) });
  const broken = kills.flatMap(({ afterMs, problem }) =>
    problem === null ? [] : [{ where: `kill ${afterMs} ms after the first event`, problem }],
  );
  const events = Math.max(0, ...kills.map(({ saidSeq }) => saidSeq));
  console.log(`${kills.length} kills, at most ${events} events in a log: ${broken.length} targets broken`);
  return broken;
}

async function power(folder: string, points: number, events: number, seed: number): Promise<Broken[]> {
  const onCut = progress('cuts', points);
  const { acts, cuts } = await cutPower({ folder, events, points, seed, synchronous: 'FULL', onCut });
  const shown = cuts.filter((one) => one.saidSeq > 0).length;
  console.log(`${acts} writes, syncs and names recorded of ${events} events`);
  console.log(`${cuts.length} power cuts, ${shown} of them after a verdict was shown`);
  return verdictOf(cuts.map((one) => ({ ...one, where: `cut after ${one.point} acts` })));
}

async function yankSticks(folder: string, times: number, seed: number): Promise<readonly Broken[]> {
  const { lines, broken } = await yank(folder, times, seed, progress('yanks', times));
  for (const line of lines) console.log(line);
  return broken;
}

function verdictOf(results: readonly (Broken | { where: string; problem: null | string })[]): Broken[] {
  const broken = results.flatMap(({ where, problem }) => (problem === null ? [] : [{ where, problem }]));
  const lost = broken.filter((one) => one.problem.includes('was shown')).length;
  console.log(
    `${lost} verdicts shown whose event is missing, ${broken.length - lost} logs broken in other ways`,
  );
  return broken;
}

/** Says how far it is, once a second at most. */
function progress(what: string, total: number): (done: number) => void {
  let saidMs = performance.now();
  return (done) => {
    if (performance.now() - saidMs < 1000) return;
    saidMs = performance.now();
    console.log(`${done} of ${total} ${what}`);
  };
}

await runTool(() => main(process.argv.slice(2)), USAGE);
