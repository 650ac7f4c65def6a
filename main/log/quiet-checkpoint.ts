import type { GatelogError } from '../../core/errors.ts';
import { toGatelogError } from '../../core/errors.ts';
import type { Log } from './log.ts';

/** Below this the WAL is left alone: about 25 events. 4 KiB pages. */
const WORTHWHILE_PAGES = 256;
/** Above this any pause between two people will do: a gate in its rush is never really quiet. 4 KiB pages. */
const PRESSING_PAGES = 2048;
/** Such a pause. ms. */
const PAUSE_MS = 300;
/** After a failure, which a full disk repeats, the next try waits this long. ms. */
const RETRY_MS = 30_000;

/**
 * Whether the WAL should be moved into the database now: when the gate has been quiet and there is something to
 * move, or at the next pause when there is much. Beyond that SQLite does it within a commit (open.ts).
 * @param sinceTouchMs time since the last read or act of the guard
 */
export function checkpointDue(walPages: number, sinceTouchMs: number, quietMs: number): boolean {
  if (walPages >= PRESSING_PAGES) return sinceTouchMs >= Math.min(PAUSE_MS, quietMs);
  return walPages >= WORTHWHILE_PAGES && sinceTouchMs >= quietMs;
}

/** Moves the WAL while nobody waits for a verdict. It has no timer of its own. */
export interface QuietCheckpoint {
  /** Somebody is at the gate: call it for every read and every act, before it is admitted. */
  touched(): void;
  /** How long nobody has been. ms */
  quietForMs(): number;
  /** Looks whether the moment has come: call it twice a second or so. Never throws. */
  tick(): void;
}

export interface QuietCheckpointParts {
  readonly log: Pick<Log, 'walPages' | 'checkpoint'>;
  /** Any clock that never goes back, ms. */
  readonly nowMs: () => number;
  /** Time without a read after which the gate is quiet. ms [300...60000], default 2000. */
  readonly quietMs?: number;
  /** A checkpoint that failed loses nothing: every event stays in the WAL. */
  readonly onProblem: (error: GatelogError) => void;
}

/** Keeps the WAL small and the checkpoints out of commits. */
export function createQuietCheckpoint(parts: QuietCheckpointParts): QuietCheckpoint {
  const quietMs = parts.quietMs ?? 2000;
  let touchedMs = parts.nowMs();
  let retryAtMs = touchedMs;
  return {
    touched: () => {
      touchedMs = parts.nowMs();
    },
    quietForMs: () => parts.nowMs() - touchedMs,
    tick: () => {
      const nowMs = parts.nowMs();
      if (nowMs < retryAtMs) return;
      try {
        if (checkpointDue(parts.log.walPages(), nowMs - touchedMs, quietMs)) parts.log.checkpoint();
      } catch (error) {
        retryAtMs = nowMs + RETRY_MS;
        parts.onProblem(toGatelogError(error, 'log/append-failed'));
      }
    },
  };
}
