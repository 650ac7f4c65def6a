import { GatelogError } from '../../core/errors.ts';
import { FAT_FILE_LIMIT } from '../delivery/deliver.ts';
import type { Delivered, DeliveryJob } from '../delivery/messages.ts';
import type { DeliveryHooks, Target } from '../delivery/target.ts';
import { isFat, type Stick, type StickMounts } from './stick.ts';

export interface StickTargetParts {
  /** Does the file work, in a process of its own. */
  readonly target: Target;
  readonly stick: Stick;
  /** Null where sticks cannot be unmounted and mounted. */
  readonly mounts: StickMounts | null;
}

/** A stick as a target, and whether it can be pulled out at the end. */
export interface StickTarget extends Target {
  /** Mounts the stick where it is not; where it lies. Throws `stick/not-mounted`, `stick/no-file-system`. */
  open(): Promise<string>;
  /** Unmounts it. False where that is not possible: then the system's own "eject" has to. */
  release(): Promise<boolean>;
}

/**
 * A stick is a folder target at its mount point, whose every batch ends with unmount, mount again and read back. Only
 * then the bytes come from the medium and the batch counts as `checked: medium`; so a batch is confirmed, and its spool
 * dropped, on what the stick really holds. Where it cannot be unmounted the answer is `checked: cache`.
 */
export function createStickTarget({ target, stick, mounts }: StickTargetParts): StickTarget {
  let place = stick.place;

  const open = async (): Promise<string> => {
    if (mounts !== null && stick.dead) {
      // Mounted and dead: pulled out while it was in use, and plugged in again.
      await mounts.takeAway(stick);
      place = null;
    }
    place = place ?? (await mounts?.mount(stick)) ?? null;
    if (place !== null) return place;
    throw stick.fileSystem === ''
      ? new GatelogError('stick/no-file-system', 'the stick has no file system that can be read')
      : new GatelogError('stick/not-mounted', 'the stick cannot be mounted', {
          fileSystem: stick.fileSystem,
        });
  };

  const deliver = async (job: DeliveryJob, hooks: DeliveryHooks = {}): Promise<Delivered> => {
    const here = { ...job, ...(isFat(stick.fileSystem) ? { fileLimitBytes: FAT_FILE_LIMIT } : {}) };
    const delivered = await target.deliver({ ...here, targetFolder: await open() }, hooks);
    if (mounts === null) return delivered;
    hooks.onProgress?.('closing', 0, delivered.sizeBytes);
    if (!(await mounts.unmount(stick))) return delivered;
    place = null;
    place = await mounts.mount(stick);
    // Pulled out in between, which stickFault finds out, or no longer what was mounted a moment ago.
    if (place === null)
      throw new GatelogError('delivery/damaged', 'the stick could not be mounted again to be read');
    return target.reread({ ...here, targetFolder: place }, delivered.already, hooks);
  };

  return {
    open,
    deliver,
    release: async () => {
      if (mounts === null || !(await mounts.unmount(stick))) return false;
      place = null;
      return true;
    },
    reread: (job, already, hooks) => target.reread(job, already, hooks),
    put: (job) => target.put(job),
    check: (folder, onStep) => target.check(folder, onStep),
    state: () => target.state(),
    close: () => target.close(),
  };
}
