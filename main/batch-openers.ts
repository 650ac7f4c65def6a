import { parseRecipients } from '../core/batch/recipient.ts';
import { assertNever, GatelogError, isGatelogError, toGatelogError } from '../core/errors.ts';
import type {
  BatchOpenersState,
  OpenersChoiceView,
  OpenersView,
  RecipientsCheckView,
} from '../preload/contract/opener-views.ts';
import { checkedOpeners, type Openers, openersOfSettings } from './delivery/openers.ts';
import type { Stamp } from './events.ts';
import type { AuditDetails } from './log/audit.ts';
import type { LogOpeners } from './log/openers.ts';
import type { BatchSettings } from './settings/batches.ts';

export interface BatchOpenersParts {
  readonly log: { readonly openers: LogOpeners };
  readonly settings: BatchSettings;
  readonly stamp: () => Stamp;
  readonly pushState: () => void;
}

/** Who can open the batches of this gate. The settings file decides; where it does not, an administrator on the screen. */
export interface BatchOpeners {
  /** For the next delivery; null where nobody has decided. Throws `openers/...` of what the settings name. */
  current(): Openers | null;
  /** What the gate's screen tells of it. Never throws. */
  state(): BatchOpenersState;
  view(): OpenersView;
  /** What keys a text holds, as `age -R` reads it. Changes nothing. */
  check(text: string): RecipientsCheckView;
  /** Throws `openers/in-settings`, and what `checkedOpeners` and the log throw. */
  choose(choice: OpenersChoiceView): OpenersView;
  /** What is written into the audit at every start, or null where the settings decide nothing. */
  startLine(): { readonly what: string; readonly details: AuditDetails } | null;
}

export function createBatchOpeners(parts: BatchOpenersParts): BatchOpeners {
  const { log, settings, stamp } = parts;
  const inSettings = settings.encryption !== undefined;
  const current = (): Openers | null =>
    inSettings ? openersOfSettings(settings) : (log.openers.chosen()?.openers ?? null);

  const view = (): OpenersView => {
    const chosen = inSettings ? null : log.openers.chosen();
    const base = {
      profile: settings.profile,
      headings: settings.headings,
      decidedBy: inSettings ? ('settings' as const) : chosen === null ? null : ('screen' as const),
      sinceMs: chosen?.atMs ?? null,
    };
    try {
      return { ...base, ...shown(current()), problem: null };
    } catch (error) {
      return { ...base, ...shown(null), problem: toGatelogError(error).code };
    }
  };

  return {
    current,
    state: () => {
      if (settings.profile === 'counts') return 'nobody';
      const kind = inSettings ? kindInSettings(settings) : chosenKind(log);
      return kind ?? 'undecided';
    },
    view,
    check: (text) => {
      try {
        return { recipients: parseRecipients(text), problem: null, line: null };
      } catch (error) {
        if (!isGatelogError(error, 'key/invalid')) throw error;
        const { why, line } = error.context;
        return {
          recipients: [],
          problem: why === 'secret' || why === 'kind' ? why : 'damaged',
          line: typeof line === 'number' ? line : null,
        };
      }
    },
    choose: (choice) => {
      if (inSettings)
        throw new GatelogError('openers/in-settings', 'the settings file says who can open the batches');
      const openers = checkedOpeners(choice);
      const { atMs, offsetMin, clock } = stamp();
      log.openers.choose(
        { openers, atMs },
        { atMs, offsetMin, clock, who: 'admin', what: 'openers/chosen', details: told(openers) },
      );
      parts.pushState();
      return view();
    },
    startLine: () => {
      if (!inSettings) return null;
      try {
        const openers = openersOfSettings(settings);
        return openers === null ? null : { what: 'openers/in-settings', details: told(openers) };
      } catch (error) {
        return { what: 'openers/in-settings', details: { problem: toGatelogError(error).code } };
      }
    },
  };
}

/** For the audit: public keys and the reason; of a passphrase only that there is one. */
function told(openers: Openers): AuditDetails {
  switch (openers.kind) {
    case 'recipients':
      return { kind: openers.kind, recipients: openers.recipients.join(' ') };
    case 'passphrase':
      return { kind: openers.kind };
    case 'plain':
      return { kind: openers.kind, reason: openers.reason };
    default:
      return assertNever(openers);
  }
}

const shown = (openers: Openers | null): Pick<OpenersView, 'kind' | 'recipients' | 'reason'> => ({
  kind: openers?.kind ?? null,
  recipients: openers?.kind === 'recipients' ? openers.recipients : [],
  reason: openers?.kind === 'plain' ? openers.reason : null,
});

/** Asked for at every change of the screen: without reading files. */
function kindInSettings({ encryption }: BatchSettings): Openers['kind'] {
  if (encryption?.plain !== undefined) return 'plain';
  return encryption?.passphraseFile === undefined ? 'recipients' : 'passphrase';
}

function chosenKind(log: BatchOpenersParts['log']): Openers['kind'] | null {
  try {
    return log.openers.chosen()?.openers.kind ?? null;
  } catch {
    // Of a log that cannot be read nothing is claimed; its own chip says what is wrong.
    return null;
  }
}
