import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { placeOf } from './mount-table.ts';
import { runProgram } from './program.ts';
import type { StickMounts } from './stick.ts';

/** Programs on a stick never run, devices and set-uid bits on it mean nothing. */
const OPTIONS = 'nosuid,nodev,noexec';
/** A desktop that looks into a new stick holds it for a moment. */
const TRIES = 4;
const BETWEEN_TRIES_MS = 400;

export interface LinuxMountsOptions {
  /** Folder for mount points of the kiosk's own, made where nothing else mounts sticks. */
  readonly folder: string;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * Mounts by `udisksctl` where it is there: that is how an account without rights may. Else as the account may: what
 * fstab allows, and everything as root. A file system that lives in a process of its own (FUSE) has its helper named
 * either `mount.exfat` or `mount.exfat-fuse`.
 */
export function linuxMounts({ folder, sleep }: LinuxMountsOptions): StickMounts {
  const lastPlaces = new Map<string, string>();
  const own = (device: string): string =>
    join(folder, device.replace(/^\/dev\//, '').replace(/[^\w-]/g, '_'));

  const tryUnmount = async (device: string, place: string): Promise<boolean> => {
    for (const [file, ...args] of [
      ['udisksctl', 'unmount', '--no-user-interaction', '-b', device],
      ['umount', place],
      ['fusermount3', '-u', place],
    ]) {
      if (file !== undefined && (await runProgram(file, args)).ok) return true;
    }
    return false;
  };

  return {
    unmount: async (stick) => {
      for (let left = TRIES; left > 0; left -= 1) {
        const place = await placeOf(stick.device);
        if (place === null) return true;
        lastPlaces.set(stick.device, place);
        if (!(await tryUnmount(stick.device, place))) await sleep(BETWEEN_TRIES_MS);
        else if (place === own(stick.device)) await rmdir(place).catch(() => undefined);
      }
      return (await placeOf(stick.device)) === null;
    },
    takeAway: async ({ device }) => {
      const place = await placeOf(device);
      if (place === null) return;
      if (!(await tryUnmount(device, place))) await runProgram('umount', ['-l', place]);
      if (place === own(device)) await rmdir(place).catch(() => undefined);
    },
    mount: async (stick) => {
      const { device, fileSystem } = stick;
      const already = await placeOf(device);
      if (already !== null) return already;
      const asRoot = process.getuid?.() === 0;
      const place = lastPlaces.get(device) ?? own(device);
      const kinds = fileSystem === '' ? [] : [fileSystem, `${fileSystem}-fuse`];
      const ways: readonly (readonly string[])[] = [
        ['udisksctl', 'mount', '--no-user-interaction', '-b', device],
        ['mount', device],
        ...(asRoot ? kinds.map((kind) => ['mount', '-t', kind, '-o', OPTIONS, device, place]) : []),
      ];
      for (const [file = '', ...args] of ways) {
        if (args.includes(place)) await mkdir(place, { recursive: true, mode: 0o700 }).catch(() => undefined);
        if (!(await runProgram(file, args)).ok) continue;
        const found = await placeOf(device);
        if (found !== null) return found;
      }
      if (place === own(device)) await rmdir(place).catch(() => undefined);
      return null;
    },
  };
}
