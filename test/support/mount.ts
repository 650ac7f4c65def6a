import { mkdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { makeStick, run, type Stick, unmount } from './exfat.ts';

export { type Stick, unmount };

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

/** A stick of so many MiB: exFAT on a loop device, mounted over FUSE, for the running test. Needs the device `exfat`. */
export function plugExfat(image: string, place: string, sizeMiB: number, label = ''): Stick {
  const stick = makeStick(image, place, sizeMiB, label);
  onTestFinished(() => stick.remove());
  return stick;
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
