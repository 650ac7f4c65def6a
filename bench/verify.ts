import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHAIN_START } from '../core/batch/chain.ts';
import { makeBatch } from '../test/support/sample-batch.ts';
import { sampleRows } from '../test/support/sample-log.ts';
import { ToolError } from '../tools/tool-error.ts';

const USAGE = `verify [--batches N --events N] [--json]
  without options: 10 batches of 10,000 events, then 500 of 100

\`gatelog verify\` over a stick, its start included: every event of the chain followed, CSV and workbook compared with the
record. Beside it, what this machine takes to read and hash the same bytes.`;

const SHAPES = [
  { batches: 10, events: 10_000 },
  { batches: 500, events: 100 },
];
/** How often the memory is looked at; the system itself keeps the most. ms */
const LOOK_MS = 50;

interface Shape {
  readonly batches: number;
  readonly events: number;
}

interface Verified extends Shape {
  readonly bytes: number;
  readonly seconds: number;
  readonly floorSeconds: number;
  /** Most that the command held at once; null where the system does not say. MiB */
  readonly mostMiB: number | null;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      batches: { type: 'string' },
      events: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const asked = { batches: Number(values.batches ?? 10), events: Number(values.events ?? 10_000) };
  const isWhole = [asked.batches, asked.events].every((one) => Number.isSafeInteger(one) && one > 0);
  if (values.help || !isWhole) throw new ToolError(USAGE);
  const shapes = values.batches === undefined && values.events === undefined ? SHAPES : [asked];
  const all: Verified[] = [];
  for (const shape of shapes) all.push(await measure(shape));
  if (values.json) console.log(JSON.stringify({ bench: 'verify', unit: 's', all }));
  else for (const one of all) console.log(lineOf(one));
}

async function measure({ batches, events }: Shape): Promise<Verified> {
  const folder = await mkdtemp(join(tmpdir(), 'gatelog-verify-'));
  try {
    const rows = sampleRows(batches * events);
    for (let from = 0; from < rows.length; from += events)
      await makeBatch(folder, rows.slice(from, from + events), {
        chainBefore: rows[from - 1]?.chain ?? CHAIN_START,
      });
    const stick = join(folder, 'stick');
    const floor = await readAndHash(stick);
    return { batches, events, ...floor, ...(await verify(stick, join(folder, 'gate-key.pub.json'))) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readAndHash(stick: string): Promise<{ bytes: number; floorSeconds: number }> {
  const begun = performance.now();
  let bytes = 0;
  for (const entry of await readdir(stick, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name));
    createHash('sha256').update(content).digest();
    bytes += content.length;
  }
  return { bytes, floorSeconds: (performance.now() - begun) / 1000 };
}

/** The command as its users run it. Throws ToolError where it finds anything wrong. */
async function verify(stick: string, key: string): Promise<Pick<Verified, 'seconds' | 'mostMiB'>> {
  const cli = join(import.meta.dirname, '..', 'office', 'cli.ts');
  const begun = performance.now();
  const child = spawn(process.execPath, [cli, 'verify', stick, '--key', key], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let mostMiB: number | null = null;
  const timer = setInterval(() => {
    mostMiB = mostOf(child.pid) ?? mostMiB;
  }, LOOK_MS);
  const [code] = await once(child, 'exit');
  clearInterval(timer);
  if (code !== 0) throw new ToolError(`gatelog verify ended with ${code}`);
  return { seconds: (performance.now() - begun) / 1000, mostMiB };
}

/** Peak of the resident set so far: VmHWM of proc(5), Linux. */
function mostOf(pid: number | undefined): number | null {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}

function lineOf({ batches, events, bytes, seconds, floorSeconds, mostMiB }: Verified): string {
  const memory = mostMiB === null ? '' : `, ${mostMiB.toFixed(0)} MiB at most`;
  return (
    `${batches} batches of ${events.toLocaleString('en')} events, ${(bytes / 1e6).toFixed(0)} MB: ` +
    `${seconds.toFixed(1)} s, ${((seconds / batches) * 1000).toFixed(0)} ms a batch${memory}; ` +
    `floor, read and hashed: ${floorSeconds.toFixed(2)} s`
  );
}
