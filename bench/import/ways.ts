import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { eventLineSql } from '../../office/store/copy-text.ts';
import { openEngine } from '../../office/store/engine.ts';
import { POSTGRES } from '../../office/store/postgres-tables.ts';
import { columnsSql, EVENT_COLUMNS, literal } from '../../office/store/tables.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { ToolError } from '../../tools/tool-error.ts';
import type { Province } from './province.ts';

/** Seconds that some work took. */
export async function seconds(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** The command as its users run it, its start included. */
export async function gatelogImport({ stick, key }: Province, into: string): Promise<void> {
  const cli = join(import.meta.dirname, '..', '..', 'office', 'cli.ts');
  const child = spawn(process.execPath, [cli, 'import', stick, '--into', into, '--key', key], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new ToolError(`gatelog import ended with ${code}`);
}

/** What DuckDB does by itself: one statement, every column of every file. */
export async function bareDuckDb(province: Province, database: string): Promise<void> {
  const files = await recordsOf(province);
  const engine = await openEngine(database);
  try {
    await engine.connection.run(`CREATE TABLE event AS FROM read_parquet([${files.join(', ')}])`);
    await engine.connection.run('CHECKPOINT');
    const count = await engine.connection.runAndReadAll('SELECT count(*) FROM event');
    if (Number(count.getRows()[0]?.[0]) !== province.events)
      throw new ToolError('DuckDB read another number of events');
  } finally {
    engine.close();
  }
}

/** Seconds of PostgreSQL on a server of its own: a bare COPY of lines that lie ready, and `gatelog import`. */
export async function postgres(
  province: Province,
  work: string,
): Promise<{ readonly copy: number; readonly gatelog: number }> {
  const lines = join(work, 'event.copy');
  await writeLines(province, lines);
  const server = await startPostgres();
  try {
    const copy = await seconds(() => bareCopy(server.url, lines));
    await rm(lines);
    return { copy, gatelog: await seconds(() => gatelogImport(province, server.url)) };
  } finally {
    server.stop();
  }
}

async function writeLines(province: Province, path: string): Promise<void> {
  const files = await recordsOf(province);
  const engine = await openEngine(':memory:');
  try {
    const result = await engine.connection.stream(
      `SELECT ${eventLineSql('full')} FROM (
        SELECT 'log' AS log_id, 'site' AS site, 'gate' AS gate, * FROM read_parquet([${files.join(', ')}]))`,
    );
    const text = async function* (): AsyncGenerator<string> {
      for await (const rows of result.yieldRowsJs())
        if (rows.length > 0) yield `${rows.map(([line]) => String(line)).join('\n')}\n`;
    };
    await pipeline(Readable.from(text()), createWriteStream(path));
  } finally {
    engine.close();
  }
}

/** Into a table without key and partitions. */
async function bareCopy(url: string, lines: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE TABLE bare (${columnsSql(EVENT_COLUMNS, POSTGRES.types)})`);
    await pipeline(createReadStream(lines), client.query(from('COPY bare FROM STDIN')));
    await client.query('DROP TABLE bare');
  } finally {
    await client.end();
  }
}

async function recordsOf({ stick }: Province): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob('**/events.parquet', { cwd: stick })) files.push(literal(join(stick, file)));
  return files.sort();
}
