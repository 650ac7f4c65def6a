import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

/** Runs a program and returns what it printed; says what it said where it failed. */
export function run(file: string, ...args: string[]): string {
  const ended = spawnSync(file, args, { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${ended.stderr || ended.error}`);
  return ended.stdout.trim();
}

/** Takes a mount away, also one whose process is gone; harmless where nothing is mounted. */
export const unmount = (place: string): void => {
  spawnSync('umount', ['-l', place]);
};

/** To the process that is a stick's file system. A blank follows the name of the device: loop1 is not loop10. */
const signalMount = (name: string, device: string): boolean =>
  spawnSync('pkill', [`-${name}`, '-f', `mount.exfat-fuse ${device} `]).status === 0;

/** A real exFAT file system that can be pulled out. */
export interface Stick {
  /** Where it is mounted. */
  readonly place: string;
  /** The loop device. */
  readonly device: string;
  /** Unmounts it as the system's "eject" does. Harmless where it is out already. */
  eject(): void;
  /**
   * Pulls it out while it is in use: its file system's process dies, every call on it fails from now on. False where
   * nobody had mounted it.
   */
  tearOut(): boolean;
  /** Lets every call on it wait until `goOn`. */
  hang(): void;
  goOn(): void;
  /** Mounts what it holds again. */
  plugAgain(): void;
  /** Mounts it so that nothing can be written, as one whose lock was set. */
  readOnly(): void;
  /** Takes it away for good, wherever it is mounted; its image stays. */
  remove(): void;
}

/**
 * A stick of so many MiB: exFAT on a loop device, mounted over FUSE until it is removed. Needs root, exfatprogs and
 * exfat-fuse.
 */
export function makeStick(image: string, place: string, sizeMiB: number, label = ''): Stick {
  mkdirSync(place, { recursive: true });
  run('truncate', '-s', `${sizeMiB}M`, image);
  run('mkfs.exfat', '-L', label, image);
  const device = run('losetup', '--find', '--show', image);
  const remove = (): void => {
    // More than once where the kiosk mounted it in a place of its own.
    while (spawnSync('umount', ['-l', device]).status === 0);
    unmount(place);
    run('losetup', '--detach', device);
  };
  const signal = (name: string): boolean => signalMount(name, device);
  const plugAgain = (): void => {
    // What was torn out stays mounted, dead, until somebody takes it away.
    unmount(place);
    run('mount.exfat-fuse', device, place);
  };
  try {
    plugAgain();
  } catch (error) {
    remove();
    throw error;
  }
  return {
    place,
    device,
    eject: () => {
      spawnSync('umount', [place]);
      unmount(place);
    },
    tearOut: () => signal('KILL'),
    hang: () => void signal('STOP'),
    goOn: () => void signal('CONT'),
    plugAgain,
    readOnly: () => {
      unmount(place);
      run('mount.exfat-fuse', '-o', 'ro', device, place);
    },
    remove,
  };
}

/** A place for sticks that nobody mounts: a loop device that is there with nothing in it, as a card reader is. */
export interface Reader {
  readonly device: string;
  /** Puts in a stick of so many MiB; without a file system where no label is given. */
  plugIn(sizeMiB: number, label: string | null, as?: 'read-only' | 'full'): void;
  /** Takes it out; what is mounted of it is dead from then on. */
  takeOut(): void;
  /** Mounts what is in it for a look. */
  mountAt(place: string): void;
  /** Lets every call on what is mounted of it wait, or go on. */
  hang(waits: boolean): void;
  remove(): void;
}

/** Leaves no room on a stick that is not plugged in. */
function fill(image: string): void {
  const place = `${image}.mounted`;
  mkdirSync(place, { recursive: true });
  const device = run('losetup', '--find', '--show', image);
  try {
    run('mount.exfat-fuse', device, place);
    // Ends with the error that there is no room.
    spawnSync('dd', ['if=/dev/zero', `of=${place}/photos`, 'bs=4k']);
    run('umount', place);
  } finally {
    run('losetup', '--detach', device);
  }
}

/** Makes one whose sticks have their bytes in this file. Needs root, exfatprogs and exfat-fuse. */
export function makeReader(image: string): Reader {
  writeFileSync(image, '');
  const device = run('losetup', '--find', '--show', image);
  const resize = (sizeMiB: number): void => {
    run('truncate', '-s', `${sizeMiB}M`, image);
    run('losetup', '-c', device);
  };
  const takeOut = (): void => {
    run('blockdev', '--setrw', device);
    resize(0);
  };
  return {
    device,
    plugIn: (sizeMiB, label, as) => {
      run('truncate', '-s', `${sizeMiB}M`, image);
      if (label !== null) run('mkfs.exfat', '-L', label, image);
      if (as === 'full') fill(image);
      if (as === 'read-only') run('blockdev', '--setro', device);
      run('losetup', '-c', device);
    },
    takeOut,
    mountAt: (place) => {
      mkdirSync(place, { recursive: true });
      run('mount.exfat-fuse', device, place);
    },
    hang: (waits) => void signalMount(waits ? 'STOP' : 'CONT', device),
    remove: () => {
      while (spawnSync('umount', ['-l', device]).status === 0);
      takeOut();
      run('losetup', '--detach', device);
    },
  };
}
