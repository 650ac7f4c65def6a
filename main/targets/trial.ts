import { GatelogError, isGatelogError } from '../../core/errors.ts';
import type { DurationMs } from '../../core/units.ts';
import type { TargetCheckStep, TargetCheckView } from '../../preload/contract/target-views.ts';
import { createTarget, type Target, type WorkerProcess } from '../delivery/target.ts';

export interface TrialParts {
  /** Starts main/delivery/worker.ts. */
  readonly spawn: () => WorkerProcess;
  /** A step begins. */
  readonly onStep: (step: TargetCheckStep) => void;
  /** Longest silence before a folder is given up. ms [1...600000], default 30000. */
  readonly hungAfterMs?: DurationMs;
  /** Most processes that hang in a folder that was tried out. [1...10], default 4. */
  readonly maxHung?: number;
}

/** Tries folders out before they become targets. */
export interface Trial {
  /** Writes, renames, reads back and deletes a small file there. Never throws for what is wrong with the folder. */
  check(folder: string): Promise<TargetCheckView>;
  close(): void;
}

/** A process for each folder: one that hangs does not keep the next from being tried out. */
export function createTrial(parts: TrialParts): Trial {
  const { spawn, hungAfterMs, maxHung = 4 } = parts;
  const open = new Set<Target>();
  const hung = new Set<Target>();
  return {
    check: async (folder) => {
      // Those that the system let go meanwhile.
      for (const one of hung) if (one.state() !== 'blocked') hung.delete(one);
      if (hung.size >= maxHung) return { failedStep: 'find', why: 'delivery/hung' };
      const target = createTarget({
        spawn,
        maxAbandoned: 1,
        ...(hungAfterMs === undefined ? {} : { hungAfterMs }),
      });
      open.add(target);
      let step: TargetCheckStep = 'find';
      try {
        await target.check(folder, (next) => {
          step = next;
          parts.onStep(next);
        });
        return { failedStep: null, why: null };
      } catch (error) {
        if (!isGatelogError(error))
          throw new GatelogError('internal', 'a trial failed', {}, { cause: error });
        return { failedStep: step, why: error.code };
      } finally {
        open.delete(target);
        if (target.state() === 'blocked') hung.add(target);
        target.close();
      }
    },
    close: () => {
      for (const target of open) target.close();
    },
  };
}
