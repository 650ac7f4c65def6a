import { GatelogError } from '../../core/errors.ts';
import { checkedOpeners, type Openers, openersOfSettings } from '../delivery/openers.ts';
import { renditionPlan } from '../delivery/plan.ts';
import type { RenditionPlan } from '../delivery/rendition.ts';
import type { LogTargets } from '../log/targets.ts';
import type { BatchSettings } from '../settings/batches.ts';
import type { TargetSettings } from '../settings/targets.ts';

export interface PlanParts {
  /** What holds where a target says nothing of its own. */
  readonly settings: BatchSettings;
  /** Who can open the batches of this gate; null where nobody decided. Throws `openers/...`. */
  readonly openers: () => Openers | null;
  readonly dataFolder: string;
  /** Keeps the passphrases of single targets. */
  readonly log: { readonly targets: Pick<LogTargets, 'passphrase'> };
  /** Throws `key/...`. */
  readonly spoolKey: () => Promise<string>;
}

/** Who can open what lies at a target. Throws `openers/...`, also where the log lost the passphrase chosen for it. */
function openersOf(parts: PlanParts, target: TargetSettings | null): Openers | null {
  if (target?.encryption === undefined) return parts.openers();
  const { passphraseInLog, ...encryption } = target.encryption;
  if (passphraseInLog === undefined) return openersOfSettings({ encryption });
  const passphrase = parts.log.targets.passphrase(target.id);
  if (passphrase === null)
    throw new GatelogError('openers/unreadable', 'the passphrase of a target is not in this log');
  return checkedOpeners({ kind: 'passphrase', passphrase });
}

/** How much of a person a target's batches show. */
export const profileOf = (target: TargetSettings, settings: BatchSettings) =>
  target.profile ?? settings.profile;

/**
 * How the renditions of a target are made; of the gate itself where no target is given. Throws `openers/...` and
 * `key/...`.
 */
export async function planFor(parts: PlanParts, target: TargetSettings | null): Promise<RenditionPlan> {
  const { settings } = parts;
  const own = {
    profile: target?.profile ?? settings.profile,
    headings: target?.headings ?? settings.headings,
    ...(settings.pseudonymKeyFile === undefined ? {} : { pseudonymKeyFile: settings.pseudonymKeyFile }),
  };
  const openers = openersOf(parts, target);
  return renditionPlan(own, openers, parts.dataFolder, await parts.spoolKey());
}
