import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PARTIAL_SUFFIX } from '../../../core/batch/names.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { makeStick, type Stick } from '../exfat.ts';
import { randomFrom } from '../power/replay.ts';
import { type DeliveringGate, deliveryProcess, openDeliveringGate, type SealedHere } from './gate.ts';

/** One time that a stick was pulled out in the middle of a delivery. */
export interface YankResult {
  /** ms from the beginning of the delivery. */
  readonly afterMs: number;
  /** What the delivery did at that moment; `over` where it had ended and the stick was still mounted. */
  readonly phase: string;
  /** What the delivery said of it, or null where it said that all is well. */
  readonly said: string | null;
  /** What broke, or null. */
  readonly problem: string | null;
}

/** A delivery that nothing disturbs, the first time; from then on what the last one took. ms */
const FIRST_GUESS_MS = 600;
/** How often one stick is pulled out before everything is delivered to it. */
const MOST_YANKS = 3;
const STICK_MIB = 8;
/** Every so many sticks go to the office, which takes longer over them than everything else. */
const OFFICE_EVERY = 10;
/** What a delivery may say of a stick that was pulled out, or that had lost something by it. */
const EXPECTED = new Set([
  null,
  'delivery/gone',
  'delivery/write-failed',
  'delivery/damaged',
  'delivery/read-only',
  'stick/not-mounted',
  'batch/empty',
]);

/**
 * Delivers several batches to a real exFAT stick and pulls it out at a random moment, by SIGKILL of the process that
 * is its file system; plugs it in again and looks: every batch on it is whole or absent, and what the log calls
 * delivered is there. After one to three times everything is delivered, and every event lies there exactly once; the
 * first of ten sticks, and the last of all, are verified as the office does it.
 * Needs root, exfatprogs and exfat-fuse.
 * @param input.folder an empty folder; the caller removes it
 */
export async function yankOften(input: {
  readonly folder: string;
  readonly times: number;
  readonly seed: number;
  readonly onYank?: (done: number) => void;
}): Promise<readonly YankResult[]> {
  const random = randomFrom(input.seed);
  const target = deliveryProcess();
  const yanks: YankResult[] = [];
  let usualMs = FIRST_GUESS_MS;
  try {
    for (let n = 0; yanks.length < input.times; n += 1) {
      const folder = join(input.folder, `stick-${n}`);
      const stick = makeStick(`${folder}.img`, `${folder}-mounted`, STICK_MIB);
      const gate = openDeliveringGate({ folder, stick, target, batchEvents: 6 });
      try {
        // Something is on the stick, confirmed, before it is pulled out; every third stick is empty.
        await gate.pass(1 + Math.floor(random() * 6));
        if (n % 3 !== 0) await gate.deliver();
        await gate.pass(7 + Math.floor(random() * 11));
        const most = Math.min(input.times - yanks.length, 1 + Math.floor(random() * MOST_YANKS));
        for (let left = most; left > 0; left -= 1) {
          if (gate.owed() === 0 || random() < 0.3) await gate.pass(1 + Math.floor(random() * 11));
          const yank = await yankOnce(gate, stick, random() * usualMs);
          if (yank === null) continue;
          yanks.push(yank);
          input.onYank?.(yanks.length);
        }
        const { problem, tookMs } = await finish(
          gate,
          stick,
          n % OFFICE_EVERY === 0 || yanks.length >= input.times,
        );
        if (tookMs !== null) usualMs = (usualMs + tookMs) / 2;
        const last = yanks.at(-1);
        if (problem !== null && last !== undefined && last.problem === null)
          yanks.splice(-1, 1, { ...last, problem });
      } finally {
        gate.close();
        stick.remove();
        for (const path of [folder, `${folder}.img`, `${folder}-mounted`])
          rmSync(path, { recursive: true, force: true });
      }
    }
  } finally {
    target.close();
  }
  return yanks;
}

/** Null where nobody had the stick mounted at that moment: then nothing was pulled out. */
async function yankOnce(gate: DeliveringGate, stick: Stick, afterMs: number): Promise<YankResult | null> {
  let phase = 'opening';
  const delivering = gate.deliver((progress) => {
    phase = progress.phase;
  });
  const over = delivering.then(() => {
    phase = 'over';
  });
  await sleep(afterMs);
  const at = phase;
  const torn = stick.tearOut();
  await over;
  const said = await delivering;
  await gate.takeAway();
  stick.plugAgain();
  const problem = EXPECTED.has(said) ? problemOf(gate, stick) : `the delivery said ${said}`;
  // As it comes out of a pocket: nobody has mounted it.
  stick.eject();
  return torn || problem !== null ? { afterMs, phase: at, said, problem } : null;
}

const gateFolder = (stick: Stick): string => join(stick.place, 'GATELOG', 'benh-vien-thu', 'cong-chinh');

/** Names of what looks like a batch. */
function batchesOn(stick: Stick): readonly string[] {
  if (!existsSync(gateFolder(stick))) return [];
  return readdirSync(gateFolder(stick)).filter((name) => !name.endsWith(PARTIAL_SUFFIX));
}

/** Every file as it was sealed, and nothing else. */
function isWhole(stick: Stick, { name, files }: SealedHere): boolean {
  const place = join(gateFolder(stick), name);
  const sums = new Map(readdirSync(place).map((file) => [file, sha256(readFileSync(join(place, file)))]));
  return sums.size === files.length && files.every((file) => sums.get(file.name) === file.sha256);
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whole or absent: whatever bears a batch's name is that batch, byte for byte, and none that is confirmed is missing. */
function problemOf(gate: DeliveringGate, stick: Stick): string | null {
  const sealed = gate.sealed();
  const there = batchesOn(stick);
  for (const name of there) {
    const batch = sealed.find((one) => one.name === name);
    if (batch === undefined) return `${name} is no batch of this gate`;
    if (!isWhole(stick, batch)) return `${name} is not whole`;
  }
  const missing = sealed.filter((one) => one.delivered && !there.includes(one.name));
  return missing.length === 0 ? null : `delivered and not there: ${missing[0]?.name}`;
}

/** Delivers everything undisturbed; then every event lies there exactly once. */
async function finish(
  gate: DeliveringGate,
  stick: Stick,
  asksOffice: boolean,
): Promise<{ readonly problem: string | null; readonly tookMs: number | null }> {
  const began = performance.now();
  const owed = gate.owed();
  const said = await gate.deliver();
  const tookMs = owed === 0 ? null : performance.now() - began;
  if (said !== null && said !== 'batch/empty') return { problem: `plugged in again it says ${said}`, tookMs };
  stick.plugAgain();
  let problem = problemOf(gate, stick) ?? missingOf(gate);
  if (problem === null && asksOffice) {
    const report = await verifyFolder(stick.place);
    if (!report.ok) problem = `the office finds ${JSON.stringify(report)}`;
  }
  return { problem, tookMs };
}

/** Batches that are delivered follow one another from the first event to the last. */
function missingOf(gate: DeliveringGate): string | null {
  let seq = 0;
  for (const { firstSeq, lastSeq } of gate.sealed().filter(({ delivered }) => delivered)) {
    if (firstSeq !== seq + 1) return `after event ${seq} comes ${firstSeq}`;
    seq = lastSeq;
  }
  return seq === gate.lastSeq() ? null : `${seq} of ${gate.lastSeq()} events arrived`;
}
