import { toGatelogError } from '../core/errors.ts';
import type { KioskState } from './kiosk-state.ts';
import type { Log } from './log/log.ts';
import type { QuietCheckpoint } from './log/quiet-checkpoint.ts';
import type { OwnEvents } from './own-events.ts';

export interface LogCareParts {
  readonly log: Pick<Log, 'probe'>;
  readonly state: Pick<KioskState, 'logErrorCode' | 'logFailed'>;
  readonly own: Pick<OwnEvents, 'catchUp'>;
  readonly quiet: Pick<QuietCheckpoint, 'tick'>;
  readonly pushState: () => void;
}

/**
 * Looks after the log, twice a second: moves the WAL of a quiet one, tries one that failed, writes what waits. Until
 * a failed log takes a row again nothing else is tried and nothing more is said of it. Never throws.
 */
export function createLogCare({ log, state, own, quiet, pushState }: LogCareParts): () => void {
  const recovered = (): boolean => {
    try {
      log.probe();
    } catch (error) {
      state.logFailed(toGatelogError(error, 'log/append-failed').code);
      return false;
    }
    state.logFailed(null);
    pushState();
    return true;
  };
  return () => {
    quiet.tick();
    if (state.logErrorCode() === null || recovered()) own.catchUp();
  };
}
