import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHAIN_START, chainOf } from '../../../core/batch/chain.ts';
import { commitmentOf } from '../../../core/batch/commitment.ts';
import { timestampMs } from '../../../core/units.ts';
import { openLog } from '../../../main/log/index.ts';
import { logKey } from '../../../main/log/key.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { recordRun } from './recording.ts';
import { type CutDisk, createReplay, randomFrom, restoreDisk } from './replay.ts';

const GATE = join(import.meta.dirname, 'gate.ts');

/** What a power cut at one point broke; nothing where the log kept its promise. */
export interface CutResult {
  /** Acts before the cut. */
  readonly point: number;
  /** Newest verdict that somebody had seen. */
  readonly saidSeq: number;
  readonly problem: string | null;
}

export interface PowerRun {
  /** Acts recorded. */
  readonly acts: number;
  readonly cuts: readonly CutResult[];
}

/**
 * Records a busy gate once, then cuts the power at `points` places of the recording, spread over all of it, and opens
 * what is left each time.
 * @param input.folder an empty folder for everything; the caller removes it
 */
export async function cutPower(input: {
  readonly folder: string;
  readonly events: number;
  readonly points: number;
  readonly seed: number;
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly onCut?: (done: number) => void;
}): Promise<PowerRun> {
  const watched = join(input.folder, 'gate');
  mkdirSync(watched);
  const acts = await recordRun({
    folder: input.folder,
    watched,
    script: GATE,
    args: [watched, String(input.events), String(input.seed), input.synchronous],
  });
  const random = randomFrom(input.seed);
  const replay = createReplay(acts);
  const cuts: CutResult[] = [];
  for (let n = 0; n < input.points; n += 1) {
    // Anywhere within the n-th part, so that the whole recording is covered.
    const point = Math.min(acts.length, Math.floor(((n + random()) / input.points) * (acts.length + 1)));
    cuts.push(cutOnce(point, replay.cutAt(point, random), join(input.folder, 'cut')));
    input.onCut?.(n + 1);
  }
  return { acts: acts.length, cuts };
}

function cutOnce(point: number, disk: CutDisk, folder: string): CutResult {
  restoreDisk(disk, folder);
  const saidSeq = Number(disk.said.trim().split('\n').at(-1) ?? 0);
  return { point, saidSeq, problem: problemOf(folder, saidSeq) };
}

/** Opens a log that was cut off or killed and says what is wrong with it, or null. */
export function problemOf(folder: string, saidSeq: number): string | null {
  const path = join(folder, 'gate.db');
  try {
    const had = existsSync(path);
    if (!had && saidSeq > 0) return 'the database is gone';
    const key = logKey(join(folder, 'log.key'), path);
    const log = openLog({
      path,
      key,
      gateId: 'main',
      newLogId: () => 'f'.repeat(32),
      nowMs: () => timestampMs(0),
    });
    try {
      const last = log.last()?.seq ?? 0;
      if (last < saidSeq) return `verdict ${saidSeq} was shown, the newest row is ${last}`;
      let chain: Uint8Array = CHAIN_START;
      let rows = 0;
      for (const row of log.rows(1, last)) {
        rows += 1;
        if (row.salt === null || row.payload === null) return `row ${row.seq} has lost its snapshot`;
        const commitment = commitmentOf(row.salt, row.payload);
        chain = chainOf(chain, row, commitment);
        if (!Buffer.from(chain).equals(row.chain)) return `the chain breaks at ${row.seq}`;
      }
      if (rows !== last) return `${last - rows} rows are missing`;
    } finally {
      log.close();
    }
    const db = openDatabase({ path, key });
    try {
      const integrity = db.pragma('integrity_check', { simple: true });
      return integrity === 'ok' ? null : `integrity: ${String(integrity)}`;
    } finally {
      db.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
