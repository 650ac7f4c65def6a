import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Runs a program and returns what it printed; says what it said where it failed. */
function run(file: string, ...args: string[]): string {
  const ended = spawnSync(file, args, { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${ended.stderr || ended.error}`);
  return ended.stdout.trim();
}

/** Takes a mount away, also one whose process is gone; harmless where nothing is mounted. */
export const unmount = (place: string): void => {
  spawnSync('umount', ['-l', place]);
};

/** Mounts a tmpfs of so many KiB at `place` for the running test. Needs the device `mount`. */
export function mountTmpfs(place: string, sizeKiB: number, ...options: string[]): void {
  mkdirSync(place, { recursive: true });
  run('mount', '-t', 'tmpfs', '-o', [`size=${sizeKiB}k`, ...options].join(','), 'tmpfs', place);
  onTestFinished(() => unmount(place));
}

/** Mounts again with other options, such as `ro`. */
export const remount = (place: string, option: string): void => {
  run('mount', '-o', `remount,${option}`, place);
};

/** A real exFAT file system that can be pulled out. */
export interface Stick {
  /** Where it is mounted. */
  readonly place: string;
  /** The loop device. */
  readonly device: string;
  /** Unmounts it as the system's "eject" does. Harmless where it is out already. */
  eject(): void;
  /** Pulls it out while it is in use: its file system's process dies, every call on it fails from now on. */
  tearOut(): void;
  /** Mounts what it holds again. */
  plugAgain(): void;
}

/** A stick of so many MiB: exFAT on a loop device, mounted over FUSE, for the running test. Needs the device `exfat`. */
export function plugExfat(image: string, place: string, sizeMiB: number, label = ''): Stick {
  mkdirSync(place, { recursive: true });
  run('truncate', '-s', `${sizeMiB}M`, image);
  run('mkfs.exfat', '-L', label, image);
  const device = run('losetup', '--find', '--show', image);
  onTestFinished(() => {
    unmount(place);
    // Wherever else it was mounted meanwhile.
    while (spawnSync('umount', ['-l', device]).status === 0);
    run('losetup', '--detach', device);
  });
  const plugAgain = (): void => {
    // What was torn out stays mounted, dead, until somebody takes it away.
    unmount(place);
    run('mount.exfat-fuse', device, place);
  };
  plugAgain();
  return {
    place,
    device,
    eject: () => {
      spawnSync('umount', [place]);
      unmount(place);
    },
    tearOut: () => {
      spawnSync('pkill', ['-9', '-f', `mount.exfat-fuse ${device} `]);
    },
    plugAgain,
  };
}

/**
 * A disk of so many MiB that is promised but not there: ext4 without a journal on a sparse image, mounted at `place`
 * for the running test. Where the image finds no room, the disk fails its syncs with an I/O error. Needs the
 * device `loop`.
 */
export function mountPromised(image: string, place: string, sizeMiB: number): void {
  mkdirSync(place, { recursive: true });
  run('truncate', '-s', `${sizeMiB}M`, image);
  run('mkfs.ext4', '-q', '-F', '-O', '^has_journal', image);
  run('mount', '-o', 'loop', image, place);
  onTestFinished(() => unmount(place));
}

/** Takes a loop mount away and puts it back: what is read then comes from the disk and not from memory. */
export function mountAgain(image: string, place: string): void {
  run('umount', place);
  run('mount', '-o', 'loop', image, place);
}

/** Makes room on a full tmpfs: it has so many KiB from now on. */
export const growTmpfs = (place: string, sizeKiB: number): void => remount(place, `size=${sizeKiB}k`);
