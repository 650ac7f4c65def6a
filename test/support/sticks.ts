import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { linuxFinder } from '../../main/sticks/linux-finder.ts';
import { linuxMounts } from '../../main/sticks/linux-mounts.ts';
import type { Stick, StickSystem } from '../../main/sticks/stick.ts';
import { testFolder } from './folder.ts';
import { type Stick as Plugged, plugExfat } from './mount.ts';

/** A real exFAT stick and what this PC can do with it: found, unmounted and mounted by the product's own parts. */
export interface RealStick extends Plugged {
  readonly system: StickSystem & { readonly mounts: NonNullable<StickSystem['mounts']> };
  /** As it is found right now. */
  find(): Promise<Stick>;
  /** The file that holds its bytes. */
  readonly image: string;
}

/** What this PC can do with these loop devices, and no other. */
export const systemOf = (folder: string, devices: readonly string[]): RealStick['system'] => ({
  finder: linuxFinder(devices),
  mounts: linuxMounts({ folder: join(folder, 'own'), sleep: () => sleep(20) }),
});

/**
 * A stick of so many MiB for the running test. Needs the device `exfat`.
 * @param imageFolder where its bytes lie
 */
export function plugStick(sizeMiB = 16, label = '', imageFolder = testFolder()): RealStick {
  const folder = testFolder();
  const plugged = plugExfat(join(imageFolder, 'stick.img'), join(folder, 'stick'), sizeMiB, label);
  const system = systemOf(folder, [plugged.device]);
  return {
    ...plugged,
    system,
    image: join(imageFolder, 'stick.img'),
    find: async () => {
      const stick = (await system.finder.look()).find(({ device }) => device === plugged.device);
      if (stick === undefined) throw new Error('the stick was not found');
      return stick;
    },
  };
}
