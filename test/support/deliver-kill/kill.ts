import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAIN_START } from '../../../core/batch/chain.ts';
import { PARTIAL_SUFFIX } from '../../../core/batch/names.ts';
import type { Log } from '../../../main/log/log.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { openGateLog } from '../gate-log.ts';
import { randomFrom } from '../power/replay.ts';
import { openSendingGate } from '../sending-gate.ts';

/** What one kill broke; null where nothing was. */
export interface DeliverKill {
  /** ms from the first sign of life to the kill. */
  readonly afterMs: number;
  /** Newest event that the gate had said. */
  readonly saidSeq: number;
  readonly problem: string | null;
}

/** Longest time between the gate's first word and its end. ms. */
const MOST_MS = 500;
/** A gate is killed this often before everything that it owes is sent and a new one is begun. */
const KILLS_A_GATE = 20;
const TARGETS = ['a', 'b'] as const;

/**
 * Starts a gate that seals and sends all the time and kills it with SIGKILL at a random moment, again and again. After
 * each kill every folder at the targets that bears a batch's name is a whole batch. After the last of a gate everything
 * is sent, and each target holds every event of the log exactly once, in order, on an unbroken chain.
 * @param input.folder an empty folder; the caller removes it
 */
export async function killDeliveries(input: {
  readonly folder: string;
  readonly times: number;
  readonly seed: number;
  readonly onKill?: (done: number) => void;
}): Promise<readonly DeliverKill[]> {
  const random = randomFrom(input.seed);
  const kills: DeliverKill[] = [];
  const watched = join(input.folder, 'gate');
  const looked = new Set<string>();
  for (let n = 0; n < input.times; n += 1) {
    if (n % KILLS_A_GATE === 0) {
      rmSync(watched, { recursive: true, force: true });
      looked.clear();
      for (const name of ['data', ...TARGETS]) mkdirSync(join(watched, name), { recursive: true });
    }
    const afterMs = Math.floor(random() * MOST_MS);
    const saidSeq = await killOnce(watched, input.seed + n, afterMs);
    const isLast = n + 1 === input.times || (n + 1) % KILLS_A_GATE === 0;
    const problem =
      (await halfBatch(watched, looked)) ?? (isLast ? await whatIsMissing(watched, saidSeq) : null);
    kills.push({ afterMs, saidSeq, problem });
    input.onKill?.(n + 1);
  }
  return kills;
}

async function killOnce(folder: string, seed: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'gate.ts'), folder, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await sleep(afterMs);
  child.kill('SIGKILL');
  await ended;
  const whole = said.slice(0, said.lastIndexOf('\n') + 1);
  return Math.max(0, ...whole.split('\n').map(Number));
}

/**
 * What at the targets bears a batch's name and is none, or null.
 * @param looked folders that were looked at after an earlier kill; those of this one are added
 */
async function halfBatch(folder: string, looked: Set<string>): Promise<string | null> {
  for (const target of TARGETS) {
    const place = join(folder, target, 'GATELOG', 'benh-vien-thu', 'cong-chinh');
    for (const name of existsSync(place) ? readdirSync(place) : []) {
      const batch = join(place, name);
      if (name.endsWith(PARTIAL_SUFFIX) || looked.has(batch)) continue;
      looked.add(batch);
      const { ok } = await verifyFolder(batch);
      if (!ok) return `${batch} is no whole batch`;
    }
  }
  return null;
}

/**
 * Sends everything that is left of a gate whose data lie in `<folder>/data` to its targets `a` and `b`, and compares
 * what the office gets with the log. Null where it is the very same.
 * @param saidSeq newest event that the gate had said
 */
export async function whatIsMissing(folder: string, saidSeq: number): Promise<string | null> {
  const gate = openSendingGate(join(folder, 'data'), {
    targets: TARGETS.map((id) => ({ id, name: id, folder: join(folder, id) })),
    maxEvents: 25,
    nowMs: () => Date.now(),
  });
  try {
    for (const id of TARGETS) await gate.targets.send(id);
    for (let tries = 0; TARGETS.some((id) => gate.log.targets.line(id).length > 0); tries += 1) {
      if (tries > 1200) return `not everything was sent: ${gate.problems.join()}`;
      await sleep(50);
    }
  } finally {
    gate.close();
  }
  const log = openGateLog(join(folder, 'data'));
  try {
    const newest = log.batches.newestSeq();
    if (newest < saidSeq) return `event ${saidSeq} was said and is not in the log`;
    for (const target of TARGETS) {
      const problem = (await otherThanLog(join(folder, target), log)) ?? leftovers(join(folder, target));
      if (problem !== null) return `${target}: ${problem}`;
    }
    return null;
  } finally {
    log.close();
  }
}

/** Where what lies at a target is not the log, event for event, or null. */
async function otherThanLog(place: string, log: Log): Promise<string | null> {
  const { ok, problems, batches } = await verifyFolder(place);
  if (!ok) return `the office finds ${problems.map(({ code }) => code).join() || 'a broken batch'}`;
  const found: string[] = [];
  let chain = Buffer.from(CHAIN_START).toString('hex');
  for (const { folder, manifest } of batches) {
    if (manifest === null) return `${folder} has no manifest`;
    if (manifest.chain_before !== chain) return `the chain is broken before ${manifest.first_seq}`;
    chain = manifest.chain_after;
    const [, ...lines] = readFileSync(join(place, folder, 'events.csv'), 'utf8')
      .trim()
      .split('\r\n');
    for (const line of lines) found.push(line.split(',')[0] ?? '');
  }
  const newest = log.batches.newestSeq();
  const wanted = Array.from({ length: newest }, (_, index) => String(index + 1));
  if (found.join() !== wanted.join()) return `it holds ${found.length} events of ${newest}, or not in order`;
  const end = Buffer.from(log.event(newest)?.chain ?? []).toString('hex');
  return chain === end ? null : 'it ends on another chain than the log';
}

/** Something half written that stayed, or null. */
function leftovers(place: string): string | null {
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return names.find((name) => name.endsWith(PARTIAL_SUFFIX)) ?? null;
}
