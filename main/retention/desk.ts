import { cutoffMs, type KeepDays } from '../../core/retention/due.ts';
import type { RetentionPreviewView, RetentionView } from '../../preload/contract/retention-views.ts';
import type { Stamp } from '../events.ts';
import type { AuditDetails } from '../log/audit.ts';
import type { Log } from '../log/log.ts';
import type { Settings } from '../settings/schema.ts';
import type { Retention } from './retention.ts';

export interface RetentionDeskParts {
  readonly retention: Retention;
  readonly log: Pick<Log, 'retention' | 'batches'>;
  readonly stamp: () => Stamp;
  /** Writes into the settings file. Throws `settings/...`. */
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly audit: (what: string, details: AuditDetails) => void;
}

/** How long personal data are kept: what an administrator sees and says of it. */
export interface RetentionDesk {
  view(): RetentionView;
  /** What would be deleted if they were kept for so long. */
  preview(days: KeepDays): RetentionPreviewView;
  /** From now on; audited. Throws `settings/...`, and then nothing has changed. */
  change(days: KeepDays): RetentionView;
  /** Looks now, and not only the next day. */
  run(): RetentionView;
}

/** @param keep told of the new rule once the settings file has it */
export function createRetentionDesk(
  parts: RetentionDeskParts,
  keep: { readonly days: () => KeepDays; readonly setDays: (days: KeepDays) => void },
): RetentionDesk {
  const { retention, log, stamp } = parts;
  const preview = (days: KeepDays): RetentionPreviewView => {
    if (days === 'never') return { days, events: 0, beforeMs: null };
    const beforeMs = cutoffMs(stamp().atMs, days);
    return { days, events: log.retention.countBefore(beforeMs), beforeMs };
  };
  const view = (): RetentionView => {
    const record = log.retention.record();
    const { events: dueEvents, beforeMs } = preview(keep.days());
    return {
      days: keep.days(),
      phase: retention.phase(),
      heldBy: retention.heldBy(),
      pausedUntilMs: record.pausedUntilMs,
      nextAtMs: retention.nextAtMs(),
      lastAtMs: record.lastAtMs,
      lastEvents: record.lastEvents,
      lastPeople: record.lastPeople,
      deletedNow: record.running?.events ?? null,
      forgottenUpTo: record.forgottenUpTo,
      keptEvents: log.batches.newestSeq() - record.forgottenUpTo,
      dueEvents,
      beforeMs,
    };
  };
  return {
    view,
    preview,
    change: (days) => {
      const before = keep.days();
      if (days !== before) {
        parts.changeSettings({ keepPersonalDays: days });
        keep.setDays(days);
        parts.audit('retention/changed', { days, before });
        retention.hurry();
      }
      return view();
    },
    run: () => {
      parts.audit('retention/asked', {});
      retention.hurry();
      return view();
    },
  };
}
