import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Runs a program and says what it said where it failed. */
function run(file: string, ...args: string[]): void {
  const ended = spawnSync(file, args, { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${ended.stderr || ended.error}`);
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
export const remount = (place: string, option: string): void =>
  run('mount', '-o', `remount,${option}`, place);

/** A stick: an exFAT image of so many MiB, mounted over FUSE. Needs the devices `fuse` and `exfat`. */
export function mountExfat(image: string, place: string, sizeMiB: number): void {
  mkdirSync(place, { recursive: true });
  run('truncate', '-s', `${sizeMiB}M`, image);
  run('mkfs.exfat', image);
  run('mount.exfat-fuse', image, place);
}
