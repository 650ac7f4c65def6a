import { nextInLine } from '../../core/delivery/line.ts';
import { type Progress, type ProgressInput, stepProgress } from '../../core/delivery/progress.ts';
import { GatelogError, isGatelogError, toGatelogError } from '../../core/errors.ts';
import { seconds, type TimestampMs } from '../../core/units.ts';
import { throwIfCancelled } from '../delivery/compare.ts';
import { copyTo } from '../delivery/copy-to.ts';
import type { RenditionPlan } from '../delivery/rendition.ts';
import type { SealIdentity } from '../delivery/seal.ts';
import type { Sealer } from '../delivery/sealer.ts';
import { createTarget, type WorkerProcess } from '../delivery/target.ts';
import type { Log } from '../log/log.ts';
import type { OpenBatch } from '../log/targets.ts';
import type { TargetSettings } from '../settings/targets.ts';

/** Longest that a runner looks away, whatever the clock does. ms */
const LOOK_MS = seconds(60);
/** Pause after a failure of this PC's own, such as a log that cannot be written. ms */
const OWN_FAULT_MS = seconds(15);

/** What is under way at a target: bytes, or events while a rendition is made. */
export interface RunProgress {
  readonly phase: 'rendering' | 'writing' | 'verifying';
  readonly done: number;
  readonly total: number;
}

export interface RunnerParts {
  readonly target: TargetSettings;
  readonly log: Pick<Log, 'batches' | 'targets'>;
  readonly sealer: Sealer;
  readonly identity: SealIdentity;
  /** Throws `openers/...` and `key/...`. */
  readonly plan: () => Promise<RenditionPlan>;
  readonly spoolFolder: string;
  readonly spoolKey: () => Promise<string>;
  /** Starts main/delivery/worker.ts. */
  readonly spawn: () => WorkerProcess;
  readonly nowMs: () => TimestampMs;
  /** Told after every change that the log remembers. */
  readonly onChange: () => void;
  readonly onProgress: (progress: RunProgress) => void;
  /** Told once a batch lies there, or a try failed: the spool may forget something. */
  readonly onTried: () => Promise<void>;
  /** What went wrong, also with this PC's own log. */
  readonly onProblem: (error: GatelogError) => void;
}

/** Sends the batches in a target's line, oldest first, one at a time, in a process of its own. */
export interface Runner {
  /** Begins whatever is due. Cheap: called every second, and after every change of the line. */
  look(again?: 'now'): void;
  /** Ends a waiting: somebody asked. */
  hurry(): void;
  /** Ends a try under way for good: nothing of it stays there, and the batch waits until it is asked for again. */
  stop(): void;
  /** What is under way, or null. */
  progress(): RunProgress | null;
  /** Kills its process; a try under way is taken up again by whoever runs this target next. */
  close(): void;
}

export function createRunner(parts: RunnerParts): Runner {
  const { target, log, nowMs } = parts;
  const { id } = target;
  const worker = createTarget({ spawn: parts.spawn, hungAfterMs: seconds(target.patienceSeconds) });
  let running = false;
  let closed = false;
  let lookAtMs = 0;
  let progress: RunProgress | null = null;
  let stopping: AbortController | null = null;

  /** Keeps the next state. */
  const step = (
    batch: OpenBatch,
    from: Progress,
    input: ProgressInput,
    renditionId: number | null,
  ): Progress => {
    const next = stepProgress(from, input);
    if (next === from) return from;
    log.targets.setProgress(id, batch.firstSeq, next, renditionId);
    parts.onChange();
    return next;
  };
  const told = (now: RunProgress): void => {
    progress = now;
    parts.onProgress(now);
  };

  const deliver = async (batch: OpenBatch): Promise<void> => {
    let now = step(batch, batch.progress, { type: 'begin', atMs: nowMs() }, batch.renditionId);
    let renditionId = batch.renditionId;
    const mine = new AbortController();
    stopping = mine;
    try {
      const recorded = log.batches.batch(batch.firstSeq);
      if (recorded === null) throw new GatelogError('batch/invalid', 'no batch of this seq');
      const plan = await parts.plan();
      const onRendering = (done: number, total: number): void => {
        throwIfCancelled(mine.signal);
        told({ phase: 'rendering', done, total });
      };
      const spooled = await parts.sealer.renditionFor(recorded, plan, onRendering);
      renditionId = spooled.recorded.id;
      const spoolKey = await parts.spoolKey();
      if (closed) return;
      throwIfCancelled(mine.signal);
      const { sealer, identity, spoolFolder } = parts;
      const copied = await copyTo(
        { sealer, identity, spoolFolder, spoolKey, plan, target: worker, onRendering },
        target.folder,
        spooled,
        {
          signal: mine.signal,
          onProgress: (phase, done, total) => {
            if (phase === 'verifying')
              careful(() => {
                now = step(batch, now, { type: 'read-back', atMs: nowMs() }, renditionId);
              });
            if (phase === 'writing' || phase === 'verifying') told({ phase, done, total });
          },
        },
      );
      // Changed or taken away meanwhile: this copy may lie where it no longer counts.
      if (closed) return;
      const atMs = nowMs();
      const { checked } = copied.delivered;
      log.targets.recordDelivery(id, batch.firstSeq, copied.recorded.id, {
        target: target.folder,
        checked,
        atMs,
      });
      log.targets.note(id, {
        atMs,
        what: 'delivered',
        firstSeq: batch.firstSeq,
        lastSeq: batch.lastSeq,
      });
      parts.onChange();
    } catch (thrown) {
      // The process was killed because the kiosk ends or the target was changed: nobody's fault.
      if (closed) return;
      const error = toGatelogError(thrown);
      // The log itself fails: it has a chip of its own, and nothing can be kept now.
      if (error.code.startsWith('log/')) throw error;
      if (error.code === 'delivery/cancelled') {
        step(batch, now, { type: 'lost', atMs: nowMs() }, renditionId);
        log.targets.leaveLine(id, batch.firstSeq);
        const { firstSeq, lastSeq } = batch;
        log.targets.note(id, { atMs: nowMs(), what: 'stopped', firstSeq, lastSeq });
        return;
      }
      const before = 'why' in batch.progress ? batch.progress.why : null;
      now = step(batch, now, { type: 'failed', atMs: nowMs(), why: error.code }, renditionId);
      if (before !== error.code) {
        const { firstSeq, lastSeq } = batch;
        log.targets.note(id, { atMs: nowMs(), what: 'failed', firstSeq, lastSeq, why: error.code });
      }
      parts.onProblem(error);
    }
  };

  const look = (): void => {
    if (running || closed) return;
    const at = nowMs();
    const line = log.targets.line(id).map((batch): OpenBatch => {
      // Under way, and nothing runs: the kiosk was ended, or killed, or could not write down how it ended.
      const now = step(batch, batch.progress, { type: 'lost', atMs: at }, batch.renditionId);
      return { ...batch, progress: now };
    });
    const next = nextInLine(line, at);
    if (next.act !== 'deliver') {
      lookAtMs = next.act === 'wait' ? Math.min(next.untilMs, at + LOOK_MS) : at + LOOK_MS;
      return;
    }
    const batch = line.find(({ firstSeq }) => firstSeq === next.firstSeq);
    if (batch === undefined) return;
    running = true;
    lookAtMs = at;
    deliver(batch)
      .then(parts.onTried)
      .catch((error: unknown) => {
        if (!closed) parts.onProblem(toGatelogError(error));
        lookAtMs = nowMs() + OWN_FAULT_MS;
      })
      .finally(() => {
        running = false;
        progress = null;
        stopping = null;
        if (closed) return;
        parts.onChange();
        if (nowMs() >= lookAtMs) careful(look);
      });
  };
  /** A log that cannot be read now is looked at later; it says itself what is wrong. */
  const careful = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      lookAtMs = nowMs() + OWN_FAULT_MS;
      if (!isGatelogError(error, 'log/closed')) parts.onProblem(toGatelogError(error));
    }
  };

  return {
    look: (again) => {
      // A clock that was set back must not make it look away for long.
      const at = nowMs();
      if (again === 'now' || at >= lookAtMs || lookAtMs - at > LOOK_MS) careful(look);
    },
    hurry: () =>
      careful(() => {
        for (const batch of log.targets.line(id))
          step(batch, batch.progress, { type: 'hurry', atMs: nowMs() }, batch.renditionId);
        look();
      }),
    stop: () => stopping?.abort(),
    progress: () => progress,
    close: () => {
      closed = true;
      worker.close();
    },
  };
}
