import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ToolError } from '../tools/tool-error.ts';
import { makeProvince, type Province } from './import/province.ts';
import { bareDuckDb, gatelogImport, postgres, seconds } from './import/ways.ts';

const USAGE = `import [--batches N] [--events N] [--rounds N] [--postgres] [--folder FOLDER] [--json]
  --batches   batches of the province (default 200; the target is for 1000)
  --events    events of each (default 10000)
  --rounds    how often each way is taken, by turns; the best counts (default 1)
  --postgres  also into a PostgreSQL server of its own, beside a bare COPY of the same rows
  --folder    keeps the province there for the next run; about 110 bytes an event

\`gatelog import\` into DuckDB, beside DuckDB reading the same Parquet files into one table of its own: target at most
twice its time.`;

const TARGET = 2;

/** One way of taking the province, and how long each round took, in seconds. */
interface Way {
  readonly name: string;
  readonly seconds: number[];
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      batches: { type: 'string', default: '200' },
      events: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '1' },
      postgres: { type: 'boolean', default: false },
      folder: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [batches = 0, events = 0, rounds = 0] = [values.batches, values.events, values.rounds].map(Number);
  const whole = [batches, events, rounds].every((one) => Number.isSafeInteger(one) && one > 0);
  if (values.help || !whole) throw new ToolError(USAGE);
  const work = await mkdtemp(join(tmpdir(), 'gatelog-import-'));
  try {
    const folder = values.folder ?? join(work, 'province');
    await mkdir(folder, { recursive: true });
    if (!values.json) console.error('making the province, if it is not there yet');
    const province = await makeProvince(folder, batches, events);
    const ways = await measure(province, work, rounds, values.postgres);
    report(province, ways, values.json);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function measure(
  province: Province,
  work: string,
  rounds: number,
  withPostgres: boolean,
): Promise<readonly Way[]> {
  const way = (name: string): Way => ({ name, seconds: [] });
  const [floor, ours, again] = [
    way('floor: DuckDB, the same files'),
    way('gatelog import, DuckDB'),
    way('gatelog import, all here already'),
  ];
  const [copy, server] = [way('floor: COPY, the same rows'), way('gatelog import, PostgreSQL')];
  for (let round = 0; round < rounds; round += 1) {
    const [bare, office] = [join(work, 'bare.duckdb'), join(work, 'office.duckdb')];
    floor.seconds.push(await seconds(() => bareDuckDb(province, bare)));
    ours.seconds.push(await seconds(() => gatelogImport(province, office)));
    again.seconds.push(await seconds(() => gatelogImport(province, office)));
    await Promise.all([bare, office].map((file) => rm(file)));
    if (!withPostgres) continue;
    const took = await postgres(province, work);
    copy.seconds.push(took.copy);
    server.seconds.push(took.gatelog);
  }
  return [floor, ours, again, ...(withPostgres ? [copy, server] : [])];
}

function report(province: Province, ways: readonly Way[], json: boolean): void {
  const best = (way: Way | undefined): number => Math.min(...(way?.seconds ?? []));
  const [floor, ours, , copy, server] = ways;
  const ratio = best(ours) / best(floor);
  const toCopy = server === undefined ? null : best(server) / best(copy);
  if (json) {
    const { batches, events } = province;
    console.log(
      JSON.stringify({ bench: 'import', batches, events, unit: 's', ways, ratio, toCopy, target: TARGET }),
    );
  } else {
    console.log(`${province.batches} batches, ${province.events.toLocaleString('en')} events`);
    for (const way of ways) console.log(lineOf(way.name, best(way), province.events));
    console.log(`${ratio.toFixed(2)} x DuckDB, target ${TARGET} x${ratio > TARGET ? ', MISSED' : ''}`);
    if (toCopy !== null) console.log(`${toCopy.toFixed(2)} x COPY`);
  }
  if (ratio > TARGET) throw new ToolError('over its target');
}

function lineOf(name: string, took: number, events: number): string {
  const rate = Math.round(events / took).toLocaleString('en');
  return `${name.padEnd(34)} ${took.toFixed(1).padStart(8)} s ${rate.padStart(12)} events/s`;
}
