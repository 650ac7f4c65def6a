import type { Profile } from '../../core/batch/profile.ts';
import type { RemovedTargetView } from '../../preload/contract/target-views.ts';
import type { Log } from '../log/log.ts';
import { type TargetSettings, targetSchema } from '../settings/targets.ts';

/** A target that was removed, as the settings had it then. */
export interface RemovedSettings {
  readonly target: TargetSettings;
  readonly removedAtMs: number;
}

/** Targets that were removed, newest first; one whose settings no longer mean anything is left out. */
export const removedSettings = ({ targets }: Pick<Log, 'targets'>): readonly RemovedSettings[] =>
  targets.removed().flatMap(({ settings, removedAtMs }) => {
    const target = targetSchema.safeParse(JSON.parse(settings));
    return target.success ? [{ target: target.data, removedAtMs }] : [];
  });

/**
 * The same for the administrator's page, with what lies there.
 * @param profile how much the gate's own copies show
 * @param now the targets of today: what lies in a folder of theirs is left to nobody
 */
export function removedView(
  log: Pick<Log, 'targets'>,
  profile: Profile,
  now: readonly TargetSettings[],
): readonly RemovedTargetView[] {
  const removed = removedSettings(log);
  if (removed.length === 0) return [];
  const folders = now.map(({ folder }) => folder);
  return removed.map(({ target: { id, name, folder }, removedAtMs }) => ({
    id,
    name,
    folder,
    removedAtMs,
    ...log.targets.leftIn(folder, folders, profile),
  }));
}
