import { minutes, seconds } from '../core/units.ts';

/** `alive` rows tell the office in which hours the kiosk was on (DESIGN.md, Words). */
const ALIVE_MS = minutes(5);
/** How often a failing log is tried again, and a quiet one looked after. */
const CARE_MS = seconds(0.5);

export interface HeartbeatParts {
  readonly alive: () => void;
  /** Looks after the log: tries a failing one again, moves the WAL of a quiet one. Must not throw. */
  readonly care: () => void;
}

/** The kiosk's own pulse; returns what stops it. */
export function startHeartbeat({ alive, care }: HeartbeatParts): () => void {
  const timers = [setInterval(alive, ALIVE_MS), setInterval(care, CARE_MS)];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
