import { type GatelogError, toGatelogError } from '../../core/errors.ts';
import {
  cutoffMs,
  type DueSoFar,
  dueFrom,
  followDue,
  type KeepDays,
  pauseAfterConfirming,
  retentionHold,
} from '../../core/retention/due.ts';
import { type DurationMs, hours, minutes, seconds, timestampMs } from '../../core/units.ts';
import type { Stamp } from '../events.ts';
import type { Log } from '../log/log.ts';
import type { MayForget } from '../targets/expected.ts';

/** A look this long after the start and then every day. ms */
const FIRST_LOOK_MS = seconds(60);
const EVERY_MS = hours(24);
/** What held a deletion back is looked at again after this. ms */
const AGAIN_MS = minutes(15);
/** Events that are looked at, and personal parts that are deleted, in one step: a few ms. */
const LOOK_ROWS = 2000;
const FORGET_ROWS = 250;
/** So long nobody was at the gate before a step, and before a table is written anew. ms */
const QUIET_MS = seconds(2);
const WIPE_QUIET_MS = seconds(6);

export interface RetentionParts {
  readonly log: Pick<Log, 'retention' | 'checkpoint'>;
  readonly days: () => KeepDays;
  readonly stamp: () => Stamp;
  /** An open visit that is longer is of somebody who left unseen. */
  readonly longestStayMs: DurationMs;
  /** How long nobody has been at the gate. ms */
  readonly quietForMs: () => number;
  /** Seals and renders what is still expected; see main/targets/expected.ts. Never throws. */
  readonly makeExpected: (fromSeq: number, upToSeq: number) => Promise<MayForget>;
  /** Told once something was deleted: the spool may keep copies of it that nobody waits for. */
  readonly onForgotten: () => Promise<void>;
  /** Whether nothing is sealed or rendered now: what is rendered is not to lose its people half-way. */
  readonly sealerIdle: () => boolean;
  readonly onChange: () => void;
  readonly onProblem: (error: GatelogError) => void;
  /** Any clock that never goes back, ms. */
  readonly uptimeMs: () => number;
  readonly firstLookMs?: number;
}

/** What retention does now: looks how far, makes what is still expected, deletes, wipes, or waits for the next day. */
export type RetentionPhase = 'resting' | 'looking' | 'making' | 'deleting' | 'wiping';

/** Deletes the personal parts of old events, in steps that nobody at the gate feels. */
export interface Retention {
  /** Takes a step if one is due and the gate is quiet: call it twice a second or so while the log is well. Never throws. */
  tick(): void;
  /** Looks now, or as soon as what it does now is done, and not only the next time. */
  hurry(): void;
  phase(): RetentionPhase;
  /** Why nothing is deleted: `never`, `clock`, `leap`, or the code of what could not be sealed or rendered; else null. */
  heldBy(): string | null;
  /** When it looks next; null where it never does. ms since the epoch. */
  nextAtMs(): number | null;
  /** An administrator is about to confirm the clock: call it before the clock is believed, with what was trusted before. Throws `log/...`. */
  clockConfirmed(lastTrustedMs: number | null): void;
  close(): void;
}

export function createRetention(parts: RetentionParts): Retention {
  const { retention } = parts.log;
  let phase: RetentionPhase = 'resting';
  let due: DueSoFar = dueFrom(0);
  /** By what rule it deletes just now. */
  let deletingFor: KeepDays | null = null;
  let table = 0;
  let problem: string | null = null;
  /** Somebody asked for a look that has not begun yet. */
  let asked = false;
  let lookAtMs = parts.uptimeMs() + (parts.firstLookMs ?? FIRST_LOOK_MS);
  let closed = false;

  const hold = (now: Stamp): ReturnType<typeof retentionHold> =>
    retentionHold({
      days: parts.days(),
      clock: now.clock,
      nowMs: now.atMs,
      pausedUntilMs: retention.record().pausedUntilMs,
    });
  const to = (next: RetentionPhase): void => {
    if (phase === next) return;
    phase = next;
    parts.onChange();
  };
  const rest = (afterMs: number): void => {
    lookAtMs = parts.uptimeMs() + (asked ? 0 : afterMs);
    to('resting');
  };
  const insideSinceMs = (now: Stamp): number => now.atMs - parts.longestStayMs;
  /** Nothing more to delete: what was deleted is wiped and written down. */
  const end = (now: Stamp): void => {
    table = 0;
    if (retention.record().running !== null) return to('wiping');
    retention.looked(now.atMs);
    rest(EVERY_MS);
  };

  const look = (now: Stamp, days: number): void => {
    const events = retention.page(due.seenSeq, LOOK_ROWS);
    due = followDue(due, events, { cutoffMs: cutoffMs(now.atMs, days), nowMs: now.atMs });
    if (!due.ended && events.length === LOOK_ROWS) return;
    if (!retention.hasPersonal(due.upToSeq, insideSinceMs(now))) {
      problem = null;
      end(now);
      return;
    }
    to('making');
    const { forgottenUpTo } = retention.record();
    parts
      .makeExpected(forgottenUpTo, due.upToSeq)
      .then((may) => begin(may, days))
      .catch(failed);
  };
  const begin = ({ upToSeq, why }: MayForget, days: number): void => {
    if (closed) return;
    problem = why?.code ?? null;
    if (why !== null) parts.onProblem(why);
    const now = parts.stamp();
    // While it was sealed the clock may have jumped, or somebody changed his mind.
    if (hold(now) !== null || parts.days() !== days) return rest(0);
    if (!retention.hasPersonal(upToSeq, insideSinceMs(now))) return rest(AGAIN_MS);
    retention.begin({ upToSeq, atMs: now.atMs, days });
    deletingFor = days;
    to('deleting');
  };
  const failed = (error: unknown): void => {
    if (closed) return;
    const known = toGatelogError(error, 'log/append-failed');
    problem = known.code;
    parts.onProblem(known);
    rest(AGAIN_MS);
  };

  const step = (): void => {
    if (phase === 'making' || parts.quietForMs() < QUIET_MS) return;
    const now = parts.stamp();
    const days = parts.days();
    const held = hold(now);
    if (phase === 'wiping') return wipe(now);
    if (held !== null || days === 'never') {
      // What was deleted before is brought to its end; nothing more is.
      if (retention.record().running !== null) return end(now);
      return to('resting');
    }
    if (phase === 'resting') {
      if (parts.uptimeMs() < lookAtMs) return;
      due = dueFrom(retention.record().forgottenUpTo);
      asked = false;
      to('looking');
    }
    if (phase === 'looking') return look(now, days);
    // Somebody changed his mind: what was begun is looked at anew, and nothing more goes by the rule before.
    if (deletingFor !== days) return rest(0);
    if (parts.sealerIdle() && !retention.forget(FORGET_ROWS, insideSinceMs(now))) end(now);
  };
  const wipe = (now: Stamp): void => {
    if (parts.quietForMs() < WIPE_QUIET_MS) return;
    if (retention.wipe(table)) {
      table += 1;
      return;
    }
    // Somebody reads just now, sealing say: the next time.
    if (!parts.log.checkpoint('empty')) return;
    retention.finish({ atMs: now.atMs, offsetMin: now.offsetMin, clock: now.clock });
    rest(problem === null ? EVERY_MS : AGAIN_MS);
    parts.onForgotten().catch((error: unknown) => parts.onProblem(toGatelogError(error)));
    parts.onChange();
  };

  return {
    tick: () => {
      try {
        if (!closed) step();
      } catch (error) {
        failed(error);
      }
    },
    hurry: () => {
      asked = true;
      lookAtMs = parts.uptimeMs();
      problem = null;
      if (phase === 'looking') phase = 'resting';
    },
    phase: () => phase,
    heldBy: () => hold(parts.stamp()) ?? problem,
    nextAtMs: () => {
      if (parts.days() === 'never') return null;
      return timestampMs(parts.stamp().atMs + Math.max(0, lookAtMs - parts.uptimeMs()));
    },
    clockConfirmed: (lastTrustedMs) => {
      const { pausedUntilMs } = retention.record();
      const untilMs = pauseAfterConfirming(parts.stamp().atMs, lastTrustedMs, pausedUntilMs);
      if (untilMs !== pausedUntilMs) retention.pause(untilMs);
    },
    close: () => {
      closed = true;
    },
  };
}
