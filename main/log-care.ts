import { type GatelogError, toGatelogError } from '../core/errors.ts';
import type { GuardActs } from './guard-acts.ts';
import type { KioskState } from './kiosk-state.ts';
import type { Log } from './log/log.ts';
import type { QuietCheckpoint } from './log/quiet-checkpoint.ts';
import type { OwnEvents } from './own-events.ts';
import type { Session } from './staff/session.ts';

export interface LogCareParts {
  readonly log: Pick<Log, 'probe'>;
  readonly state: Pick<KioskState, 'logErrorCode' | 'logFailed'>;
  readonly own: Pick<OwnEvents, 'catchUp'>;
  readonly quiet: Pick<QuietCheckpoint, 'tick'>;
  readonly session: Pick<Session, 'dutyOver'>;
  readonly acts: Pick<GuardActs, 'signedOut'>;
  readonly failed: (error: GatelogError) => void;
  /** Takes a step of deleting what is old: only while the log is well. */
  readonly retention: { tick(): void };
  readonly pushState: () => void;
}

/**
 * Looks after the log, twice a second: moves the WAL of a quiet one, tries one that failed, writes what waits. Until
 * a failed log takes a row again nothing else is tried and nothing more is said of it. Never throws.
 */
export function createLogCare(parts: LogCareParts): () => void {
  const { log, state, own, quiet, pushState } = parts;
  /** The guard whose duty ended by itself, until that is written. */
  let over: string | null = null;
  const noteDutyOver = (): void => {
    over ??= parts.session.dutyOver();
    if (over === null) return;
    try {
      parts.acts.signedOut(over);
      over = null;
      pushState();
    } catch (error) {
      parts.failed(toGatelogError(error, 'log/append-failed'));
    }
  };
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
    if (state.logErrorCode() !== null && !recovered()) return;
    own.catchUp();
    noteDutyOver();
    parts.retention.tick();
  };
}
