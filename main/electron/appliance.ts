import { resolve } from 'node:path';
import { app, powerSaveBlocker } from 'electron';
import { toGatelogError } from '../../core/errors.ts';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { settingsPath } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { setAutostart } from './autostart.ts';
import { cameBack, startKeeper } from './keeper.ts';

/** What makes a packaged kiosk an appliance, as long as it runs. */
export interface Appliance {
  /** Called before the kiosk ends on purpose. */
  leave(): void;
}

/**
 * Keeps the display awake; and, where the kiosk is packaged, starts it with the session of this account and brings
 * it back when it ends by a crash. None of it can keep a gate from opening: what fails goes into the diagnostics.
 */
export function beAppliance(
  settings: Settings,
  argv: readonly string[],
  diagnostics: Diagnostics,
): Appliance {
  powerSaveBlocker.start('prevent-display-sleep');
  if (!app.isPackaged) return { leave: () => undefined };
  const problem = (error: unknown): void => diagnostics.problem(toGatelogError(error), 'appliance');
  const times = cameBack(argv);
  if (times > 0) diagnostics.note('start', 'kiosk/came-back', { times });
  try {
    const file = settingsPath(argv, process.env);
    setAutostart(settings.startWithSystem, file === null ? [] : [`--settings=${resolve(file)}`], process.env);
  } catch (error) {
    problem(error);
  }
  return startKeeper(problem);
}
