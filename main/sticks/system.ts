import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerProcess } from '../delivery/target.ts';
import { linuxFinder } from './linux-finder.ts';
import { linuxMounts } from './linux-mounts.ts';
import type { StickSystem } from './stick.ts';
import { windowsFinder } from './windows-finder.ts';

/**
 * What this PC can do with sticks.
 * @param folder for mount points of the kiosk's own
 * @param alsoDevices devices that are taken for sticks though the system calls them fixed
 * @param startDriveReader starts main/sticks/windows-worker.ts in a process of its own; Windows only
 */
export function stickSystem(
  folder: string,
  alsoDevices: readonly string[],
  startDriveReader: () => WorkerProcess,
): StickSystem {
  if (process.platform === 'win32')
    return { finder: windowsFinder({ start: startDriveReader, alsoDevices }), mounts: null };
  if (process.platform === 'linux')
    return { finder: linuxFinder(alsoDevices), mounts: linuxMounts({ folder, sleep }) };
  // Elsewhere a stick is a folder that somebody chooses.
  return { finder: { look: () => Promise.resolve([]), watch: () => () => undefined }, mounts: null };
}
