import { isTimeDue, type LocalMoment } from '../../core/delivery/schedule.ts';
import { type GatelogError, toGatelogError } from '../../core/errors.ts';
import { minutes } from '../../core/units.ts';
import type { RenditionPlan } from '../delivery/rendition.ts';
import type { Sealer } from '../delivery/sealer.ts';
import type { Log } from '../log/log.ts';
import type { TargetSettings } from '../settings/targets.ts';

/** Pause after a sealing that failed. ms */
const AGAIN_MS = minutes(1);

export interface TimesParts {
  readonly log: Pick<Log, 'batches' | 'targets'>;
  readonly sealer: Pick<Sealer, 'all'>;
  readonly targets: () => readonly TargetSettings[];
  /** Times of day of sealing alone. */
  readonly sealAt: () => readonly string[];
  /** Throws `openers/...` and `key/...`. */
  readonly planFor: (target: TargetSettings | null) => Promise<RenditionPlan>;
  readonly now: () => LocalMoment;
  /** Told when batches were put in a target's line. */
  readonly onLine: (id: string) => void;
  /** Told how far a sealing has come, in events, and null once it has ended. */
  readonly onSealing: (progress: { readonly done: number; readonly total: number } | null) => void;
  /** Told when something was sealed, or could not be. */
  readonly onChange: () => void;
  readonly onProblem: (error: GatelogError) => void;
}

/** Keeps the times of day: seals everything and puts it in line. A PC that was off catches up once. */
export interface Times {
  /** Looks at the clock. Cheap: called every second. */
  look(): void;
  /** Seals everything now, and puts it in the line of this target, or of none. Throws what sealing throws. */
  sealFor(target: TargetSettings | null): Promise<void>;
  /** Why the last sealing at a time of day failed, or null. */
  problem(): string | null;
}

export function createTimes(parts: TimesParts): Times {
  const { log } = parts;
  let busy = false;
  let problem: string | null = null;
  let notBeforeMs = 0;

  /** Seals with the first of these plans that can be made. */
  const seal = async (targets: readonly (TargetSettings | null)[]): Promise<void> => {
    let first: GatelogError | null = null;
    for (const target of targets) {
      let plan: RenditionPlan;
      try {
        plan = await parts.planFor(target);
      } catch (error) {
        first ??= toGatelogError(error);
        continue;
      }
      try {
        await parts.sealer.all(plan, (done, total) => parts.onSealing({ done, total }));
      } finally {
        parts.onSealing(null);
      }
      return;
    }
    if (first !== null) throw first;
  };

  /** What is in line is kept before the time counts as kept: ended in between, it is done again and nothing waits a day. */
  const putInLine = (id: string, atMs: number, what: 'time' | 'asked'): void => {
    log.targets.putInLine(id, log.batches.sealedUpTo());
    if (what === 'time') log.targets.keepTimes(id, atMs);
    const { batches } = log.targets.stillToCome(id);
    log.targets.note(id, { atMs, what: batches === 0 ? 'empty' : what });
    parts.onLine(id);
  };

  /** What was sealed before goes out all the same where nothing new can be sealed; the time is not kept by it. */
  const putSealed = (id: string): void => {
    const before = log.targets.line(id).length;
    log.targets.putInLine(id, log.batches.sealedUpTo());
    // Tried every minute: a line that did not grow keeps its pauses.
    if (log.targets.line(id).length > before) parts.onLine(id);
  };

  const keep = async (due: readonly TargetSettings[], sealOnly: boolean, now: LocalMoment): Promise<void> => {
    try {
      await seal([...due, null]);
    } catch (error) {
      for (const { id } of due) putSealed(id);
      throw error;
    }
    for (const { id } of due) putInLine(id, now.atMs, 'time');
    if (sealOnly) log.targets.keepSealTimes(now.atMs);
  };

  const look = (): void => {
    if (busy) return;
    const now = parts.now();
    // Set back, the clock must not make it wait for long.
    if (now.atMs < notBeforeMs && notBeforeMs - now.atMs <= AGAIN_MS) return;
    const due = parts.targets().filter(({ id, times }) => {
      const record = times.length === 0 ? null : log.targets.record(id);
      return record !== null && isTimeDue(times, record.keptAtMs, now);
    });
    const sealAt = parts.sealAt();
    const kept = sealAt.length === 0 ? null : log.targets.sealTimesKept();
    // Looked at for the first time: what has passed before is nobody's wish.
    if (sealAt.length > 0 && kept === null) log.targets.keepSealTimes(now.atMs);
    const sealOnly = kept !== null && isTimeDue(sealAt, kept, now);
    if (due.length === 0 && !sealOnly) return;
    busy = true;
    keep(due, sealOnly, now)
      .then(
        () => {
          problem = null;
        },
        (thrown: unknown) => {
          const error = toGatelogError(thrown);
          notBeforeMs = parts.now().atMs + AGAIN_MS;
          if (problem !== error.code) {
            for (const { id } of due)
              log.targets.note(id, { atMs: now.atMs, what: 'failed', why: error.code });
            parts.onProblem(error);
          }
          problem = error.code;
        },
      )
      .catch((error: unknown) => parts.onProblem(toGatelogError(error)))
      .finally(() => {
        busy = false;
        parts.onChange();
      });
  };

  return {
    look: () => {
      try {
        look();
      } catch (error) {
        // A log that cannot be read says itself what is wrong.
        notBeforeMs = parts.now().atMs + AGAIN_MS;
        parts.onProblem(toGatelogError(error));
      }
    },
    sealFor: async (target) => {
      try {
        await seal(target === null ? [null] : [target, null]);
      } catch (error) {
        if (target !== null) putSealed(target.id);
        throw error;
      }
      problem = null;
      if (target !== null) putInLine(target.id, parts.now().atMs, 'asked');
    },
    problem: () => problem,
  };
}
