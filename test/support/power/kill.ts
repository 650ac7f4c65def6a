import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf } from './power-cut.ts';
import { randomFrom } from './replay.ts';

/** What killing the gate once broke; nothing where the log kept its promise. */
export interface KillResult {
  /** ms from the first sign of life to the kill. */
  readonly afterMs: number;
  /** Newest verdict that somebody had seen. */
  readonly saidSeq: number;
  readonly problem: string | null;
}

/** Longest time between a gate's first verdict and its end. ms. */
const MOST_MS = 120;
/** A log is killed this often before a new one is begun, so that recovery meets recovered logs too. */
const KILLS_A_LOG = 10;

/**
 * Starts a busy gate and kills it with SIGKILL at a random moment, again and again; one in ten dies before it has
 * said anything. Opens what is left each time.
 * @param input.folder an empty folder; the caller removes it
 */
export async function killOften(input: {
  readonly folder: string;
  readonly times: number;
  readonly seed: number;
  readonly onKill?: (done: number) => void;
}): Promise<readonly KillResult[]> {
  const random = randomFrom(input.seed);
  const watched = join(input.folder, 'killed');
  const kills: KillResult[] = [];
  for (let n = 0; n < input.times; n += 1) {
    if (n % KILLS_A_LOG === 0) rmSync(watched, { recursive: true, force: true });
    mkdirSync(watched, { recursive: true });
    const afterMs = Math.floor(random() * MOST_MS);
    const saidSeq = await killOnce(watched, input.seed + n, afterMs, random() < 0.1);
    kills.push({ afterMs, saidSeq, problem: problemOf(watched, saidSeq) });
    input.onKill?.(n + 1);
  }
  return kills;
}

async function killOnce(folder: string, seed: number, afterMs: number, atOnce: boolean): Promise<number> {
  const gate = join(import.meta.dirname, 'gate.ts');
  const child = spawn(process.execPath, [gate, folder, '100000', String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const spoke = new Promise<void>((resolve) => {
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      resolve();
    });
    child.once('close', () => resolve());
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  if (!atOnce) await spoke;
  await sleep(afterMs);
  child.kill('SIGKILL');
  await ended;
  // The last line may be cut off; the one before it was said whole.
  const lines = said.slice(0, said.lastIndexOf('\n') + 1).trim();
  return lines === '' ? 0 : Number(lines.split('\n').at(-1));
}
