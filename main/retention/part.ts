import type { GatelogError } from '../../core/errors.ts';
import type { KeepDays } from '../../core/retention/due.ts';
import { hours } from '../../core/units.ts';
import type { RetentionStateView } from '../../preload/contract/retention-views.ts';
import type { Stamp } from '../events.ts';
import type { AuditDetails } from '../log/audit.ts';
import type { Log } from '../log/log.ts';
import type { QuietCheckpoint } from '../log/quiet-checkpoint.ts';
import type { Outgoing } from '../outgoing.ts';
import type { Settings } from '../settings/schema.ts';
import { createRetentionDesk, type RetentionDesk } from './desk.ts';
import { createRetention, type Retention } from './retention.ts';

export interface RetentionPartParts {
  readonly log: Pick<Log, 'retention' | 'checkpoint' | 'batches'>;
  readonly settings: Pick<Settings, 'keepPersonalDays' | 'longestStayHours'>;
  /** Writes into the settings file. Throws `settings/...`. */
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly stamp: () => Stamp;
  readonly audit: (what: string, details: AuditDetails) => void;
  readonly quiet: Pick<QuietCheckpoint, 'quietForMs'>;
  readonly outgoing: {
    readonly sealer: Pick<Outgoing['sealer'], 'idle'>;
    readonly targets: Pick<Outgoing['targets'], 'makeExpected' | 'forgotten'>;
  };
  readonly pushState: () => void;
  readonly onProblem: (error: GatelogError) => void;
}

/** Retention with the rule that it follows, as the kiosk holds it. */
export interface RetentionPart extends Pick<Retention, 'tick' | 'clockConfirmed' | 'close'> {
  readonly desk: RetentionDesk;
  /** For the gate's screen. Never throws. */
  state(): RetentionStateView;
}

export function createRetentionPart(parts: RetentionPartParts): RetentionPart {
  const { log, settings, stamp } = parts;
  let days: KeepDays = settings.keepPersonalDays;
  const retention = createRetention({
    log,
    days: () => days,
    stamp,
    longestStayMs: hours(settings.longestStayHours),
    quietForMs: parts.quiet.quietForMs,
    makeExpected: parts.outgoing.targets.makeExpected,
    onForgotten: parts.outgoing.targets.forgotten,
    sealerIdle: parts.outgoing.sealer.idle,
    uptimeMs: () => performance.now(),
    onChange: parts.pushState,
    onProblem: parts.onProblem,
  });
  const { changeSettings, audit } = parts;
  const desk = createRetentionDesk(
    { retention, log, stamp, changeSettings, audit },
    {
      days: () => days,
      setDays: (next) => {
        days = next;
      },
    },
  );
  return {
    tick: retention.tick,
    clockConfirmed: retention.clockConfirmed,
    close: retention.close,
    desk,
    state: () => {
      try {
        const { lastAtMs } = log.retention.record();
        return { days, phase: retention.phase(), heldBy: retention.heldBy(), lastAtMs };
      } catch {
        // Of a log that cannot be read nothing is claimed; its own chip says what is wrong.
        return { days, phase: 'resting', heldBy: null, lastAtMs: null };
      }
    },
  };
}
