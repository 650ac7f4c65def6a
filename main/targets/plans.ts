import { type Openers, openersOfSettings } from '../delivery/openers.ts';
import { renditionPlan } from '../delivery/plan.ts';
import type { RenditionPlan } from '../delivery/rendition.ts';
import type { BatchSettings } from '../settings/batches.ts';
import type { TargetSettings } from '../settings/targets.ts';

export interface PlanParts {
  /** What holds where a target says nothing of its own. */
  readonly settings: BatchSettings;
  /** Who can open the batches of this gate; null where nobody decided. Throws `openers/...`. */
  readonly openers: () => Openers | null;
  readonly dataFolder: string;
  /** Throws `key/...`. */
  readonly spoolKey: () => Promise<string>;
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
  const encryption = target?.encryption;
  const openers = encryption === undefined ? parts.openers() : openersOfSettings({ encryption });
  return renditionPlan(own, openers, parts.dataFolder, await parts.spoolKey());
}
