import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '../office/store/engine.ts';
import { literal } from '../office/store/tables.ts';
import { ToolError } from '../tools/tool-error.ts';
import { makeProvince, type Province } from './import/province.ts';

const USAGE = `import [--batches N] [--events N] [--rounds N] [--folder FOLDER] [--json]
  --batches  batches of the province (default 200; the target is for 1000)
  --events   events of each (default 10000)
  --rounds   how often each way is taken, by turns (default 1)
  --folder   keeps the province there for the next run; about 300 bytes an event

\`gatelog import\` into DuckDB, beside DuckDB reading the same Parquet files into one table of its own: target at most
twice its time.`;

const TARGET = 2;

/** How long each way took, in seconds, round by round. */
interface Measured {
  readonly gatelog: number[];
  readonly duckdb: number[];
  readonly again: number[];
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      batches: { type: 'string', default: '200' },
      events: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '1' },
      folder: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [batches, events, rounds] = [values.batches, values.events, values.rounds].map(Number);
  const whole = [batches, events, rounds].every((one) => Number.isSafeInteger(one) && Number(one) > 0);
  if (values.help || !whole) throw new ToolError(USAGE);
  const work = await mkdtemp(join(tmpdir(), 'gatelog-import-'));
  try {
    const folder = values.folder ?? join(work, 'province');
    await mkdir(folder, { recursive: true });
    if (!values.json) console.error('making the province, if it is not there yet');
    const province = await makeProvince(folder, batches ?? 0, events ?? 0);
    const measured: Measured = { gatelog: [], duckdb: [], again: [] };
    for (let round = 0; round < (rounds ?? 0); round += 1) await measure(province, work, measured);
    report(province, measured, values.json);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function measure(province: Province, work: string, measured: Measured): Promise<void> {
  const [bare, office] = [join(work, 'bare.duckdb'), join(work, 'office.duckdb')];
  measured.duckdb.push(await seconds(() => bareDuckDb(province, bare)));
  measured.gatelog.push(await seconds(() => gatelogImport(province, office)));
  measured.again.push(await seconds(() => gatelogImport(province, office)));
  await Promise.all([bare, office].map((file) => rm(file)));
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** What DuckDB does by itself: one statement, every column of every file. */
async function bareDuckDb({ stick, events }: Province, database: string): Promise<void> {
  const files: string[] = [];
  for await (const file of glob('**/events.parquet', { cwd: stick })) files.push(literal(join(stick, file)));
  const engine = await openEngine(database);
  try {
    await engine.connection.run(`CREATE TABLE event AS FROM read_parquet([${files.join(', ')}])`);
    await engine.connection.run('CHECKPOINT');
    const count = await engine.connection.runAndReadAll('SELECT count(*) FROM event');
    if (Number(count.getRows()[0]?.[0]) !== events)
      throw new ToolError('DuckDB read another number of events');
  } finally {
    engine.close();
  }
}

/** The command as its users run it, its start included. */
async function gatelogImport({ stick, key }: Province, database: string): Promise<void> {
  const cli = join(import.meta.dirname, '..', 'office', 'cli.ts');
  const child = spawn(process.execPath, [cli, 'import', stick, '--into', database, '--key', key], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new ToolError(`gatelog import ended with ${code}`);
}

function report(province: Province, measured: Measured, json: boolean): void {
  const best = (all: readonly number[]): number => Math.min(...all);
  const [ours, bare, again] = [best(measured.gatelog), best(measured.duckdb), best(measured.again)];
  const ratio = ours / bare;
  if (json)
    console.log(
      JSON.stringify({ bench: 'import', ...province, unit: 's', ...measured, ratio, target: TARGET }),
    );
  else {
    const line = (name: string, s: number): void =>
      console.log(
        `${name.padEnd(34)} ${s.toFixed(1).padStart(8)} s ${Math.round(province.events / s)
          .toLocaleString('en')
          .padStart(12)} events/s`,
      );
    console.log(`${province.batches} batches, ${province.events.toLocaleString('en')} events`);
    line('floor: DuckDB, the same files', bare);
    line('gatelog import', ours);
    line('gatelog import, all here already', again);
    console.log(`${ratio.toFixed(2)} x DuckDB, target ${TARGET} x${ratio > TARGET ? ', MISSED' : ''}`);
  }
  if (ratio > TARGET) throw new ToolError('over its target');
}
